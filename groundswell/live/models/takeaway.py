"""Takeaway: one statement that people take along from a session, and all who said it too."""

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.checks import at_most
from groundswell.live.models.prompt import Prompt
from groundswell.live.models.session import Session, Speaker


class Takeaway(models.Model):
    """A takeaway is a message; who says it too strengthens it, in their own words."""

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="takeaway"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="takeaways")
    speaker = models.ForeignKey(
        Speaker, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    prompt = models.ForeignKey(
        Prompt, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_count = models.PositiveIntegerField(default=1)
    """People who said it, the first included."""
    lifted_at = models.DateTimeField(null=True, blank=True)
    became = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["session", "-said_count", "message"], name="takeaway_strongest")
        ]

    def __str__(self) -> str:
        return f"takeaway {self.message_id}"


class TakeawayItem(models.Model):
    """A question, line or prompt of the session that shows the takeaway."""

    KINDS = (Message.Kind.REPLY, Message.Kind.QUESTION, Message.Kind.PROMPT)

    takeaway = models.ForeignKey(
        Takeaway, on_delete=models.CASCADE, related_name="items", db_index=False
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["takeaway", "message"], name="takeaway_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} shows {self.takeaway_id}"


class Wording(models.Model):
    """Somebody says the takeaway too; the words are empty where theirs were the same."""

    takeaway = models.ForeignKey(Takeaway, on_delete=models.CASCADE, related_name="wordings")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=280, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["takeaway", "actor"], name="wording_once"),
            at_most("words", 280, name="wording_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} says {self.takeaway_id}"
