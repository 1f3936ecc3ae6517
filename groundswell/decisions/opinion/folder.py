"""The field's exchange format: a folder of tables, read as it comes from anywhere.

`comments.csv` (or `statements.csv`) names the statements, and either `votes.csv` has one row a
vote, or `participants-votes.csv` one row a person; each may be packed by gzip. Public sources sign
their votes differently: where a table also counts agreement, that tells which sign is meant, and
without such counts 1 is agreement. In what comes out of here it always is.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from groundswell.decisions.opinion.shapes import OpinionError, natural
from groundswell.decisions.opinion.tables import Table, found, opened, whole
from groundswell.decisions.opinion.votes import Vote, Votes

_VALUES: Final = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "-0.0": 0}
_STATEMENT: Final = ("comment-id", "statement", "tid")
_PERSON: Final = ("participant", "voter-id", "pid")
_TIME: Final = ("modified_ms", "timestamp", "modified")
_TRUE: Final = {"true", "1", "t", "yes"}

# Person and statement to what was voted.
Cast = dict[tuple[str, str], int]
# A name to how often it agrees, or is agreed with, and the same for disagreement.
Counted = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as the table has it."""

    name: str
    text: str = ""
    author: str = ""
    moderated: int = 1
    """1 accepted, 0 not looked at, -1 taken out."""
    meta: bool = False
    """About the people themselves, not about the matter."""
    made_ms: int | None = None

    @property
    def left_out(self) -> bool:
        """Whether the map goes without it."""
        return self.moderated < 0 or self.meta


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything in a folder."""

    statements: tuple[Statement, ...]
    votes: Votes
    about: dict[str, str] = field(default_factory=dict)
    """The summary: topic, description and so on."""
    groups: dict[str, list[str]] = field(default_factory=dict)
    """The groups that the table of people names, as published."""
    cast_ms: Cast = field(default_factory=dict)
    """When each vote was cast, where the folder tells."""


class _Read(NamedTuple):
    """Votes of one table, and what it says besides."""

    cast: Cast
    times: Cast
    by_person: Counted
    groups: dict[str, list[str]]


def read_folder(folder: Path) -> Conversation:
    """A conversation in the exchange format."""
    if not folder.is_dir():
        raise OpinionError(f"{folder} is not a folder.")
    singly, people = found(folder, "votes.csv"), found(folder, "participants-votes.csv")
    if not singly and not people:
        raise OpinionError(f"{folder} has neither votes.csv nor participants-votes.csv.")
    statements, tallies = _statements(folder)
    whole_rows = _by_person(people) if people else _Read({}, {}, {}, {})
    read = _one_by_one(singly) if singly else whole_rows
    if not read.cast:
        raise OpinionError(f"{folder} has no votes.")
    sign = _sign(read.cast, 0, whole_rows.by_person) or _sign(read.cast, 1, tallies) or 1
    votes = Votes.of(
        (Vote(*who, sign * value) for who, value in read.cast.items()),
        statements=[one.name for one in statements],
        left_out=[one.name for one in statements if one.left_out],
    )
    named = {one.name for one in statements}
    extra = [Statement(name) for name in votes.statements if name not in named]
    listed = sorted([*statements, *extra], key=lambda one: natural(one.name))
    return Conversation(tuple(listed), votes, _about(folder), whole_rows.groups, read.times)


def read_groups(path: Path) -> dict[str, list[str]]:
    """A table of people and the group of each, in the order of the groups' names."""
    with opened(path) as table:
        person, group = table.column(_PERSON), table.column(("group", "group-id"))
        rows = [(row[person].strip(), row[group].strip()) for _, row in table.rows()]
    whose: dict[str, str] = {}
    for number, (name, letter) in enumerate(rows, start=2):
        if whose.setdefault(name, letter) != letter:
            raise OpinionError(f"{path}, line {number}: {name} is in two groups.")
    members: dict[str, list[str]] = defaultdict(list)
    for name, letter in whose.items():
        if letter:
            members[letter].append(name)
    if not members:
        raise OpinionError(f"{path} puts nobody into a group.")
    return {letter: members[letter] for letter in sorted(members, key=natural)}


def _statements(folder: Path) -> tuple[list[Statement], Counted]:
    """The table of statements, where there is one, and what it counts."""
    path = found(folder, "comments.csv") or found(folder, "statements.csv")
    if path is None:
        return [], {}
    listed, tallies = {}, {}
    with opened(path) as table:
        key = table.column(_STATEMENT)
        for number, row in table.rows():
            name = row[key].strip()
            if name in listed:
                raise OpinionError(f"{path}, line {number}: statement {name} comes twice.")
            listed[name] = _statement(table, row, name, number)
            agreed, disagreed = table.text(row, "agrees"), table.text(row, "disagrees")
            if agreed and disagreed:
                said = table.number(agreed, number), table.number(disagreed, number)
                tallies[name] = said
    return list(listed.values()), tallies


def _statement(table: Table, row: list[str], name: str, number: int) -> Statement:
    made = table.text(row, *_TIME)
    return Statement(
        name=name,
        text=table.text(row, "comment-body", "text", "txt"),
        author=table.text(row, "author-id"),
        moderated=table.number(table.text(row, "moderated", "mod") or "1", number),
        meta=table.text(row, "is-meta", "is_meta").lower() in _TRUE,
        made_ms=table.number(made, number) if made else None,
    )


def _one_by_one(path: Path) -> _Read:
    """One row a vote; of two on one statement the later counts."""
    cast: Cast = {}
    times: Cast = {}
    with opened(path) as table:
        person, statement = table.column(_PERSON), table.column(_STATEMENT)
        vote, time = table.column(("vote",)), table.maybe(_TIME)
        for number, row in table.rows():
            key = (row[person].strip(), row[statement].strip())
            at = table.number(row[time], number) if time is not None else number
            if key not in times or at >= times[key]:
                cast[key], times[key] = table.one_of(row[vote], _VALUES, number), at
    return _Read(cast, times if time is not None else {}, {}, {})


def _by_person(path: Path) -> _Read:
    """One row a person, one column a statement."""
    cast: Cast = {}
    counted: Counted = {}
    groups: dict[str, list[str]] = defaultdict(list)
    with opened(path) as table:
        person = table.column(_PERSON)
        columns = [(place, name) for place, name in enumerate(table.header) if name.isdecimal()]
        for number, row in table.rows():
            who = row[person].strip()
            if who in counted:
                raise OpinionError(f"{path}, line {number}: participant {who} comes twice.")
            for place, name in columns:
                if row[place]:
                    cast[who, name] = table.one_of(row[place], _VALUES, number)
            group = table.text(row, "group-id")
            if group:
                groups[group].append(who)
            agreed, disagreed = table.text(row, "n-agree"), table.text(row, "n-disagree")
            known = bool(agreed and disagreed)
            counted[who] = (
                (table.number(agreed, number), table.number(disagreed, number)) if known else (0, 0)
            )
    return _Read(cast, {}, counted, {name: groups[name] for name in sorted(groups, key=natural)})


def _sign(cast: Cast, side: int, counted: Counted) -> int:
    """1 or -1 as the counts say what is agreement; 0 where they do not tell."""
    plus: dict[str, int] = defaultdict(int)
    minus: dict[str, int] = defaultdict(int)
    for key, value in cast.items():
        if value:
            (plus if value > 0 else minus)[key[side]] += 1
    straight = turned = 0
    for name, (agreed, disagreed) in counted.items():
        if agreed != disagreed:
            straight += (plus[name], minus[name]) == (agreed, disagreed)
            turned += (minus[name], plus[name]) == (agreed, disagreed)
    return (straight > turned) - (straight < turned)


def _about(folder: Path) -> dict[str, str]:
    """The summary: a name and a value on each line."""
    path = found(folder, "summary.csv")
    return {row[0]: row[1] for row in whole(path) if len(row) > 1} if path else {}
