"""Ballots, stances on statements, and who votes for whom."""

import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag, Message
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.decisions.models.decision import Decision, Option
from groundswell.decisions.models.roll import LONGEST_WORDS, RollEntry
from groundswell.spaces.models import Space

MOST_MARKS = 20_000


def random_id() -> int:
    """An id that says nothing of when it was made."""
    return secrets.randbits(60) + 1


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Reads of ballots."""

    def standing(self) -> Self:
        """Those that count: who left the roll took theirs along, unless it is secret and cannot be
        found."""
        return self.filter(entry__withdrawn_at=None)


class StanceQuerySet(models.QuerySet["Stance"]):
    """Reads of stances."""

    def standing(self) -> Self:
        """Those that count: of whoever is on the roll still."""
        return self.filter(entry__withdrawn_at=None)


class Ballot(models.Model):
    """One ballot. An open one says whose it is and when it was cast; a secret one says neither.

    `marks` are what is on it: option ids as strings, to 1 (chosen), a score, points, or a rank
    from 1. `position` is the one mark of shapes without options. The id is random: a voter's
    receipt is written from it.
    """

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="ballots")
    entry = models.OneToOneField(
        RollEntry, null=True, blank=True, on_delete=models.CASCADE, related_name="ballot"
    )
    marks = models.JSONField(default=dict)
    position = models.CharField(max_length=20, blank=True, default="")
    version = models.PositiveSmallIntegerField(default=1)
    """Of the proposal that was voted on."""
    people = models.PositiveIntegerField(default=1)
    """For how many it speaks, its voter included, as it stood when voting ended."""
    reason = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(max_length=LONGEST_WORDS, blank=True, default="", db_default="")
    """Why, as a guest says it: they write no messages."""
    cast_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, cast_at__isnull=False)
                | Q(entry=None, cast_at=None, changed_at=None, reason=None, words=""),
                name="ballot_open_or_without_trace",
            ),
            at_most("words", LONGEST_WORDS, name="ballot_words_length"),
            at_most("position", 20, name="ballot_position_length"),
        ]

    def __str__(self) -> str:
        return f"ballot in {self.decision_id}"


class EarlierBallot(models.Model):
    """What an open ballot said before it was changed, once others had time to answer it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="earlier")
    marks = models.JSONField(default=dict)
    position = models.CharField(max_length=20, blank=True, default="")
    version = models.PositiveSmallIntegerField(default=1)
    reason = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"earlier ballot {self.ballot_id}"


class Stance(models.Model):
    """What one of the roll says to one statement: agree 1, pass 0, disagree -1; once each."""

    class Value(models.IntegerChoices):
        """Agree is +1 everywhere, in files too."""

        DISAGREE = -1, _("Disagree")
        PASS = 0, _("Pass")
        AGREE = 1, _("Agree")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="stances", db_index=False
    )
    option = models.ForeignKey(
        Option, on_delete=models.CASCADE, related_name="stances", db_index=False
    )
    entry = models.ForeignKey(
        RollEntry, on_delete=models.CASCADE, related_name="stances", db_index=False
    )
    value = models.SmallIntegerField(choices=Value)
    weight = models.PositiveSmallIntegerField(default=1)
    """2 where the person marked the statement as important."""
    at = models.DateTimeField(default=timezone.now)

    objects = StanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "option"], name="stance_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="stance_value_known"),
            models.CheckConstraint(condition=Q(weight__in=[1, 2]), name="stance_weight_known"),
        ]
        indexes = [
            models.Index(fields=["option", "value"], name="stance_on_option"),
            models.Index(fields=["decision", "at"], name="stance_since"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} on {self.option_id}: {self.value}"


class Delegation(models.Model):
    """A person lets another vote for them: in a space, or in decisions under one tag of it.

    Nobody but the two sees it. Its id grows with time: whoever was asked first is carried first.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(
        Hashtag, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    giver = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "giver"], condition=Q(tag=None), name="delegation_of_space_once"
            ),
            models.UniqueConstraint(
                fields=["space", "giver", "tag"],
                condition=Q(tag__isnull=False),
                name="delegation_of_tag_once",
            ),
            models.CheckConstraint(condition=~Q(giver=F("delegate")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} votes for {self.giver_id}"
