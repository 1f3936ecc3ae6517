"""Lists of many ideas: narrowed, in an order, a page at a time; and the board of stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Count, QuerySet

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Label, Stage, StageMove, Theme
from groundswell.challenges.selectors.said import count_said
from groundswell.challenges.sought import narrowed
from groundswell.core.clock import now
from groundswell.core.ids import id_in
from groundswell.core.pagination import Page, keyset

IDEAS_PER_PAGE: Final = 30
CARDS: Final = 8
ORDERS: Final = {
    "": ("-topic_id",),
    "supported": ("-support_count", "-topic_id"),
    "draw": ("draw", "topic_id"),
}
"""Latest first, most supported first, and by lot, which is fair to those who came late."""
FACETS: Final = ("sector", "discipline", "category")
MOST_VALUES: Final = 40
FRESH: Final = timedelta(minutes=10)
FACETS_FOR: Final = 600
"""Seconds for which the words of a challenge's sectors and the like are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A stage on the board, with a page of its ideas."""

    stage: Stage
    page: Page[Idea]
    counts: bool
    """Whether one sees how many support them."""


def idea_list(
    challenge: Challenge,
    *,
    sought: Mapping[str, str],
    order: str = "",
    after: str | None = None,
    before: str | None = None,
) -> Page[Idea]:
    """A page of the challenge's ideas, near-duplicates folded, in one of `ORDERS`."""
    rows = narrowed(_rows(challenge), challenge.topic_id, sought)
    page = keyset(rows, ORDERS[order], after=after, before=before, limit=IDEAS_PER_PAGE)
    count_said(page.items)
    return page


def board_of(
    stages: list[Stage], *, runs: bool, stage: int = 0, after: str | None = None
) -> list[Column]:
    """The stages side by side; the one of `stage` goes on where a page of it ended."""
    return [column_of(it, runs=runs, after=after if it.id == stage else None) for it in stages]


def column_of(stage: Stage, *, runs: bool, after: str | None = None) -> Column:
    """The most supported ideas of a stage, or the latest where support is not shown."""
    counts = runs or stage.shows_counts
    rows = Idea.objects.filter(stage=stage).unfolded().select_related("topic__author")
    shown = rows.filter(topic__removed_at=None)
    order = ORDERS["supported" if counts else ""]
    page = keyset(shown, order, after=after, limit=CARDS)
    for idea in page.items:
        idea.stage = stage
    return Column(stage=stage, page=page, counts=counts)


def values_of(challenge: Challenge) -> dict[str, list[str]]:
    """The sectors, disciplines and categories that its ideas name most, kept for a while."""
    key = f"idea-values-{challenge.topic_id}"
    found: dict[str, list[str]] | None = cache.get(key)
    if found is None:
        found = {name: _most_named(challenge, name) for name in FACETS}
        cache.set(key, found, FACETS_FOR)
    return found


def labels_of(challenge: Challenge) -> list[Label]:
    """The labels of a challenge, by name."""
    return list(Label.objects.filter(challenge=challenge).order_by("key"))


def theme_named(challenge: Challenge, theme: str) -> Theme | None:
    """The theme that a list is narrowed to."""
    rows = Theme.objects.filter(challenge=challenge, retired_at=None)
    return rows.filter(id=id_in(theme)).first() if theme else None


def fresh_move(challenge: Challenge, person: Actor | None) -> StageMove | None:
    """The person's last move, while they may still want to take it back."""
    if person is None:
        return None
    since = now() - FRESH
    rows = StageMove.objects.filter(challenge=challenge, by=person, at__gt=since)
    last = rows.select_related("to").order_by("-id").first()
    return last if last is not None and last.undone_at is None and last.count else None


def _rows(challenge: Challenge) -> QuerySet[Idea]:
    rows = Idea.objects.filter(challenge=challenge).unfolded().with_topic()
    return rows.filter(topic__removed_at=None)


def _most_named(challenge: Challenge, name: str) -> list[str]:
    rows = Idea.objects.filter(challenge=challenge).unfolded().exclude(**{name: ""})
    counted = rows.values(name).annotate(found=Count("topic")).order_by("-found", name)
    return sorted(counted.values_list(name, flat=True)[:MOST_VALUES])
