"""Message: what somebody said in a topic, and every earlier wording of it."""

import re
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models.topic import Topic
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.core.text.hashtags import hashtag
from groundswell.people.models import Level, meets
from groundswell.spaces.models import seen_by

LONGEST_BODY = 10_000
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of messages, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Messages of the topics that the viewer can see, tombstones included."""
        return self.filter(seen_by(viewer, "topic__space"), topic__removed_at=None)

    def met_by(self, viewer: Actor | None) -> Self:
        """Without the words of people whom the viewer keeps away from, or who blocked them."""
        return self.filter(meets(viewer))

    def standing(self) -> Self:
        """Without tombstones."""
        return self.filter(tombstoned_at=None)


class Message(models.Model):
    """One message of a topic's conversation, which is a tree by `parent` and a list by `number`.

    Numbers are dense from 1 (the opening). A tombstone keeps its number and place but no words.
    `html` is made once, when written, and is the same for every viewer.
    """

    class Kind(models.TextChoices):
        """What the message is in the conversation."""

        OPENING = "opening", _("Opening")
        REPLY = "reply", _("Reply")
        HOLDING = "holding", _("Holding reply")
        NOTE = "note", _("Steward's note")
        SUGGESTION = "suggestion", _("Suggested change")
        ANSWER = "answer", _("Official answer")
        OUTCOME = "outcome", _("What became of it")
        QUESTION = "question", _("Question")
        PROMPT = "prompt", _("Prompt")
        POLL = "poll", _("Poll")
        TAKEAWAY = "takeaway", _("Takeaway")

    class Alignment(models.IntegerChoices):
        """Where an imported comment stands to what it answers."""

        AGAINST = -1, _("Against")
        NEUTRAL = 0, _("Neutral")
        IN_FAVOUR = 1, _("In favour")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    number = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    author = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REPLY)
    alignment = models.SmallIntegerField(choices=Alignment, null=True, blank=True)
    text = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    renderer = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    tombstoned_at = models.DateTimeField(null=True, blank=True)
    tombstoned_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(max_length=80, default="local")
    uri = models.CharField(max_length=2048, null=True, blank=True, unique=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="message_number_once"),
            # Imported words may be longer than what one may write here.
            at_most("text", 100_000, name="message_text_length"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & (~Q(number=1) | Q(parent=None)),
                name="message_opening_has_no_parent",
            ),
        ]
        indexes = [models.Index(fields=["author", "-id"], name="message_author")]

    def __str__(self) -> str:
        return f"message {self.number} of {self.topic_id}"

    def get_absolute_url(self) -> str:
        """The page of the topic that begins at this message, with the message marked."""
        return f"/t/{self.topic_id}/{self.number}/#m{self.number}"


class Version(models.Model):
    """An earlier wording of a message (and of its topic's title), and why it was changed.

    The row is written when the wording is replaced; the wording in force is the message's own.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=150, blank=True, default="")
    text = models.TextField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="version_number_once"),
            at_most("reason", 300, name="version_reason_length"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.message_id}"


class Mention(models.Model):
    """A message names a person."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "actor"], name="mention_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} names {self.actor_id}"


class HashtagQuerySet(models.QuerySet["Hashtag"]):
    """Reads of tags, from a viewer's side."""

    def seen_by(self, viewer: Actor | None) -> Self:
        """Tags of words the viewer can see: that others use a tag among themselves is theirs."""
        seen = Message.objects.visible_to(viewer).standing().filter(taggings__tag=OuterRef("pk"))
        return self.filter(Exists(seen))

    def called(self, text: str) -> Self:
        """The tag that is written so, with or without its sign, in small letters or large."""
        asked = hashtag(text)
        return self.filter(key=asked.name) if asked else self.none()


class Hashtag(models.Model):
    """A tag, known by its folded form; `name` is how it was first written."""

    key = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=80)

    objects = HashtagQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.name}"


class Tagging(models.Model):
    """A message carries a tag. The topic is repeated so that a tag's page needs no join."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="taggings")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Hashtag, on_delete=models.PROTECT, related_name="taggings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "tag"], name="tagging_once"),
        ]
        indexes = [models.Index(fields=["tag", "-message"], name="tagging_latest")]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.tag_id}"


class TagFollow(models.Model):
    """A person follows a tag."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    tag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="follows")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "actor"], name="tag_follow_once"),
            one_of("level", ["quiet", "normal", "all"], name="tag_follow_level"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} follows #{self.tag_id}"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Reads of drafts."""

    def of(self, actor: Actor) -> Self:
        """What the person has begun and not sent."""
        return self.filter(actor=actor).exclude(text="", title="")


class Draft(models.Model):
    """What a person has begun to write and not sent: state, not an activity.

    `place` names the form, such as `topic-<id>` or `edit-<message id>`: see `places`.
    """

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    title = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField()
    saved_at = models.DateTimeField(default=timezone.now)
    sent_nonce = models.CharField(max_length=64, blank=True, default="")
    """Of the form that was sent last: what it still has under way comes too late to be kept."""

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "place"], name="draft_once"),
            at_most("text", 100_000, name="draft_length"),
            at_most("sent_nonce", 64, name="draft_sent_nonce_length"),
        ]

    def __str__(self) -> str:
        return f"draft of {self.actor_id} at {self.place}"


class Attachment(models.Model):
    """A file that somebody brought. It belongs to its uploader until a message uses it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="attachments")
    space = models.ForeignKey("spaces.Space", null=True, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    description = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            at_most("name", 200, name="attachment_name_length"),
            at_most("description", 500, name="attachment_description_length"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is served, for those who see the message. The name is for people's eyes."""
        return f"/media/a/{self.id}/{UNSAFE.sub('-', self.name)[-80:]}"


class LinkPreview(models.Model):
    """What a page elsewhere says of itself, fetched once by us."""

    url = models.CharField(max_length=1000, unique=True)
    title = models.CharField(max_length=300, blank=True, default="")
    description = models.CharField(max_length=600, blank=True, default="")
    site = models.CharField(max_length=150, blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    messages = models.ManyToManyField(Message, related_name="previews")

    def __str__(self) -> str:
        return self.url
