"""Who speaks where: themes by sector or discipline, and who shares a theme without having met."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from groundswell.challenges.models import Challenge, Theme, ThemeRun
from groundswell.challenges.selectors.theme import standing_themes

MOST_THEMES: Final = 30
MOST_COLUMNS: Final = 10
MOST_UNMET: Final = 12
MOST_OF_ONE: Final = 2
# Fewer than this in a cell says nothing about more or less.
FEWEST: Final = 5
MORE: Final = 1.5
BY: Final = ("sector", "discipline")


@dataclass(frozen=True, slots=True)
class Cell:
    """Ideas of one theme from one sector, and how many there would be if all spoke alike."""

    observed: int
    expected: float

    @property
    def lean(self) -> str:
        """`more`, `less`, or nothing that stands out."""
        if max(self.observed, self.expected) < FEWEST:
            return ""
        if self.observed >= MORE * self.expected:
            return "more"
        return "less" if self.observed * MORE <= self.expected else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The table; `columns` are names with how many ideas come from each."""

    columns: list[tuple[str, int]]
    rows: list[tuple[Theme, list[Cell]]]
    unsaid: int
    """Ideas that do not say where they come from."""
    themes: int
    """How many themes there are, of which the table shows the largest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A theme that two sectors share, whose people have never met."""

    theme: Theme
    one: str
    other: str
    people: tuple[int, int]
    ideas: tuple[int, int]


def breakdown_of(challenge: Challenge, run: ThemeRun, by: str) -> Breakdown:
    """The largest themes by the largest sectors, or disciplines."""
    totals = dict(run.found.get(f"{by}s", {}))
    unsaid = totals.pop("", 0)
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    columns = ranked[:MOST_COLUMNS]
    said = max(1, sum(totals.values()))
    themes = standing_themes(challenge).filter(idea_count__gt=0)
    rows = []
    for theme in themes.order_by("-idea_count", "id")[:MOST_THEMES]:
        counted = dict(theme.shape.get(f"{by}s", {}))
        counted.pop("", None)
        inside = sum(counted.values())
        cells = [
            Cell(counted.get(name, 0), round(inside * total / said, 1)) for name, total in columns
        ]
        rows.append((theme, cells))
    return Breakdown(columns=columns, rows=rows, unsaid=unsaid, themes=themes.count())


def unmet_of(challenge: Challenge, run: ThemeRun) -> list[Unmet]:
    """As the last run found them, for themes that are still there; of each theme the first few."""
    told: list[dict[str, Any]] = run.found.get("unmet", [])
    wanted = {int(row["theme"]) for row in told}
    themes = {theme.id: theme for theme in standing_themes(challenge).filter(id__in=wanted)}
    found = [
        Unmet(
            theme=themes[int(row["theme"])],
            one=row["sectors"][0],
            other=row["sectors"][1],
            people=tuple(row["people"]),
            ideas=tuple(row["ideas"]),
        )
        for row in told
        if int(row["theme"]) in themes
    ]
    counted: Counter[int] = Counter()
    shown = []
    for each in found:
        counted[each.theme.id] += 1
        if counted[each.theme.id] <= MOST_OF_ONE:
            shown.append(each)
    return shown[:MOST_UNMET]
