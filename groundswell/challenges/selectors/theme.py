"""The themes of a challenge, and what is in each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from groundswell.challenges.models import Challenge, Idea, Stage, Theme, ThemeEdit
from groundswell.challenges.selectors.said import count_said
from groundswell.core.pagination import Page, keyset

THEMES_PER_PAGE = 30
IDEAS_PER_PAGE = 30
CENTRAL = 3
SECTORS_SHOWN = 4
EDITS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """A theme in a list."""

    theme: Theme
    central: list[Idea]
    """A few ideas that say best what it is about."""

    @property
    def sectors(self) -> list[tuple[str, int]]:
        """Where most of it comes from, as far as that is known."""
        counted = self.theme.shape.get("sectors", {}).items()
        named = [(name, count) for name, count in counted if name]
        return sorted(named, key=lambda pair: (-pair[1], pair[0]))[:SECTORS_SHOWN]


def standing_themes(challenge: Challenge) -> QuerySet[Theme]:
    """Those that there are now."""
    themes = Theme.objects.filter(challenge=challenge, joined_into=None, retired_at=None)
    return themes.defer("parts")


def theme_list(
    challenge: Challenge, *, after: str | None = None, before: str | None = None
) -> tuple[list[ThemeRow], Page[Theme]]:
    """A page of themes, the largest first, each with what stands for it."""
    page = keyset(
        standing_themes(challenge),
        ("-idea_count", "id"),
        after=after,
        before=before,
        limit=THEMES_PER_PAGE,
    )
    return rows_of(page.items), page


def rows_of(themes: Sequence[Theme]) -> list[ThemeRow]:
    """Themes with the ideas that stand for them, in one query."""
    central = {theme.id: _central(theme) for theme in themes}
    wanted = {id_ for ids in central.values() for id_ in ids}
    found = shown_of(wanted)
    return [
        ThemeRow(theme=theme, central=[found[id_] for id_ in central[theme.id] if id_ in found])
        for theme in themes
    ]


def shown_of(ids: Collection[int]) -> dict[int, Idea]:
    """Those of these ideas that stand and were not removed. Asked by their ids alone: SQLite
    would rather read every idea that stands than a hundred by their keys."""
    rows = Idea.objects.with_topic().filter(topic__in=ids) if ids else Idea.objects.none()
    return {
        idea.topic_id: idea
        for idea in rows
        if idea.root_id is None and idea.topic.removed_at is None
    }


def _central(theme: Theme) -> list[int]:
    return [int(id_) for id_ in theme.shape.get("central", [])[:CENTRAL]]


def theme_seen(challenge: Challenge, theme_id: int) -> Theme | None:
    """A theme of the challenge, also one that was joined into another."""
    themes = Theme.objects.filter(challenge=challenge, retired_at=None)
    theme = themes.select_related("joined_into").filter(id=theme_id).first()
    if theme is not None:
        theme.challenge = challenge
    return theme


def theme_ideas(
    challenge: Challenge,
    theme: Theme | None,
    stages: Sequence[Stage],
    *,
    sector: str = "",
    after: str | None = None,
    before: str | None = None,
) -> Page[Idea]:
    """A page of the ideas in a theme, or in none. Most supported first where counts are shown,
    otherwise the latest first."""
    rows = Idea.objects.filter(challenge=challenge, theme=theme).unfolded().with_topic()
    if sector:
        rows = rows.filter(sector=sector)
    shown = all(stage.shows_counts for stage in stages)
    order = ("-support_count", "-topic_id") if shown else ("-topic_id",)
    seen = rows.filter(topic__removed_at=None)
    page = keyset(seen, order, after=after, before=before, limit=IDEAS_PER_PAGE)
    count_said(page.items)
    return page


def edits_of(challenge: Challenge, theme: Theme | None = None) -> list[ThemeEdit]:
    """What people changed last, newest first."""
    edits = ThemeEdit.objects.filter(challenge=challenge).select_related("by", "theme", "other")
    if theme is not None:
        edits = edits.filter(theme=theme) | edits.filter(other=theme)
    return list(edits.order_by("-id")[:EDITS_SHOWN])
