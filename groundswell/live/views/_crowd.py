"""Many who send the same kind of thing at the same instant: sorted by what it is about, and paced
each by themself."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

from groundswell.core.limits import ROOM_ALL, ROOM_VOTE, allow, peek
from groundswell.core.together import Answer
from groundswell.live.models import Participant
from groundswell.live.selectors.voters import Comer, Voter

C = TypeVar("C", bound=Comer)


def each_thing(
    wishes: Sequence[C],
    about: Callable[[C], tuple[int, int]],
    answer: Callable[[int, int, list[C]], Sequence[Answer | None]],
) -> list[Answer | None]:
    """What `answer` gives to those who mean the same thing of the same session, each in place."""
    found: dict[int, Answer | None] = {}
    places = sorted(range(len(wishes)), key=lambda place: about(wishes[place]))
    for (topic, thing), some in groupby(places, key=lambda place: about(wishes[place])):
        there = list(some)
        given = answer(topic, thing, [wishes[place] for place in there])
        found.update(zip(there, given, strict=True))
    return [found[place] for place in range(len(wishes))]


def is_let(voter: Voter | None) -> bool:
    """Whether they take part and did not send too much lately."""
    return voter is not None and peek(f"participant:{voter[1].id}", ROOM_VOTE).ok


def is_calm(topic: int) -> bool:
    """Whether the session as a whole takes more."""
    return peek(f"session:{topic}", ROOM_ALL).ok


def note(topic: int, own: Participant) -> None:
    """Counts what was done for them, as `pace` does before it is done for one alone."""
    allow(f"participant:{own.id}", ROOM_VOTE)
    allow(f"session:{topic}", ROOM_ALL)
