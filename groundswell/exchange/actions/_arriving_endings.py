"""What people made of a decision of an archive, and what is told of a few secret ballots."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from groundswell.core.text.clean import clean, one_line
from groundswell.decisions.counting import Candidate
from groundswell.decisions.models import (
    Commitment,
    Decision,
    Objection,
    Option,
    Outcome,
    Result,
    RollEntry,
    ShownCount,
)
from groundswell.decisions.models.roll import LONGEST_WORDS
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.importers.archive.fields import Fields

VERDICTS = ["won", "tied", "passed", "failed", "counted", "nobody"]
NOTHING = '["", {}]'
"""A sentence that was put by, of no words."""
TESTS = ["quorum", "floor", "ceiling"]


def arrive_endings(
    arrival: Arrival,
    it: Fields,
    *,
    decision: Decision,
    options: dict[int, Option],
    roll: list[RollEntry],
) -> Iterator[Model]:
    """Objections, and outcomes with what was promised."""
    for one in it.children("objections"):
        yield _objection(arrival, one, decision, roll)
    for one in it.children("outcomes"):
        outcome = _outcome(arrival, one, decision)
        yield outcome
        yield from _adopted(one, outcome, options)
        for promised in one.children("promises"):
            yield _promise(arrival, promised, outcome)


def arrive_counts(
    it: Fields, decision: Decision, candidates: tuple[Candidate, ...]
) -> Iterator[Model]:
    """What came of a few secret ballots, which are in no archive: nobody can count them again."""
    for one in it.children("counts")[-1:]:
        yield Result(
            decision=decision,
            method=decision.method,
            inputs="",
            counted=_reduced(one.child("counted"), decision, candidates, ""),
            at=one.moment("at"),
        )
    if shown := it.maybe_child("shown"):
        main = _reduced(shown.child("main"), decision, candidates, NOTHING)
        told = {"main": main, "others": [], "groups": []}
        yield ShownCount(decision=decision, told=told, until=decision.closed_at)


def _objection(
    arrival: Arrival, it: Fields, decision: Decision, roll: list[RollEntry]
) -> Objection:
    place = it.maybe_number("voter")
    if place is not None and (place >= len(roll) or not roll[place].guest):
        raise it.wrong("voter", "a guest of the roll")
    guest = None if place is None else roll[place]
    return Objection(
        decision=decision,
        guest=guest,
        words=clean(it.text("content"), most=LONGEST_WORDS, least=1) if guest else "",
        by=None if guest else arrival.actor(it, "by"),
        message_id=None if guest else arrival.message(it, "object"),
        owner=arrival.maybe_actor(it, "owner"),
        state=it.one_of("state", Objection.State.values),
        note=one_line(it.text("summary", ""), most=500),
        at=it.moment("at"),
        changed_at=it.moment("changed"),
        changed_by=arrival.maybe_actor(it, "changedBy")
        if guest
        else arrival.actor(it, "changedBy"),
    )


def _adopted(it: Fields, outcome: Outcome, options: dict[int, Option]) -> Iterator[Model]:
    """Rows of options by their numbers; one number alone in archives from before."""
    told = it.values.get("adopts", [])
    numbers = told if isinstance(told, list) else [told]
    if not all(type(one) is int and one in options for one in numbers):
        raise it.wrong("adopts", "a list of options of the decision")
    for number in dict.fromkeys(numbers):
        yield Outcome.adopted.through(outcome=outcome, option=options[number])


def _outcome(arrival: Arrival, it: Fields, decision: Decision) -> Outcome:
    return Outcome(
        decision=decision,
        message_id=arrival.message(it, "object"),
        by=arrival.actor(it, "by"),
        review_on=it.day("reviewOn") if it.values.get("reviewOn") else None,
        reviewed_at=it.maybe_moment("reviewed"),
        at=it.moment("at"),
    )


def _promise(arrival: Arrival, it: Fields, outcome: Outcome) -> Commitment:
    return Commitment(
        outcome=outcome,
        who=arrival.actor(it, "who"),
        what=one_line(it.text("what"), most=300, least=1),
        by_when=it.day("byWhen") if it.values.get("byWhen") else None,
        state=it.one_of("state", Commitment.State.values),
        note=one_line(it.text("note", ""), most=500),
        ended_at=it.maybe_moment("ended"),
        reminded_at=it.maybe_moment("reminded"),
    )


def _reduced(
    it: Fields, decision: Decision, candidates: tuple[Candidate, ...], nothing: str
) -> dict[str, Any]:
    """What won, and which tests were met. Nothing of it is anybody's words: `tell` fills the
    places in a count's sentences."""
    names = {one.key: one.name for one in candidates}
    tests = [
        {"code": one.one_of("code", TESTS), "met": one.values.get("met") is True, "says": nothing}
        for one in it.children("tests")
    ]
    return {
        "method": decision.method,
        "verdict": it.one_of("verdict", VERDICTS),
        "winners": _keys(it, "winners", names),
        "tied": _keys(it, "tied", names),
        "ranking": [],
        "totals": {},
        "cast": None,
        "electorate": None,
        "tests": tests,
        "says": [],
        "rounds": [],
        "tables": [],
        "drawn": "",
        "names": names,
    }


def _keys(it: Fields, name: str, names: dict[str, str]) -> list[str]:
    found = it.values.get(name)
    if not isinstance(found, list) or not all(
        isinstance(key, str) and key in names for key in found
    ):
        raise it.wrong(name, "a list of options of the decision")
    return found
