"""The map of themes as it is drawn: circles, and the words that fit into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.challenges.models import Challenge, Theme
from groundswell.challenges.selectors.theme import standing_themes

MOST = 60
# A line of text in a circle, in the map's measure: at least so high, and so wide a letter.
LEAST_HIGH = 1.5
MOST_HIGH = 2.6
LETTER = 0.56
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a circle's words."""

    text: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A theme on the map."""

    theme: Theme
    x: float
    y: float
    r: float
    size: float
    lines: list[Line]


def map_of(challenge: Challenge) -> list[Spot]:
    """The largest themes, where the last run laid them."""
    themes = standing_themes(challenge).order_by("-idea_count", "id")[:MOST]
    return [_spot(theme) for theme in themes if theme.shape.get("r") and theme.idea_count]


def _spot(theme: Theme) -> Spot:
    x, y, r = (float(theme.shape[key]) for key in ("x", "y", "r"))
    size = min(MOST_HIGH, max(LEAST_HIGH, r / 3.2))
    texts = list(_fitting(str(theme).split(), size=size, radius=r))
    top = y - size * 1.15 * (len(texts) - 1) / 2 + size * 0.35
    lines = [Line(text, round(top + size * 1.15 * place, 2)) for place, text in enumerate(texts)]
    return Spot(theme=theme, x=x, y=y, r=r, size=round(size, 2), lines=lines)


def _fitting(words: Sequence[str], *, size: float, radius: float) -> Iterator[str]:
    """Lines of whole words; none where the circle is too small for the first."""
    room = int(1.75 * radius / (size * LETTER))
    line, lines = "", 0
    for word in words:
        if len(word) > room:
            break
        joined = f"{line} {word}".strip()
        if len(joined) <= room:
            line = joined
            continue
        yield line
        line, lines = word, lines + 1
        if lines == MOST_LINES:
            return
    if line:
        yield line
