"""What people do with what was said: one small table each, state as a row with who and when."""

from typing import Self

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.conversations.models.message import Message
from groundswell.conversations.models.topic import Topic
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id
from groundswell.spaces.models import Space

REACTIONS = ("👍", "❤️", "🎉", "💡", "🙏", "🤔")
"""The set a space has until it chooses its own."""


class Reaction(models.Model):
    """A person reacted to a message with one of the space's few signs."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    sign = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "sign", "actor"], name="reaction_once"),
            not_empty("sign", name="reaction_sign_given"),
            at_most("sign", 16, name="reaction_sign_length"),
        ]

    def __str__(self) -> str:
        return f"{self.sign} on {self.message_id}"


class ReshareQuerySet(models.QuerySet["Reshare"]):
    """Reads of reshares, each from a viewer's side."""

    def standing(self) -> Self:
        """Without those taken back."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those of messages the viewer sees, to everyone or into a space the viewer sees."""
        return self.known_to(viewer).filter(message__topic__in=Topic.objects.visible_to(viewer))

    def known_to(self, viewer: Actor | None) -> Self:
        """Those to everyone, or into a space the viewer sees, of messages known to be seen."""
        return self.filter(
            models.Q(into=None) | models.Q(into__in=Space.objects.visible_to(viewer))
        )


class Reshare(models.Model):
    """A person passed a message on, to their followers or into a space.

    `via` is the reshare it came by, so that the chain from the first words stays readable.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reshares")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="reshares")
    into = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.CASCADE, related_name="reshares"
    )
    via = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="onward"
    )
    text = models.CharField(max_length=1000, blank=True, default="")
    html = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReshareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "actor", "into"],
                condition=models.Q(withdrawn_at=None),
                name="reshare_once_into_space",
            ),
            models.UniqueConstraint(
                fields=["message", "actor"],
                condition=models.Q(withdrawn_at=None, into=None),
                name="reshare_once_to_followers",
            ),
            at_most("text", 1000, name="reshare_text_length"),
        ]
        indexes = [models.Index(fields=["into", "-id"], name="reshare_into")]

    def __str__(self) -> str:
        return f"{self.actor_id} passed on {self.message_id}"


class Bookmark(models.Model):
    """A person keeps a message for themself."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="bookmarks")
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "message"], name="bookmark_once"),
            at_most("note", 300, name="bookmark_note_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} keeps {self.message_id}"


class MeToo(models.Model):
    """A person has the same question."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="me_toos")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "actor"], name="me_too_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} asks {self.topic_id} too"


class AcceptedAnswer(models.Model):
    """The asker or a steward said that this message answers the question."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="accepted"
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.message_id} answers {self.topic_id}"


class HoldingReply(models.Model):
    """A steward promised an answer by a day; the message carries the words."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="holding_replies")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    kept_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"answer to {self.topic_id} by {self.due_on}"


class Routing(models.Model):
    """A question was put before a person whose skills or past answers fit it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="routings")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "actor"], name="routing_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} asked of {self.actor_id}"
