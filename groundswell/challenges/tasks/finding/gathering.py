"""What a run reads: every idea that stands and can be seen, with its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from groundswell.challenges.models import Challenge, Idea
from groundswell.challenges.tasks.finding.watching import Progress

TOGETHER = 5_000
_COLUMNS = (
    "topic_id",
    "topic__title",
    "topic__messages__text",
    "topic__author_id",
    "sector",
    "discipline",
    "folded_under_id",
    "fold_size",
    "theme_id",
    "kept_apart_at",
    "theme_pinned_at",
)
_UNDER = _COLUMNS.index("folded_under_id")
# An idea of which one of these is set is combined, removed or taken back.
_GONE = ("merged_into_id", "topic__removed_at", "topic__messages__tombstoned_at")


@dataclass(slots=True)
class Gathered:
    """Ideas in the order of their ids, the oldest first; one place an idea in every list."""

    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    authors: list[int] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    disciplines: list[str] = field(default_factory=list)
    under: list[int] = field(default_factory=list)
    """The idea that is shown in its place now; 0 for none."""
    sizes: list[int] = field(default_factory=list)
    themes: list[int] = field(default_factory=list)
    """The theme it is in now, by itself or with the idea that is shown for it; 0 for none."""
    written: list[int] = field(default_factory=list)
    """The theme that its row names; 0 for none."""
    apart: list[bool] = field(default_factory=list)
    pinned: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)


def gather(challenge: Challenge, progress: Progress, *, shown: bool = False) -> Gathered:
    """Reads the challenge's ideas, some at a time; with `shown` only those that lists show."""
    gathered = Gathered()
    most = max(1, challenge.idea_count)
    for row in _rows(challenge):
        if shown and row[_UNDER] is not None:
            continue
        _add(gathered, row)
        if not len(gathered) % TOGETHER:
            progress(min(1.0, len(gathered) / most))
    of = dict(zip(gathered.ids, gathered.written, strict=True))
    for own, under, held in zip(gathered.written, gathered.under, gathered.pinned, strict=True):
        gathered.themes.append(own if held or not under else of.get(under, 0))
    progress(1.0)
    return gathered


def _rows(challenge: Challenge) -> Iterator[tuple[Any, ...]]:
    last = 0
    # In the order of the key, whatever they are: to ask SQLite for those that stand has it look
    # through all of them once for each lot.
    ideas = Idea.objects.filter(challenge=challenge, topic__messages__number=1)
    rows = ideas.order_by("topic_id").values_list(*_COLUMNS, *_GONE)
    while some := list(rows.filter(topic_id__gt=last)[:TOGETHER]):
        for row in some:
            if not any(row[len(_COLUMNS) :]):
                yield row[: len(_COLUMNS)]
        last = some[-1][0]


def _add(gathered: Gathered, row: tuple[Any, ...]) -> None:
    topic, title, text, author, sector, discipline, under, size, theme, apart, pinned = row
    gathered.ids.append(topic)
    gathered.texts.append(whole(title, text))
    gathered.authors.append(author)
    gathered.sectors.append(sector)
    gathered.disciplines.append(discipline)
    gathered.under.append(under or 0)
    gathered.sizes.append(size)
    gathered.written.append(theme or 0)
    gathered.apart.append(apart is not None)
    gathered.pinned.append(pinned is not None)


def whole(title: str, text: str) -> str:
    """Title and text as one; a title that only repeats how the text begins says nothing more."""
    begins = title.rstrip("… .").casefold()
    return text if text.casefold().startswith(begins) else f"{title}\n{text}"
