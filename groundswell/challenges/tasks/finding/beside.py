"""After a run: for the ideas that people look at, the few from other sectors and spaces beside
them."""

import time
from collections.abc import Sequence

from django.db import transaction

from groundswell.challenges.engine import Adjacent, adjacent
from groundswell.challenges.models import AdjacentIdea, Challenge, Idea, ThemeRun
from groundswell.challenges.tasks.finding.gathering import Gathered, gather, whole
from groundswell.spaces.models import Space

MOST = 20_000
"""Of more ideas than these, the latest have some; as many of other spaces are looked at."""
KEPT = 6
"""More than are shown: not everybody sees all of them."""
TOGETHER = 1_000
# Others who want to write come in between.
PAUSE = 0.005


def find_adjacent(run_id: int) -> None:
    """Finds them anew for the challenge of a run that came to its end."""
    run = ThemeRun.objects.select_related("challenge__topic").get(id=run_id)
    gathered = gather(run.challenge, lambda _part: None, shown=True)
    of = _asked(run.challenge, gathered)
    here = run.challenge.topic.space_id
    places = [here] * len(gathered) + _add_from_elsewhere(gathered, here)
    found: Sequence[tuple[Adjacent, ...]] = ()
    if len({*places}) > 1 or len({*gathered.sectors} - {""}) > 1:
        found = adjacent(
            gathered.texts, gathered.sectors, of=of, place=places, count=KEPT, seed=run.seed
        )
    if not found:
        AdjacentIdea.objects.filter(idea__challenge=run.challenge).delete()
    for start in range(0, len(found), TOGETHER):
        _write(gathered, of[start : start + TOGETHER], found[start : start + TOGETHER])
        time.sleep(PAUSE)


def _add_from_elsewhere(gathered: Gathered, here: int) -> list[int]:
    """Adds what other public spaces shared lately; the space of each. What is private neither
    takes a place beside a public idea nor changes what stands there."""
    everywhere = Idea.objects.unfolded().filter(topic__space__visibility=Space.Visibility.PUBLIC)
    elsewhere = everywhere.exclude(topic__space=here)
    opening = elsewhere.filter(topic__messages__number=1, topic__messages__tombstoned_at=None)
    rows = opening.filter(topic__removed_at=None).order_by("-topic")[:MOST]
    columns = ("topic_id", "topic__title", "topic__messages__text", "sector", "topic__space_id")
    spaces = []
    for id_, title, text, sector, space in rows.values_list(*columns):
        gathered.ids.append(id_)
        gathered.texts.append(whole(title, text))
        gathered.sectors.append(sector)
        spaces.append(space)
    return spaces


def _asked(challenge: Challenge, gathered: Gathered) -> list[int]:
    """The places of ideas that lists show, oldest first."""
    ideas = Idea.objects.filter(challenge=challenge).unfolded()
    shown = set(ideas.order_by("-topic").values_list("topic_id", flat=True)[:MOST])
    return [row for row, id_ in enumerate(gathered.ids) if id_ in shown]


def _write(gathered: Gathered, of: Sequence[int], found: Sequence[tuple[Adjacent, ...]]) -> None:
    rows = [
        AdjacentIdea(
            idea_id=gathered.ids[row],
            other_id=gathered.ids[one.row],
            rank=rank,
            near=one.near,
            shared=one.shared,
        )
        for row, near in zip(of, found, strict=True)
        for rank, one in enumerate(near)
    ]
    with transaction.atomic():
        AdjacentIdea.objects.filter(idea__in=[gathered.ids[row] for row in of]).delete()
        AdjacentIdea.objects.bulk_create(rows)
