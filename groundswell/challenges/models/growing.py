"""How an idea grows: suggested changes, and credit that others agree to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.challenges.models.idea import Idea
from groundswell.conversations.models import Contribution, Message, Topic, Version
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id

WHOLE = 1000


class Suggestion(models.Model):
    """A reply that carries a change of an idea's words. The message says why; this says what.

    `base_text` are the words it changes. It is open until it is accepted, declined or withdrawn.
    """

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="suggestion"
    )
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="suggestions")
    title = models.CharField(max_length=150)
    text = models.TextField()
    base_title = models.CharField(max_length=150)
    base_text = models.TextField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    """Why it was declined."""
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The wording that it replaced."""
    became = models.ForeignKey(
        Idea, null=True, blank=True, on_delete=models.SET_NULL, related_name="came_from"
    )
    """The idea of its own that it became after it was declined."""

    class Meta:
        constraints = [
            at_most("title", 150, name="suggestion_title_length"),
            at_most("text", 10_000, name="suggestion_text_length"),
            at_most("reason", 500, name="suggestion_reason_length"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, declined_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(declined_at=None, withdrawn_at=None),
                name="suggestion_settled_one_way",
            ),
        ]
        indexes = [models.Index(fields=["idea", "-message"], name="suggestion_of_idea")]

    def __str__(self) -> str:
        return f"suggestion {self.message_id}"


class CreditOffer(models.Model):
    """An author says that something came from a person. It counts when the person accepts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="credit_offers")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=Contribution.Role)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "actor", "role"],
                condition=Q(declined_at=None),
                name="credit_offer_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.role} {self.topic_id}"


class ShareProposal(models.Model):
    """Somebody proposes how the credit for an idea is shared. It holds when every holder agrees."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="share_proposals")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    """Somebody did not agree, the proposer took it back, or the holders changed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(agreed_at=None, refused_at=None),
                name="share_proposal_one_at_a_time",
            ),
            at_most("reason", 500, name="share_proposal_reason_length"),
        ]

    def __str__(self) -> str:
        return f"shares of {self.topic_id}"


class SharePart(models.Model):
    """One holder's part in a proposal, in thousandths, and what they say to it."""

    proposal = models.ForeignKey(ShareProposal, on_delete=models.CASCADE, related_name="parts")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "actor"], name="share_part_once"),
            models.CheckConstraint(condition=Q(share__lte=WHOLE), name="share_part_of_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.share} of {self.proposal_id}"
