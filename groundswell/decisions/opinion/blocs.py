"""People who vote exactly alike: a campaign, a class at school, or one person with many names.

They are shown as what they are and not judged; a map that rests on them says so.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from groundswell.decisions.opinion.shapes import Flags, Ints
from groundswell.decisions.opinion.votes import ON_THE_MAP, Votes

# So many of the people on the map, and this share of them.
_LEAST: Final = 5
_SHARE: Final = 0.05


@dataclass(frozen=True, eq=False, slots=True)
class Bloc:
    """People whose votes say nothing different on whatever they voted on."""

    people: Ints
    statements: int
    """How many statements the fullest of them voted on."""
    share: float
    """Of all people on the map."""


def blocs(votes: Votes) -> list[Bloc]:
    """The blocs that are large enough to move a map, largest first."""
    on_map = np.flatnonzero(votes.on_map)
    alike = _alike(votes, on_map)
    least = max(_LEAST, _SHARE * len(on_map))
    seeds = sorted((one for one in alike if len(one) >= _LEAST), key=lambda one: (-len(one), one))
    found: list[Bloc] = []
    taken = np.zeros(len(votes.people), bool)
    for seed in seeds:
        if taken[seed[0]]:
            continue
        followers = _followers(votes, seed[0], votes.on_map & ~taken)
        if len(followers) >= least:
            taken[followers] = True
            spoken = int(votes.seen_by[seed[0]])
            found.append(Bloc(followers, spoken, len(followers) / len(on_map)))
    return sorted(found, key=lambda one: (-len(one.people), int(one.people[0])))


def _alike(votes: Votes, people: Ints) -> list[list[int]]:
    """People with the same votes on the same statements."""
    starts = votes.starts()
    same: dict[bytes, list[int]] = defaultdict(list)
    for one in people.tolist():
        span = slice(starts[one], starts[one + 1])
        same[votes.statement[span].tobytes() + votes.value[span].tobytes()].append(one)
    return list(same.values())


def _followers(votes: Votes, leader: int, among: Flags) -> Ints:
    """Whoever voted as the leader did wherever both voted, on enough statements to tell.

    Those who only ever pass tell nothing: a leader must have taken sides.
    """
    starts = votes.starts()
    span = slice(starts[leader], starts[leader + 1])
    line = np.full(len(votes.statements), 9, np.int8)
    line[votes.statement[span]] = votes.value[span]
    said = line[votes.statement]
    count = len(votes.people)
    against = np.bincount(votes.person[(said != 9) & (said != votes.value)], minlength=count)
    shared = np.bincount(votes.person[said == votes.value], minlength=count)
    enough = min(ON_THE_MAP, int(votes.seen_by[leader]))
    strict = shared >= np.maximum(enough, 0.9 * votes.seen_by)
    return np.flatnonzero(among & strict & (against == 0) & (shared > 0))
