"""BLT: the text files in which ranked elections are passed on.

4 2              four options, two seats
-3               the third was withdrawn
3 1 2=4 0        three people: first 1, then 2 and 4 alike; 0 ends the ballot
1 - 2 0          a skipped rank
0                the end of the ballots
"Ada" "Ben" "Cyn" "Dee"
"Who sits on the board"

Published files also have names without quotes, each on a line of its own, and remarks at the end.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from groundswell.decisions.counting.election import (
    Candidate,
    CountingError,
    Election,
    Rules,
    Vote,
)

MOST_OPTIONS = 2_000
MOST_BALLOTS = 10_000_000
_BETWEEN = re.compile(r"(?:\s+|\#[^\n]*)*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|"")*)"', re.DOTALL)
_MISSING = "“{text}” does not belong here. Is a quote missing?"
_TOKEN = re.compile(
    r"""\s+|\#[^\n]*|(?P<text>"(?:[^"\\]|\\.|"")*")|(?P<id>\([^)\n]*\))"""
    r"""|(?P<word>[-\d.]+)|(?P<equal>=)|(?P<wrong>.)""",
    re.DOTALL,
)


class BltError(CountingError):
    """The file cannot be read; the message names the line."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"Line {line}: {says}")
        self.line = line


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    end: int = 0


@dataclass
class _Reader:
    """Tokens one after another."""

    tokens: list[_Token]
    at: int = 0
    last_line: int = 1

    def peek(self) -> _Token:
        """The next one, or the end."""
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return _Token("end", "the end of the file", self.last_line)

    def take(self) -> _Token:
        """The next one, which is then behind us."""
        token = self.peek()
        if token.kind == "wrong":
            raise BltError(token.line, _MISSING.format(text=token.text))
        self.at += 1
        return token

    def number(self, what: str) -> tuple[int, int]:
        """A whole number and its line."""
        token = self.take()
        if token.kind != "word" or not re.fullmatch(r"-?\d+", token.text):
            raise BltError(token.line, f"here should stand {what}, not {token.text}.")
        return int(token.text), token.line


def read_blt(
    text: str, *, method: str = "stv", seats: int | None = None, ties: str = "none"
) -> Election:
    """The election in a BLT file; `seats` overrides what it says. Raises `BltError`."""
    text = text.removeprefix("\ufeff")
    reader = _Reader(_tokens(text), last_line=text.rstrip().count("\n") + 1)
    options, line = reader.number("how many options there are")
    if not 1 <= options <= MOST_OPTIONS:
        raise BltError(line, f"a file has 1 to {MOST_OPTIONS} options, not {options}.")
    chairs, line = reader.number("how many seats there are")
    if not 1 <= chairs <= options:
        raise BltError(line, f"there have to be 1 to {options} seats, not {chairs}.")
    withdrawn = _withdrawn(reader, options)
    votes = _votes(reader, options)
    names = _Names(text, reader.tokens[reader.at - 1].end)
    called = [names.take(f"the name of option {place + 1}") for place in range(options)]
    title = names.take("") if names.more() else ""  # what follows is remarks
    return Election(
        rules=Rules(method=method, seats=chairs if seats is None else seats, ties=ties),
        candidates=tuple(
            Candidate(key=str(place), name=name, withdrawn=place in withdrawn)
            for place, name in enumerate(called, start=1)
        ),
        votes=tuple(votes),
        title=title,
    )


def _tokens(text: str) -> list[_Token]:
    tokens, line = [], 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind and kind != "id":
            tokens.append(_Token(kind, found[0], line, found.end()))
        line += found[0].count("\n")
    return tokens


def _withdrawn(reader: _Reader, options: int) -> set[int]:
    gone: set[int] = set()
    while reader.peek().kind == "word" and re.fullmatch(r"-\d+", reader.peek().text):
        number, line = reader.number("an option that was withdrawn")
        if not 1 <= -number <= options:
            raise BltError(line, f"option {-number} was withdrawn, but there are {options}.")
        gone.add(-number)
    return gone


def _votes(reader: _Reader, options: int) -> list[Vote]:
    votes: list[Vote] = []
    while True:
        weight, line = reader.number("how many people cast a ballot, or 0 after the last ballot")
        if weight == 0:
            return votes
        if not 0 < weight <= MOST_BALLOTS:
            raise BltError(line, f"a ballot stands for 1 to {MOST_BALLOTS} people, not {weight}.")
        votes.append(Vote(marks=_marks(reader, options), weight=weight))


@dataclass
class _Ranks:
    """The ballot so far."""

    marks: dict[str, int] = field(default_factory=dict)
    rank: int = 0
    level: bool = False

    def put(self, token: _Token, options: int) -> None:
        """One more option, level with the one before it after an equals sign."""
        if not re.fullmatch(r"\d+", token.text) or not 1 <= int(token.text) <= options:
            raise BltError(token.line, f"there is no option {token.text}; there are {options}.")
        key = str(int(token.text))
        if key in self.marks:
            raise BltError(token.line, f"this ballot names option {key} twice.")
        if not self.level:
            self.rank += 1
        self.level = False
        self.marks[key] = self.rank


def _marks(reader: _Reader, options: int) -> dict[str, int]:
    ranks = _Ranks()
    while True:
        token = reader.take()
        if token.kind == "equal":
            if not ranks.marks or ranks.level:
                raise BltError(token.line, "an equals sign stands between two options.")
            ranks.level = True
        elif token.kind != "word":
            raise BltError(token.line, f"a ballot ends with 0, but here is {token.text}.")
        elif token.text == "-":
            ranks.rank += 1
        elif token.text == "0":
            if ranks.level:
                raise BltError(token.line, "an equals sign stands between two options.")
            return ranks.marks
        else:
            ranks.put(token, options)


@dataclass
class _Names:
    """What follows the ballots: names in quotes, or each on a line of its own."""

    text: str
    at: int

    def more(self) -> bool:
        """Whether anything but comments follows."""
        between = _BETWEEN.match(self.text, self.at)
        self.at = between.end() if between else self.at
        return self.at < len(self.text)

    def take(self, what: str) -> str:
        """The next one."""
        if not self.more():
            raise BltError(self._line(), f"here should stand {what}, not the end of the file.")
        if quoted := _QUOTED.match(self.text, self.at):
            self.at = quoted.end()
            return re.sub(r'\\(.)|""', lambda found: found[1] or '"', quoted[1])
        begins = self.text.rfind("\n", 0, self.at) + 1
        ends = self.text.find("\n", self.at)
        name = self.text[self.at : ends if ends >= 0 else None].strip()
        if self.text[begins : self.at].strip() or name.startswith('"') or name.count('"') % 2:
            raise BltError(self._line(), _MISSING.format(text=name[0]))
        self.at += len(name)
        return name

    def _line(self) -> int:
        return self.text.rstrip().count("\n", 0, self.at) + 1


def write_blt(election: Election) -> str:
    """The election as a BLT file; the same for the same ballots in any order."""
    numbers = {one.key: place for place, one in enumerate(election.candidates, start=1)}
    lines = [f"{len(numbers)} {election.rules.seats}"]
    lines += [f"-{numbers[one.key]}" for one in election.candidates if one.withdrawn]
    same: Counter[str] = Counter()
    for vote in election.votes:
        same[_ballot(vote, numbers)] += vote.weight
    lines += [f"{same[ballot]} {ballot}0" for ballot in sorted(same)]
    lines += ["0", *(_quoted(one.name) for one in election.candidates), _quoted(election.title)]
    return "\n".join(lines) + "\n"


def _ballot(vote: Vote, numbers: dict[str, int]) -> str:
    by_rank: dict[int, list[int]] = {}
    for key, rank in vote.marks.items():
        by_rank.setdefault(rank, []).append(numbers[key])
    places = ("=".join(map(str, sorted(by_rank[rank]))) for rank in sorted(by_rank))
    return "".join(f"{place} " for place in places)


def _quoted(text: str) -> str:
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{inner}"'
