"""Poll: a question with few answers, put to everybody in the room at once."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import Message
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.live.models.participant import Participant
from groundswell.live.models.session import Session

GRACE = timedelta(seconds=2)
"""An answer that was on its way when the poll was closed counts."""
MOST_CHOICES = 10


class Poll(models.Model):
    """A poll of a session. Its question is its message's as soon as it is opened."""

    class Kind(models.TextChoices):
        """What one can answer."""

        SINGLE = "single", _("One of several")
        MULTIPLE = "multiple", _("Several of several")
        SCALE = "scale", _("A scale from 1 to 5")
        PULSE = "pulse", _("Yes, no, unsure")
        WORDS = "words", _("One to three words")
        NUMBER = "number", _("A number")

    class State(models.TextChoices):
        """Whether one can answer."""

        DRAFT = "draft", _("Prepared")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        ARCHIVED = "archived", _("Put away")

    class Results(models.TextChoices):
        """Who sees the results, and when."""

        LIVE = "live", _("Everyone, at once")
        VOTED = "voted", _("Who answered; everyone once it is closed")
        CLOSED = "closed", _("Everyone, once it is closed")
        HOST = "host", _("The host alone")

    LISTED = (Kind.SINGLE, Kind.MULTIPLE)
    """Kinds whose answers the host writes down."""
    BARS = (*LISTED, Kind.SCALE, Kind.PULSE)
    """Kinds whose answers stand before anybody gives one."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="polls")
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="poll"
    )
    words = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=8, choices=Kind)
    most = models.PositiveSmallIntegerField(default=1)
    """Answers one may give."""
    results = models.CharField(max_length=6, choices=Results, default=Results.LIVE)
    language = models.CharField(max_length=12, default="en")
    """In which words are answered: by it those that mean the same are counted together."""
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("state", ["draft", "open", "closed", "archived"], name="poll_state"),
            one_of(
                "kind",
                ["single", "multiple", "scale", "pulse", "words", "number"],
                name="poll_kind",
            ),
            one_of("results", ["live", "voted", "closed", "host"], name="poll_results"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(message__isnull=False, words=""),
                name="poll_words_are_its_messages",
            ),
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=MOST_CHOICES), name="poll_most"
            ),
            at_most("words", 300, name="poll_words_length"),
        ]

    def __str__(self) -> str:
        return f"poll {self.id}"

    @property
    def text(self) -> str:
        """Its question, wherever it is."""
        return self.message.text if self.message else self.words

    def takes_answers(self, at: datetime) -> bool:
        """Whether one can answer then: while it is open, and a moment longer."""
        if self.state == self.State.CLOSED and self.closed_at is not None:
            return at <= self.closed_at + GRACE
        return self.state == self.State.OPEN


class PollOption(models.Model):
    """One of the answers of a poll; for words and numbers, one that somebody gave."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.IntegerField(default=0)
    key = models.CharField(max_length=60)
    """Words that mean the same have one key."""
    text = models.CharField(max_length=120)
    held_at = models.DateTimeField(null=True, blank=True)
    """The host keeps it from the room since."""

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "key"], name="poll_option_once"),
            not_empty("text", name="poll_option_given"),
            at_most("text", 120, name="poll_option_length"),
        ]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """A participant gave this answer. Counts are read off these rows, so they cannot be wrong.

    `place` is the first, second and so on of a participant's answers: nobody has two firsts, so
    nobody has two ballots.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+", db_index=False)
    option = models.ForeignKey(
        PollOption, on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "participant", "place"], name="poll_ballot_once"
            ),
            models.UniqueConstraint(fields=["option", "participant"], name="poll_vote_once"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_CHOICES), name="poll_vote_place"
            ),
        ]
        indexes = [models.Index(fields=["poll", "option"], name="poll_vote_counted")]

    def __str__(self) -> str:
        return f"{self.participant_id} says {self.option_id}"
