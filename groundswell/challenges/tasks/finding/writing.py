"""Writes what a run found into the ideas, some at a time: nobody waits for all of it."""

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import transaction

from groundswell.challenges.models import Idea
from groundswell.challenges.tasks.finding.folds import Folds
from groundswell.challenges.tasks.finding.gathering import Gathered
from groundswell.challenges.tasks.finding.watching import Progress
from groundswell.core.rows import update_all

TOGETHER = 2_000
# Others who want to write come in between.
PAUSE = 0.005
_READ = ("root", "fold_size", "kept_apart_at", "theme", "theme_pinned_at")


class Change(NamedTuple):
    """What becomes of one idea; 0 is none."""

    id: int
    under: int
    size: int
    theme: int


def changes(gathered: Gathered, folds: Folds, themes: Sequence[int]) -> list[Change]:
    """Only what is not so already: a second run over the same ideas writes nothing."""
    before = zip(gathered.under, gathered.sizes, gathered.written, strict=True)
    after = zip(folds.under, folds.size, themes, strict=True)
    return [
        Change(id_, *new)
        for id_, old, new in zip(gathered.ids, before, after, strict=True)
        if old != new
    ]


def write(changed: Sequence[Change], progress: Progress) -> None:
    """Each lot in a transaction of its own."""
    for start in range(0, len(changed), TOGETHER):
        with transaction.atomic():
            _write(changed[start : start + TOGETHER])
        time.sleep(PAUSE)
        progress((start + TOGETHER) / len(changed))


def _write(lot: Sequence[Change]) -> None:
    """What people did since the ideas were read stays: merged, kept apart, pinned."""
    ids = {change.id for change in lot} | {change.under for change in lot if change.under}
    rows = Idea.objects.select_for_update().only(*_READ).filter(topic__in=ids).order_by("topic")
    held = {idea.topic_id: idea for idea in rows}
    update_all(
        Idea,
        ("folded_under_id", "fold_size", "theme_id"),
        _standing(lot, held),
    )


def _standing(
    lot: Sequence[Change], held: dict[int, Idea]
) -> Iterator[tuple[int, int | None, int, int | None]]:
    for change in lot:
        idea = held.get(change.id)
        if idea is None or idea.root_id is not None:
            continue
        under, size = change.under or None, change.size
        if idea.kept_apart_at is not None:
            under, size = None, idea.fold_size
        elif under is not None:
            under = _shown(held.get(under), idea)
        theme = idea.theme_id if idea.theme_pinned_at else change.theme or None
        yield idea.topic_id, under, size, theme


def _shown(leader: Idea | None, idea: Idea) -> int | None:
    """The leader, or what it was combined into meanwhile."""
    if leader is None:
        return None
    standing = leader.root_id or leader.topic_id
    return standing if standing != idea.topic_id else None
