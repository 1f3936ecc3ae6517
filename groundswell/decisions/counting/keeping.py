"""A count put by, so that it is told in any language later without counting again."""

import json
from typing import Any

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
        return {key: facts(one) for key, one in counted.items() if key not in _WORDS}
    return [facts(one) for one in counted] if isinstance(counted, list) else counted


def _fill(said: str, into: Translate) -> str:
    text, values = json.loads(said)
    return into(text).format(**values)


def _table(table: dict[str, Any], into: Translate) -> dict[str, Any]:
    return {
        "title": into(table["title"]),
        "heading": [into(text) if text else "" for text in table["heading"]],
        "rows": [
            [into(cell) if isinstance(cell, str) and cell else cell for cell in row]
            for row in table["rows"]
        ],
    }
