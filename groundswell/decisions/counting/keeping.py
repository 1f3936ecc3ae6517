"""A count put by, so that it is told in any language later without counting again."""

import json
from typing import Any

from groundswell.decisions.counting.judgement import MIDDLE
from groundswell.decisions.counting.tally import Count, Translate

_WORDS = {"says", "title", "heading"}


class _Open(str):
    """A sentence whose places are not filled yet."""

    __slots__ = ()

    def format(self, *_args: object, **values: object) -> str:
        """The sentence, and what stands in its places."""
        return json.dumps([str(self), values], ensure_ascii=False)


def keep(count: Count) -> dict[str, Any]:
    """The count as data, every sentence left open for its language."""
    return count.data(_Open)


def tell(kept: dict[str, Any], into: Translate) -> dict[str, Any]:
    """What `Count.data(into)` gives, of a count that was put by."""
    return {
        **kept,
        "tests": [{**test, "says": _fill(test["says"], into)} for test in kept["tests"]],
        "says": [_fill(said, into) for said in kept["says"]],
        "rounds": [
            {
                "says": [_fill(said, into) for said in step["says"]],
                "table": _table(step["table"], into),
            }
            for step in kept["rounds"]
        ],
        "tables": [_table(table, into) for table in kept["tables"]],
    }


def facts(counted: Any) -> Any:
    """A count without its words: what one made elsewhere, or years later, has to agree with."""
    if isinstance(counted, dict):
        figures = {key: one for key, one in counted.items() if key not in _WORDS}
        return {key: _cells(one) if key == "rows" else facts(one) for key, one in figures.items()}
    return [facts(one) for one in counted] if isinstance(counted, list) else counted


def _cells(rows: Any) -> Any:
    """What an option is called stands beside its figures, and is compared by its key."""
    if isinstance(rows, list):
        return [_cells(one) for one in rows]
    return None if isinstance(rows, str) else facts(rows)


def _fill(said: str, into: Translate) -> str:
    text, values = json.loads(said)
    return into(text).format(**values)


def _table(table: dict[str, Any], into: Translate) -> dict[str, Any]:
    heading = [into(text) if text else "" for text in table["heading"]]
    graded = table["heading"][1:2] == [MIDDLE]
    rows = [
        [into(cell) if isinstance(cell, str) and cell else cell for cell in row]
        for row in table["rows"]
    ]
    return {
        "title": into(table["title"]),
        "heading": heading,
        "rows": [_with_grade(row, heading) if graded else row for row in rows],
    }


def _with_grade(row: list[Any], heading: list[str]) -> list[Any]:
    """A middle grade by its name, which heads the column of those who gave it: the best first."""
    middle = row[1]
    return [row[0], heading[-1 - middle] if isinstance(middle, int) else middle, *row[2:]]
