"""Who votes for whom, as the people in it see it: nobody else does."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.decisions.counting import chain, gathered
from groundswell.decisions.delegating import (
    Delegated,
    chosen_of,
    delegated_in,
    standing_in,
    takes_delegates,
)
from groundswell.decisions.models import Ballot, Decision, Delegation, RollEntry
from groundswell.decisions.rules import has_ballot
from groundswell.decisions.selectors.result import in_words
from groundswell.spaces.models import Space

VOTES, WAITS, CIRCLE, OVER, OWN = "votes", "waits", "circle", "over", "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who votes for the viewer in a decision, if they do not vote themselves."""

    state: str
    delegate: Actor
    """Whom the viewer chose."""
    passed_on: bool = False
    """Whether the delegate passes votes on. To whom is between those two."""
    ballot: str = ""
    """What is on it, once it is cast by whom the viewer chose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Somebody whose vote was given to the viewer, and how many come along with it."""

    row: Delegation
    through: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What was given in a space between a person and others."""

    mine: list[tuple[Delegation, bool]]
    """Who votes for the person, for the whole space first; and whether it goes round."""
    given: list[Given]
    """For whom the person votes, the first first."""


def between(person: Actor, space: Space) -> Between:
    """Read in three queries, however many there are."""
    rows = Delegation.objects.filter(space=space).select_related("tag")
    mine = list(rows.filter(giver=person).select_related("delegate"))
    mine.sort(key=lambda one: (one.tag_id or "", one.id))
    to_me = list(rows.filter(delegate=person).select_related("giver").order_by("id"))
    everything = delegations_in(space) if mine or to_me else []
    return Between(
        mine=[(one, goes_round(one, everything)) for one in mine],
        given=[_given(one, everything) for one in to_me],
    )


def delegations_in(space: Space) -> list[Delegation]:
    """All that was given there: for following, not for showing."""
    return list(Delegation.objects.filter(space=space))


def _given(row: Delegation, everything: list[Delegation]) -> Given:
    come = gathered(row.giver_id, chosen_of(_in_scope(row, everything))) - {row.delegate_id}
    return Given(row=row, through=len(come))


def goes_round(delegation: Delegation, given: list[Delegation]) -> bool:
    """Whether the vote comes back to who gave it, among all that was given in the space: then
    nobody's counts by it."""
    chosen = chosen_of(_in_scope(delegation, given))
    passed = chain(delegation.giver_id, chosen)
    return bool(passed) and passed[-1] in chosen


def _in_scope(delegation: Delegation, given: list[Delegation]) -> list[Delegation]:
    """What counts where it counts: under its tag, and in the whole space."""
    return [one for one in given if one.tag_id in {None, delegation.tag_id}]


def stand_in(viewer: Actor | None, decision: Decision, *, voted: bool) -> StandIn | None:
    """Who votes for the viewer here; None where nobody was asked to, or nobody can."""
    if viewer is None or not takes_delegates(decision):
        return None
    if decision.is_over:
        return _kept(viewer, decision)
    if not standing_in(decision).filter(giver=viewer).exists() or not has_ballot(viewer, decision):
        return None
    delegated = delegated_in(decision)
    choice = delegated.chosen.get(viewer.id)
    if choice is None:
        return None
    delegate = Actor.objects.get(id=choice.delegate)
    state, end = _place(viewer.id, delegated, voted=voted)
    is_direct = end == delegate.id
    ballot = _ballot(decision, delegated.voted[end]) if state == VOTES and end and is_direct else ""
    passed_on = end is not None and not is_direct
    return StandIn(state=state, delegate=delegate, passed_on=passed_on, ballot=ballot)


def _place(person: int, delegated: Delegated, *, voted: bool) -> tuple[str, int | None]:
    followed = delegated.followed
    if voted:
        return OWN, None
    if person in followed.votes_for:
        return VOTES, followed.votes_for[person]
    if person in followed.in_circles:
        return CIRCLE, None
    if person in followed.over:
        return OVER, None
    return WAITS, followed.waiting.get(person)


def _kept(viewer: Actor, decision: Decision) -> StandIn | None:
    """As it was when voting ended."""
    rows = RollEntry.objects.filter(decision=decision, actor=viewer).exclude(represented_by=None)
    entry = rows.select_related("represented_by__actor").first()
    if entry is None or entry.represented_by is None or entry.represented_by.actor is None:
        return None
    ballot = _ballot(decision, entry.represented_by.id)
    return StandIn(state=VOTES, delegate=entry.represented_by.actor, ballot=ballot)


def _ballot(decision: Decision, entry: int) -> str:
    ballot = Ballot.objects.filter(entry=entry).first()
    if ballot is None:
        return ""
    words = dict(decision.options.values_list("id", "text"))
    return in_words(decision, ballot.marks, position=ballot.position, words=words)


def carries(viewer: Actor | None, decision: Decision) -> int:
    """For how many others the viewer votes here, or will once they vote."""
    if viewer is None or not takes_delegates(decision):
        return 0
    if decision.is_over:
        return RollEntry.objects.filter(decision=decision, represented_by__actor=viewer).count()
    if not standing_in(decision).filter(delegate=viewer).exists():
        return 0
    followed = delegated_in(decision).followed
    waiting = sum(1 for end in followed.waiting.values() if end == viewer.id)
    return len(followed.carried_by(viewer.id)) or min(waiting, decision.topic.space.delegate_cap)
