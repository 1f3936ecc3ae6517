"""Instant run-off: whoever is last leaves, until one has more than half of what is left."""

from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.elimination import Counting
from groundswell.decisions.counting.ranking import pairwise_table
from groundswell.decisions.counting.said import plain, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Tally


def count_runoff(election: Election) -> Tally:
    """One winner. Options with the same rank on a ballot share it equally."""
    count = Counting(election)
    winner = ""
    if count.valid and count.hopeful:
        count.note(say("First choices are counted."))
        winner = _run(count)
    says = [*count.breaker.used]
    if winner:
        told = "{name} wins with {votes} of {all} votes that still count."
        says.insert(0, say(told, **_figures(count, winner)))
    elif count.tied:
        says.insert(0, say("The count ends in a tie, and no rule breaks it."))
    else:
        says.insert(0, say("No ballot ranks anything, so nothing wins."))
    last = [tuple(key for key in count.hopeful if key != winner)] if winner else []
    ranking = [(winner,), *last] if winner else [tuple(count.hopeful)]
    ranking += [(key,) for key in reversed(count.out)]
    totals = {key: plain(value) for key, value in count.totals().items()}
    return Tally(
        verdict=WON if winner else TIED if count.tied else NOBODY,
        winners=(winner,) if winner else (),
        tied=tuple(count.tied),
        ranking=tuple(place for place in ranking if place),
        totals=totals,
        support=totals,
        says=tuple(says),
        rounds=tuple(count.rounds),
        tables=(pairwise_table(election),),
        drawn=count.breaker.drawn,
    )


def _run(count: Counting) -> str:
    while True:
        left = {key: count.total(key) for key in count.hopeful}
        first = max(left, key=lambda key: left[key])
        if left[first] * 2 > sum(left.values()) or len(left) == 1:
            return first
        if not count.exclude(1):
            return ""


def _figures(count: Counting, winner: str) -> dict[str, object]:
    left = sum(count.total(key) for key in count.hopeful)
    votes = plain(count.total(winner))
    return {"name": count.election.names[winner], "votes": votes, "all": plain(left)}
