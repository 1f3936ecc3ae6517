"""What the pages of an opinion map show."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared
from groundswell.decisions.models import Decision, OpinionSnapshot, Option, RollEntry, Stance
from groundswell.decisions.models.decision import CROWD_FROM
from groundswell.decisions.routing import PROCESS, drawn_next, priority
from groundswell.decisions.rules import entry_of
from groundswell.decisions.saying import percent, tally_of

A_SITTING = 12
STATEMENTS_A_PAGE = 50
MAPS_KNOWN = 50
# What each letter's people are drawn as.
SHAPES = {"A": "circle", "B": "square", "C": "triangle", "D": "diamond", "E": "cross"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is shown next to one who votes."""

    statement: Option | None
    before: Stance | None
    """What they said to it earlier."""
    voted: int
    waiting: int
    """How many they have not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement in a list of the report, with what was said to it."""

    statement: Option
    side: str
    agree: int
    disagree: int
    seen: int
    groups: list[tuple[str, int]]
    """Letters, and the percent of each group who agree."""

    @property
    def percent(self) -> int:
        """Of those who saw it, on the side that is meant."""
        said = self.agree if self.side == "agree" else self.disagree
        return percent(said, self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSaid:
    """A group, and what it says more than the others."""

    letter: str
    people: int
    percent: int
    small: bool
    says: list[Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The map in words, lists and places."""

    made_at: datetime
    people: int
    on_map: int
    votes: int
    distinct: bool
    dots: list[list[Any]]
    groups: list[GroupSaid]
    bridging: list[Said]
    majority: list[Said]
    dividing: list[Said]
    blocs: list[dict[str, Any]]
    here: list[Any] | None
    """Where the viewer stands, shown to nobody else: across, down, letter, and that of the group
    that they stand nearly as near to."""


def may_see_map(viewer: Actor | None, decision: Decision) -> bool:
    """Whether the map is shown to the viewer now."""
    return sees_map(decision, entry_of(viewer, decision))


def sees_map(decision: Decision, entry: RollEntry | None) -> bool:
    """The same by the row on the roll, which guests have too."""
    if decision.is_over or decision.results == Decision.Results.LIVE:
        return True
    after = decision.results == Decision.Results.AFTER_VOTE
    return after and entry is not None and entry.voted == 1


def sees_counts(decision: Decision, entry: RollEntry | None) -> bool:
    """Whether it is said how many said what to a statement: with the map, and of a crowd alone."""
    return decision.is_crowd and sees_map(decision, entry)


def turn_of(decision: Decision, entry: RollEntry | None, number: int | None, *, key: int) -> Turn:
    """The statement that was asked for, or one of the unseen by what tells most.

    By `key` (whoever is asked) it stays the same until they have answered: a page that is loaded
    again shows what it showed.
    """
    mine = Stance.objects.filter(entry=entry) if entry else Stance.objects.none()
    seen = set(mine.values_list("option_id", flat=True))
    shown = _STANDING(decision=decision.pk)
    unseen = [one for one in shown if one[0] not in seen]
    asked = next((one[0] for one in shown if one[1] == number), None)
    if asked is None and unseen:
        chance = random.Random(f"{key}-{decision.pk}-{len(seen)}").random()  # noqa: S311 - guards no secret
        place = drawn_next(_priorities(decision, unseen), chance)
        asked = None if place is None else unseen[place][0]
    if asked is None:
        return Turn(statement=None, before=None, voted=len(seen), waiting=len(unseen))
    before = mine.filter(option=asked).first() if asked in seen else None
    statement = Option.objects.get(id=asked)
    return Turn(statement=statement, before=before, voted=len(seen), waiting=len(unseen))


def said_by(decision: Decision, entry: RollEntry | None, number: int) -> Stance | None:
    """What somebody said a moment ago to the statement of this number."""
    if entry is None or not number:
        return None
    mine = Stance.objects.filter(entry=entry, option__number=number, option__decision=decision)
    return mine.select_related("option").first()


def _standing(decision: int) -> QuerySet[Option, Any]:
    rows = Option.objects.filter(decision=decision).shown().in_order()
    return rows.values_list("id", "number", "agrees", "disagrees", "passes", "about")


_STANDING = Prepared(_standing)


def _priorities(decision: Decision, unseen: list[tuple[Any, ...]]) -> list[float]:
    far = _extremity(decision)
    return [
        PROCESS
        if about == "process"
        else priority(yes, no, passed, extremity=far.get(str(number), 0.0))
        for _id, number, yes, no, passed, about in unseen
    ]


_far: dict[int, tuple[datetime, dict[str, float]]] = {}


def _extremity(decision: Decision) -> dict[str, float]:
    """How far out each statement lies, read once for each map that is drawn."""
    rows = OpinionSnapshot.objects.filter(decision=decision)
    made_at = rows.values_list("made_at", flat=True).first()
    if made_at is None:
        return {}
    known = _far.get(decision.pk)
    if known is None or known[0] != made_at:
        if len(_far) >= MAPS_KNOWN:
            _far.clear()
        shown = rows.values_list("shown", flat=True).first() or {}
        known = _far[decision.pk] = made_at, shown.get("extremity", {})
    return known[1]


def report_of(decision: Decision, entry: RollEntry | None) -> Report | None:
    """What the worker last drew of a crowd; None before it has."""
    snapshot = OpinionSnapshot.objects.filter(decision=decision).first()
    if snapshot is None or snapshot.shown["people"] < CROWD_FROM:
        return None
    shown = snapshot.shown
    texts = {one.number: one for one in Option.objects.filter(decision=decision).shown()}
    lists = _Lists(shown, texts)
    distinct = shown["distinct"]
    return Report(
        made_at=snapshot.made_at,
        people=shown["people"],
        on_map=shown["on_map"],
        votes=shown["votes"],
        distinct=distinct,
        dots=shown["dots"],
        groups=lists.groups() if distinct else [],
        bridging=lists.standing("bridging") if distinct else [],
        majority=lists.majority(),
        dividing=lists.standing("dividing"),
        blocs=[{"letter": ""} | bloc for bloc in shown["blocs"]],
        here=snapshot.places.get(str(entry.id)) if entry else None,
    )


@dataclass(frozen=True, slots=True)
class _Lists:
    """The kept numbers, put into words again."""

    shown: dict[str, Any]
    texts: dict[int, Option]

    def said(self, number: int, side: str = "agree", of: dict[str, Any] | None = None) -> Said:
        """A statement, with what everybody said to it, or what one group did."""
        agree, disagree, seen = tally_of(of or self.shown, number)
        broken_down = [one for one in self.shown["groups"] if not one["small"]]
        return Said(
            statement=self.texts[number],
            side=side,
            agree=agree,
            disagree=disagree,
            seen=seen,
            groups=sorted((one["letter"], _percent(tally_of(one, number))) for one in broken_down),
        )

    def says_more(self, number: int, side: str, group: dict[str, Any]) -> bool:
        """Whether a group says it more than the others do. The list as the field publishes it also
        has what stands for the group's agreement, be it everybody's."""
        at = 0 if side == "agree" else 1
        own, every = tally_of(group, number), tally_of(self.shown, number)
        others, seen = every[at] - own[at], every[2] - own[2]
        return own[at] * seen > others * own[2] if seen > 0 else own[at] > 0

    def groups(self) -> list[GroupSaid]:
        """By their letters."""
        on_map = max(self.shown["on_map"], 1)
        made = [
            GroupSaid(
                letter=one["letter"],
                people=one["people"],
                percent=round(100 * one["people"] / on_map),
                small=one["small"],
                says=[
                    self.said(number, side, one)
                    for number, side in one["says"]
                    if number in self.texts and self.says_more(number, side, one)
                ],
            )
            for one in self.shown["groups"]
        ]
        return sorted(made, key=lambda one: one.letter)

    def majority(self) -> list[Said]:
        """What most agree with, then what most disagree with."""
        both = self.shown["majority"]
        return [
            self.said(one, side)
            for side in ("agree", "disagree")
            for one in both[side]
            if one in self.texts
        ]

    def standing(self, name: str) -> list[Said]:
        """The statements of a list that are shown still: one may be taken out since."""
        return [self.said(one) for one in self.shown[name] if one in self.texts]


def _percent(tally: tuple[int, int, int]) -> int:
    agree, _disagree, seen = tally
    return percent(agree, seen)
