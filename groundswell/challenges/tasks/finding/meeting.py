"""Themes that two sectors share, and whose people have never met.

People have met when one answered the other, when one supports an idea of the other, or when both
wrote in one conversation of at most 25 people; only what was said in the open in the challenge's
space counts, and never what somebody read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any, Final

from groundswell.challenges.models import Challenge, Support
from groundswell.challenges.tasks.finding.gathering import Gathered
from groundswell.challenges.tasks.finding.watching import Progress
from groundswell.conversations.models import Message

FEWEST_PEOPLE: Final = 5
MOST_TOLD: Final = 40
MOST_AT_A_TABLE: Final = 25
TOGETHER: Final = 5_000

Place = tuple[int, str]
"""A theme and a sector."""
Pair = tuple[int, str, str]
Reply = tuple[int, int, int, int]


def unmet(
    challenge: Challenge, gathered: Gathered, own: Sequence[int], *, progress: Progress
) -> list[dict[str, Any]]:
    """The themes and pairs of sectors, those with most people on the smaller side first."""
    people = _people(gathered, own)
    places: dict[int, set[Place]] = {}
    for place, authors in people.items():
        for author in authors:
            places.setdefault(author, set()).add(place)
    met: set[Pair] = set()
    for ones in _meetings(challenge, progress):
        _note(met, ones, places)
    _note_themselves(met, places)
    ideas = Counter(zip(own, gathered.sectors, strict=True))
    found: list[dict[str, Any]] = [
        {
            "theme": str(theme),
            "sectors": [one, other],
            "people": [len(people[theme, one]), len(people[theme, other])],
            "ideas": [ideas[theme, one], ideas[theme, other]],
        }
        for theme, one, other in _pairs(people)
        if (theme, one, other) not in met
    ]
    found.sort(key=lambda row: (-min(row["people"]), -sum(row["people"]), row["theme"]))
    return found[:MOST_TOLD]


def _people(gathered: Gathered, own: Sequence[int]) -> dict[Place, set[int]]:
    people: dict[Place, set[int]] = {}
    for theme, sector, author in zip(own, gathered.sectors, gathered.authors, strict=True):
        if theme and sector:
            people.setdefault((theme, sector), set()).add(author)
    return {place: authors for place, authors in people.items() if len(authors) >= FEWEST_PEOPLE}


def _pairs(people: dict[Place, set[int]]) -> Iterator[Pair]:
    for theme, places in groupby(sorted(people), key=itemgetter(0)):
        for (_, one), (_, other) in combinations(list(places), 2):
            yield theme, one, other


def _meetings(challenge: Challenge, progress: Progress) -> Iterator[Iterable[int]]:
    """Every group of people who have met, and every pair."""
    replies = sorted(_replies(challenge))
    progress(0.5)
    for _topic, said in groupby(replies, key=itemgetter(0)):
        rows = list(said)
        table = {author for row in rows for author in (row[1], row[3])}
        if len(table) <= MOST_AT_A_TABLE:
            yield table
        else:
            yield from ((author, answered) for _topic, author, answered, _opened in rows)
    supports = Support.objects.filter(idea__challenge=challenge, idea__topic__removed_at=None)
    yield from supports.values_list("actor", "idea__topic__author").iterator(TOGETHER)


def _replies(challenge: Challenge) -> Iterator[Reply]:
    """The topic, who spoke, whom they answered, and who opened the topic."""
    said = Message.objects.filter(
        topic__space=challenge.topic.space_id,
        topic__removed_at=None,
        number__gt=1,
        tombstoned_at=None,
    ).exclude(kind=Message.Kind.NOTE)
    columns = ("topic", "author", "parent__author", "topic__author")
    for topic, author, answered, opened in said.values_list(*columns).iterator(TOGETHER):
        yield topic, author, answered or opened, opened


def _note(met: set[Pair], ones: Iterable[int], places: dict[int, set[Place]]) -> None:
    """Different people of two sectors who wrote about one theme."""
    for one, other in combinations(set(ones), 2):
        for theme, sector in places.get(one, ()):
            for same, another in places.get(other, ()):
                if theme == same and sector != another:
                    met.add((theme, *sorted((sector, another))))  # type: ignore[arg-type]


def _note_themselves(met: set[Pair], places: dict[int, set[Place]]) -> None:
    """Who wrote for two sectors brings them together."""
    for own in places.values():
        for (theme, one), (same, other) in combinations(sorted(own), 2):
            if theme == same:
                met.add((theme, one, other))
