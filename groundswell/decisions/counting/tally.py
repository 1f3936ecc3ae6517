"""What a count comes to: winners, ties and tests, and how it went in words and in tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from groundswell.decisions.counting.said import Number, Said, data

Cell = str | Number
Translate = Callable[[str], str]
WON, TIED, PASSED, FAILED, COUNTED, NOBODY = (
    "won",
    "tied",
    "passed",
    "failed",
    "counted",
    "nobody",
)


def _cell(cell: Cell, into: Translate) -> object:
    return into(cell) if isinstance(cell, str) and cell else data(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures with their heading."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def data(self, into: Translate = str) -> dict[str, Any]:
        """For programs."""
        rows = [[_cell(cell, into) for cell in row] for row in self.rows]
        heading = [into(text) if text else "" for text in self.heading]
        return {"title": into(self.title), "heading": heading, "rows": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One step of a count: what happened, and where everybody stands after it."""

    says: tuple[Said, ...]
    table: Table

    def data(self, into: Translate = str) -> dict[str, Any]:
        """For programs."""
        return {"says": [said.put(into) for said in self.says], "table": self.table.data(into)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A condition that the rules set, and whether it was met."""

    code: str
    met: bool
    says: Said

    def data(self, into: Translate = str) -> dict[str, Any]:
        """For programs."""
        return {"code": self.code, "met": self.met, "says": self.says.put(into)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one method makes of the ballots, before the rules' tests are put to it."""

    verdict: str
    winners: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    """Between whom nothing could choose."""
    ranking: tuple[tuple[str, ...], ...] = ()
    """Best first; those in one place are level."""
    totals: Mapping[str, Number]
    support: Mapping[str, Number]
    """By how many voters each is carried: what a floor is asked of."""
    against: Number = 0
    """How many stand in its way: what a ceiling is asked of."""
    says: tuple[Said, ...] = ()
    rounds: tuple[Round, ...] = ()
    tables: tuple[Table, ...] = ()
    drawn: str = ""
    """What a draw was seeded with, where one was held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The whole result."""

    method: str
    tally: Tally
    tests: tuple[Test, ...]
    cast: int
    electorate: int | None
    names: Mapping[str, str]

    @property
    def winners(self) -> tuple[str, ...]:
        """Who won, all tests being met."""
        return self.tally.winners

    @property
    def tied(self) -> tuple[str, ...]:
        """Between whom nothing could choose."""
        return self.tally.tied

    @property
    def verdict(self) -> str:
        """What it came to, as a code."""
        return self.tally.verdict

    def data(self, into: Translate = str) -> dict[str, Any]:
        """For programs; the same for the same ballots in any order. For people, `into` puts its
        words into their language."""
        tally = self.tally
        return {
            "method": self.method,
            "verdict": tally.verdict,
            "winners": list(tally.winners),
            "tied": list(tally.tied),
            "ranking": [list(place) for place in tally.ranking],
            "totals": {key: data(value) for key, value in tally.totals.items()},
            "cast": self.cast,
            "electorate": self.electorate,
            "tests": [test.data(into) for test in self.tests],
            "says": [said.put(into) for said in tally.says],
            "rounds": [step.data(into) for step in tally.rounds],
            "tables": [table.data(into) for table in tally.tables],
            "drawn": tally.drawn,
            "names": dict(self.names),
        }
