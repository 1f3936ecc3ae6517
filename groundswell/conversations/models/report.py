"""What people ask those who look after a space to look at, and what came of it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models.message import Message
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.spaces.models import Membership, Space

SPACE = "message__topic__space"


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those in spaces that the viewer looks after, but for reports of their own words. The
        organisation's stewards see to what nobody else can: reports of an only steward's words, and
        appeals against what an only steward decided."""
        if viewer is None:
            return self.none()
        return self.looked_after_by(viewer.id, staff=viewer.account.is_staff)

    def looked_after_by(self, viewer: int, *, staff: bool) -> Self:
        """The same by the id of somebody who is or is no steward of the organisation.

        Cases are few: each asks who looks after its space. Asked the other way round, a database
        reads every topic of the spaces that somebody looks after.
        """
        here = Membership.objects.filter(actor=viewer, space=OuterRef(SPACE))
        looked_after = Q(Exists(here.stewards()))
        if staff:
            looked_after |= Q(**{f"{SPACE}__visibility": Space.Visibility.PUBLIC}) | Q(Exists(here))
            stewards = Membership.objects.stewards().filter(space=OuterRef(SPACE))
            others = stewards.exclude(actor=OuterRef("message__author"))
            looked_after |= Q(~Exists(others)) | _appealed_to_nobody(others)
        standing = self.filter(looked_after, message__topic__removed_at=None)
        return standing.exclude(message__author=viewer)

    def open(self) -> Self:
        """Those that wait for somebody."""
        return self.filter(settled_at=None)

    def told(self) -> Self:
        """Those of which the author of the message heard, with the reason."""
        return self.filter(outcome__in=Case.TOLD)

    def settled(self) -> Self:
        """Those that somebody saw to."""
        return self.exclude(settled_at=None)


def _appealed_to_nobody(others: models.QuerySet[Membership]) -> Q:
    """Of a message whose author asks for another look, where only those who decided are left."""
    said = Report.objects.filter(case__message=OuterRef("message"), about=Report.About.APPEAL)
    decided = Case.objects.told().filter(message=OuterRef(OuterRef("message")))
    fresh = others.exclude(actor__in=decided.values("settled_by"))
    return Q(Exists(said)) & ~Q(Exists(fresh))


class Case(models.Model):
    """The reports of one message, until somebody settles them. The next report opens another.

    `words` are the message as it was when first reported, for as long as the case is open: whoever
    deletes or changes their words does not take from stewards what they are asked to look at.
    `reason` is what the author reads, `note` what stays among those who look after the space.
    """

    class Outcome(models.TextChoices):
        """What was done."""

        REMOVED = "removed", _("The message was removed")
        TALKED = "talked", _("Its author was spoken to")
        NOTHING = "nothing", _("There was nothing to do")
        STANDS = "stands", _("The decision stands")
        REVERSED = "reversed", _("The decision was wrong")

    TOLD = (Outcome.REMOVED, Outcome.TALKED, Outcome.STANDS, Outcome.REVERSED)
    """Outcomes of which the author is told, with the reason."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="cases")
    opened_at = models.DateTimeField(default=timezone.now)
    words = models.TextField(blank=True, default="")
    taken_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(settled_at=None), name="case_open_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="case_settled_with_outcome",
            ),
            one_of(
                "outcome",
                ["", "removed", "talked", "nothing", "stands", "reversed"],
                name="case_outcome_known",
            ),
            at_most("words", 100_000, name="case_words_length"),
            at_most("reason", 500, name="case_reason_length"),
            at_most("note", 500, name="case_note_length"),
        ]

    def __str__(self) -> str:
        return f"case of {self.message_id}"


class Report(models.Model):
    """A person says that something is wrong with a message. Stewards alone read it. Nobody stands
    for somebody without an account."""

    class About(models.TextChoices):
        """What is wrong."""

        HARM = "harm", _("It attacks, threatens or demeans somebody")
        PRIVATE = "private", _("It shows what is private")
        SPAM = "spam", _("It is advertising, or a machine wrote it")
        RULES = "rules", _("It goes against the guidelines")
        OTHER = "other", _("Something else")
        APPEAL = "appeal", _("Its author asks for another look at what was decided")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    about = models.CharField(max_length=10, choices=About)
    words = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "actor"], name="report_once"),
            one_of(
                "about",
                ["harm", "private", "spam", "rules", "other", "appeal"],
                name="report_about_known",
            ),
            at_most("words", 500, name="report_words_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} reports in {self.case_id}"
