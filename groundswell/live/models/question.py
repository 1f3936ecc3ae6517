"""Question: what somebody asks in a session, from waiting to answered or carried on."""

import random
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.live.models.participant import Participant
from groundswell.live.models.session import Session


def drawn() -> int:
    """A place in the order that is fair to all: by lot."""
    return random.getrandbits(31)


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions."""

    def shown(self) -> Self:
        """With what a card shows."""
        return self.select_related(
            "message__author",
            "answer__author",
            "answer__topic",
            "merged_into__message",
            "asked_before__message",
            "carried_to",
        )

    def with_heard(self) -> Self:
        """With whether who asked was heard with another question already."""
        return self.annotate(heard=heard())


def heard() -> Exists:
    """Whether another question of who asked was taken up in the session. Of names alone: where a
    question stands must not say who asked it, so whoever asks without one counts as not heard."""
    up = ["current", "answered"]
    same = Question.objects.filter(
        session=OuterRef("session"), asker=OuterRef("asker"), voice=OuterRef("voice")
    )
    named = same.filter(voice=Question.Voice.NAMED).exclude(id=OuterRef("id"))
    return Exists(named.filter(Q(state__in=up) | Q(merged_into__state__in=up)))


class Question(models.Model):
    """A question of a session. Its words are its message's as soon as the room may read them.

    Until then, and after it was dismissed or withdrawn, they are `words`, which only its asker and
    the moderators read; so nothing that waits is anywhere a reader of the topic could find it.
    """

    class State(models.TextChoices):
        """How far it is."""

        PENDING = "pending", _("Waiting")
        OPEN = "open", _("Open")
        CURRENT = "current", _("On now")
        ANSWERED = "answered", _("Answered")
        MERGED = "merged", _("Merged")
        DISMISSED = "dismissed", _("Set aside")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CARRIED = "carried", _("Carried on")

    class Voice(models.TextChoices):
        """Who knows whose it is."""

        NAMED = "named", _("Everyone sees your name")
        HIDDEN = "hidden", _("Only host and stewards see your name")
        UNKNOWN = "unknown", _("Nobody sees your name")

    class Reason(models.TextChoices):
        """Why it was set aside."""

        OFF_TOPIC = "off_topic", _("It is not about this session")
        DOUBLE = "double", _("The same was asked already")
        UNCLEAR = "unclear", _("It is not clear what is asked; please ask again in other words")
        UNKIND = "unkind", _("It goes against the guidelines")
        NO_TIME = "no_time", _("There is no time for it today")

    class How(models.TextChoices):
        """In which way it was answered."""

        LIVE = "live", _("Answered live")
        WRITING = "writing", _("Answered in writing")
        LINK = "link", _("Answered by a link")
        ACCEPTED = "accept", _("Answered where it went on")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="question"
    )
    words = models.CharField(max_length=500, blank=True, default="")
    asker = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    """None where nobody knows who asked."""
    key = models.CharField(max_length=64, blank=True, default="")
    """Digest of what the device of an unknown asker keeps, by which they are told and follow up."""
    voice = models.CharField(max_length=7, choices=Voice, default=Voice.NAMED)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    vote_count = models.PositiveIntegerField(default=0)
    """People who voted for it or anything merged into it, each once."""
    draw = models.PositiveIntegerField(default=drawn)
    place = models.IntegerField(default=0)
    """In the host's hand order, smallest first."""
    pinned_at = models.DateTimeField(null=True, blank=True)
    """Since when it stands before the others, in whatever order one reads them."""
    asked_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    current_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=7, choices=How, blank=True, default="")
    answer = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer_url = models.CharField(max_length=500, blank=True, default="")
    reason = models.CharField(max_length=9, choices=Reason, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    carried_to = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_before = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_up"
    )
    """The question of a session before that was carried to this one and is asked again in it."""
    looked_at_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    looked_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="current"), name="question_one_current"
            ),
            one_of(
                "state",
                [
                    *("pending", "open", "current", "answered"),
                    *("merged", "dismissed", "withdrawn", "carried"),
                ],
                name="question_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "dismissed", "withdrawn"])
                | Q(message__isnull=False, words=""),
                name="question_words_are_its_messages",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="question_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="question_not_into_itself"
            ),
            at_most("words", 500, name="question_words_length"),
            at_most("note", 300, name="question_note_length"),
            at_most("answer_url", 500, name="question_answer_url_length"),
        ]
        indexes = [
            models.Index(fields=["session", "state", "-vote_count"], name="question_top"),
            models.Index(fields=["session", "state", "draw"], name="question_fair"),
        ]

    def __str__(self) -> str:
        return f"question {self.id}"

    @property
    def text(self) -> str:
        """Its words, wherever they are."""
        return self.message.text if self.message and not self.words else self.words

    @property
    def standing(self) -> "Question":
        """The question that stands for it: itself, or what it was merged into."""
        found = self
        while found.merged_into is not None:
            found = found.merged_into
        return found

    @property
    def said_answer(self) -> Message | None:
        """The words that answer it, as long as they stand and everybody reads them who reads this:
        where it went on can have been put elsewhere since."""
        answer = self.answer
        if answer is None or answer.tombstoned_at is not None:
            return None
        if self.how == self.How.ACCEPTED:
            topic, here = answer.topic, self.session.topic.space_id
            if topic.removed_at is not None or topic.space_id != here:
                return None
        return answer

    @property
    def answered_offset(self) -> int | None:
        """When it was taken up, in seconds after the session began; none for what was answered
        when it was over."""
        at, ended = self.current_at or self.answered_at, self.session.closed_at
        if at is None or self.session.began_at is None or (ended is not None and at > ended):
            return None
        return self.session.offset_of(at)


OPEN_STATES = (Question.State.OPEN, Question.State.CURRENT)


class QuestionVote(models.Model):
    """A participant wants it answered. The vote stays with the question it was given to."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "participant"], name="question_vote_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} wants {self.question_id}"


class QuestionChange(models.Model):
    """Somebody moved a question to another state: who, when, and what it was before."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.CharField(max_length=9)
    after = models.CharField(max_length=9)
    was = models.JSONField(default=dict)
    """Ids, codes and times that undoing puts back; never anybody's words."""
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.question_id}: {self.before} to {self.after}"
