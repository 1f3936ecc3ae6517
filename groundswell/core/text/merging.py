"""Two changes of the same words brought together, word by word, where they do not touch."""

from collections.abc import Iterator
from dataclasses import dataclass

from groundswell.core.text.diff import compare


@dataclass(frozen=True, slots=True)
class Edit:
    """In place of what stood from `start` to `end` stands `text`."""

    start: int
    end: int
    text: str

    def meets(self, other: "Edit") -> bool:
        """Whether the two touch, so that nobody but a person can say what stands there."""
        return self.start <= other.end and other.start <= self.end


def merged(base: str, mine: str, theirs: str) -> str | None:
    """`base` with both changes, or None where they meet and differ."""
    own, others = list(_edits(base, mine)), list(_edits(base, theirs))
    fresh = [edit for edit in others if edit not in own]
    if any(edit.meets(other) for edit in own for other in fresh):
        return None
    parts: list[str] = []
    at = 0
    for edit in sorted([*own, *fresh], key=lambda it: (it.start, it.end)):
        parts += [base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, base[at:]])


def _edits(base: str, changed: str) -> Iterator[Edit]:
    """What was put in place of what, from the first to the last."""
    at = start = 0
    removed = added = ""
    for segment in compare(base, changed):
        if segment.op == "same":
            if removed or added:
                yield Edit(start, start + len(removed), added)
            at += len(segment.text)
            start, removed, added = at, "", ""
        elif segment.op == "removed":
            removed += segment.text
            at += len(segment.text)
        else:
            added += segment.text
    if removed or added:
        yield Edit(start, start + len(removed), added)
