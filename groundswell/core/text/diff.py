"""What changed between two versions, word by word, in a time that no pair of texts can stretch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Op = Literal["same", "added", "removed"]
_Step = tuple[Op, str]

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_EDITS = 300


@dataclass(frozen=True, slots=True)
class Segment:
    op: Op
    text: str


def compare(old: str, new: str) -> tuple[Segment, ...]:
    """Segments that give `old` without the added ones and `new` without the removed ones."""
    steps: list[_Step] = []
    for changed, group in groupby(_edits(_LINES.findall(old), _LINES.findall(new)), _is_changed):
        part = list(group)
        steps += _by_word(part) if changed else part
    return tuple(_readable(steps))


def condensed(segments: Sequence[Segment], around: int = 120) -> tuple[Segment, ...]:
    """The same with long unchanged stretches cut down to what stands next to a change."""
    last = len(segments) - 1
    return tuple(
        Segment("same", _cut(segment.text, around, first=i == 0, last=i == last))
        if segment.op == "same"
        else segment
        for i, segment in enumerate(segments)
    )


def _cut(text: str, around: int, *, first: bool, last: bool) -> str:
    head, tail = "" if first else text[:around], "" if last else text[-around:]
    if len(text) <= len(head) + len(tail) + 3:
        return text
    return "".join((head, " " if head else "", "\u2026", " " if tail else "", tail))


def _is_changed(step: _Step) -> bool:
    return step[0] != "same"


def _by_word(part: Sequence[_Step]) -> list[_Step]:
    old = "".join(text for op, text in part if op == "removed")
    new = "".join(text for op, text in part if op == "added")
    return _edits(_WORDS.findall(old), _WORDS.findall(new))


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    """The shortest way from old to new, or, past a bound of edits, all out and all in."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    steps: list[_Step] = [("same", token) for token in old[:start]]
    steps += _shortest(middle_old, middle_new) or _replaced(middle_old, middle_new)
    steps += [("same", token) for token in old[len(old) - end :]]
    return steps


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    steps: list[_Step] = [("removed", token) for token in old]
    steps += [("added", token) for token in new]
    return steps


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    length = 0
    for mine, theirs in zip(old, new, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[_Step] | None:
    """Myers' greedy algorithm: one round per edit, keeping how far each diagonal came."""
    reach, rounds = {1: 0}, []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        rounds.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            came_from = _came_from(reach, diagonal, edits)
            x = reach[came_from] + (came_from < diagonal)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked_back(old, new, rounds)
    return None


def _came_from(reach: dict[int, int], diagonal: int, edits: int) -> int:
    below, above = reach.get(diagonal - 1, -1), reach.get(diagonal + 1, -1)
    if diagonal == -edits or (diagonal != edits and below < above):
        return diagonal + 1
    return diagonal - 1


def _walked_back(
    old: Sequence[str], new: Sequence[str], rounds: Sequence[dict[int, int]]
) -> list[_Step]:
    steps: list[_Step] = []
    x, y = len(old), len(new)
    for edits in range(len(rounds) - 1, -1, -1):
        reach = rounds[edits]
        diagonal = _came_from(reach, x - y, edits)
        entry = max(reach[diagonal], 0)
        while x > entry and y > entry - diagonal:
            x, y = x - 1, y - 1
            steps.append(("same", old[x]))
        if edits and x == entry:
            y -= 1
            steps.append(("added", new[y]))
        elif edits:
            x -= 1
            steps.append(("removed", old[x]))
    return steps[::-1]


def _readable(steps: Sequence[_Step]) -> list[Segment]:
    """Neighbours joined: what went before what came, and no lone space kept between changes."""
    found: list[Segment] = []
    removed = added = same = ""
    for op, text in steps:
        if op == "same":
            same += text
            continue
        if same.strip(" ") or not (removed or added):
            found += _segments(removed, added, same)
            removed, added = "", ""
        else:
            removed, added = removed + same, added + same
        same = ""
        removed, added = removed + text * (op == "removed"), added + text * (op == "added")
    return found + _segments(removed, added, same)


def _segments(removed: str, added: str, same: str) -> list[Segment]:
    parts: tuple[_Step, ...] = (("removed", removed), ("added", added), ("same", same))
    return [Segment(op, text) for op, text in parts if text]
