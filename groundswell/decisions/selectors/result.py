"""Results: counted live while a decision is open, and as published once it is closed."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from groundswell.actors.models import Actor
from groundswell.decisions.counting import tell
from groundswell.decisions.delegating import voices_of
from groundswell.decisions.models import (
    Ballot,
    Decision,
    Group,
    Result,
    RollEntry,
    Shape,
    ShownCount,
)
from groundswell.decisions.reading import BREAKS_DOWN_FROM, PARTICIPATION_FROM
from groundswell.decisions.receipts import receipt_of
from groundswell.decisions.rules import entry_of
from groundswell.decisions.scales import GRADES, POSITIONS

BALLOTS_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What is shown of a count: as much as the rules let this viewer see."""

    counted: dict[str, Any]
    """As `Count.data()` gives it; empty until the worker has counted."""
    broken_down: bool
    inputs: str = ""
    others: list[dict[str, Any]] = field(default_factory=list)
    """The same ranked ballots counted by the other methods."""
    groups: list[tuple[Group, dict[str, Any]]] = field(default_factory=list)

    @property
    def names_won(self) -> list[str]:
        """What won."""
        return [self.counted["names"][key] for key in self.counted["winners"]]


def may_see_results(viewer: Actor | None, decision: Decision) -> bool:
    """Whether counts are shown to the viewer now."""
    if decision.results != Decision.Results.AFTER_VOTE or decision.is_over:
        return shows_results(decision, None)
    return shows_results(decision, entry_of(viewer, decision))


def shows_results(decision: Decision, entry: RollEntry | None) -> bool:
    """The same for a row on the roll, which may be a guest's."""
    if decision.shape == Shape.STANCE or decision.opened_at is None:
        return False
    if decision.is_over or decision.results == Decision.Results.LIVE:
        return decision.is_over or not decision.is_secret
    if decision.results == Decision.Results.AFTER_VOTE:
        return entry is not None and entry.voted == 1
    return False


def participation(decision: Decision) -> int | None:
    """How many voted; None while so few secret ballots are in that it would tell too much."""
    if decision.is_secret and decision.ballot_count < PARTICIPATION_FROM:
        return None
    return decision.ballot_count


def by_delegate(decision: Decision) -> int:
    """For how many a delegate voted, once voting has ended."""
    return sum(voices_of(decision).values()) if decision.is_over else 0


def results_of(decision: Decision) -> Results | None:
    """The count as it was put by; None where rules and ballots do not fit."""
    kept = ShownCount.objects.filter(decision=decision).first()
    if kept is not None and not kept.told:
        return None
    shown = not decision.is_secret or decision.ballot_count >= BREAKS_DOWN_FROM
    if kept is None:
        return Results(counted={}, broken_down=shown)
    stored = None
    if decision.is_over:
        counts = Result.objects.filter(decision=decision, method=decision.method)
        stored = counts.order_by("at", "id").last()
    groups = {str(group.id): group for group in Group.objects.filter(decision=decision)}
    return Results(
        counted=tell(kept.told["main"], gettext),
        broken_down=shown,
        # Few ballots could be guessed until one comes to the same hash.
        inputs=stored.inputs if stored and shown else "",
        others=[tell(one, gettext) for one in kept.told["others"]],
        groups=[
            (groups[key], tell(one, gettext)) for key, one in kept.told["groups"] if key in groups
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBallot:
    """One ballot in the published list."""

    id: int
    name: str
    receipt: str
    says: str
    version: int
    reason_at: str
    words: str
    """Why, of a guest."""
    earlier: list[str]
    """What it said before it was changed, uncounted; the first first."""


def published_ballots(decision: Decision, start: int = 0) -> list[ShownBallot]:
    """A page of ballots: open ones by name, secret ones by receipt; both in random order. For how
    many others somebody votes is nobody else's matter, so no list of names says it."""
    if decision.is_secret and decision.ballot_count < BREAKS_DOWN_FROM:
        return []
    rows = Ballot.objects.standing().filter(decision=decision, id__gt=start).order_by("id")
    rows = rows.select_related("entry__actor", "reason").prefetch_related("earlier")
    words = dict(decision.options.values_list("id", "text"))
    return [_shown(one, decision, words) for one in rows[: BALLOTS_A_PAGE + 1]]


def _shown(ballot: Ballot, decision: Decision, words: dict[int, str]) -> ShownBallot:
    reason = ballot.reason
    return ShownBallot(
        id=ballot.id,
        name=ballot.entry.name if ballot.entry else "",
        receipt="" if ballot.entry else receipt_of(ballot.id),
        says=in_words(decision, ballot.marks, position=ballot.position, words=words),
        version=ballot.version,
        reason_at=f"/t/{decision.topic_id}/{reason.number}/#m{reason.number}" if reason else "",
        words=ballot.words,
        earlier=[
            in_words(decision, one.marks, position=one.position, words=words)
            for one in ballot.earlier.all()
        ],
    )


def in_words(
    decision: Decision, marks: dict[str, int], *, position: str, words: dict[int, str]
) -> str:
    """What is on a ballot, in one line."""
    if position:
        return str(POSITIONS[position])
    named = [(words.get(int(key), "?"), mark) for key, mark in marks.items()]
    if decision.shape == Shape.CHOOSE:
        return ", ".join(sorted(name for name, _mark in named))
    if decision.shape == Shape.RANK:
        named.sort(key=lambda pair: (pair[1], pair[0]))
        return ", ".join(f"{mark}. {name}" for name, mark in named)
    named.sort(key=lambda pair: (-pair[1], pair[0]))
    if decision.method == "majority_judgement":
        return ", ".join(f"{name}: {GRADES[mark]}" for name, mark in named)
    return ", ".join(f"{name}: {mark}" for name, mark in named)
