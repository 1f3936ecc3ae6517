"""The public export of a decision as data: what was counted, so that anyone can count again."""

import json
from hashlib import sha256
from typing import Any, Final

from groundswell.decisions.counting.election import (
    Candidate,
    CountingError,
    Election,
    Rules,
    Vote,
)
from groundswell.decisions.counting.ties import ballot_lines

FORMAT: Final = "groundswell-decision/1"
_RULES: Final = (
    "method",
    "seats",
    "most",
    "budget",
    "quorum",
    "floor",
    "ceiling",
    "share_of",
    "ties",
)
_WORDS: Final = {"method", "share_of", "ties"}
_MAY_BE_NONE: Final = {"quorum", "floor", "ceiling"}
_LEAST: Final = {"seats": 1, "most": 1}


def pack(election: Election) -> dict[str, Any]:
    """What a count is a function of, ballots in an order that says nothing of who voted when."""
    return {
        "title": election.title,
        "rules": {name: getattr(election.rules, name) for name in _RULES},
        "options": [
            {"id": one.key, "name": one.name, "cost": one.cost, "withdrawn": one.withdrawn}
            for one in election.candidates
        ],
        "electorate": election.electorate,
        "ballots": [
            dict(zip(("marks", "position", "weight", "group"), json.loads(line), strict=True))
            for line in ballot_lines(election)
        ],
    }


def digest(packed: dict[str, Any]) -> str:
    """SHA-256 of rules, options, electorate and ballots, as `pack` gives them."""
    counted = {name: packed[name] for name in ("rules", "options", "electorate", "ballots")}
    text = json.dumps(counted, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode()).hexdigest()


def unpack(data: Any) -> Election:
    """The election of an export. Raises `CountingError` with a sentence."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise CountingError(f"This is no export of a decision: it has to say {FORMAT}.")
    try:
        return Election(
            rules=Rules(**{name: _rule(name, data["rules"][name]) for name in _RULES}),
            candidates=tuple(
                Candidate(
                    key=str(one["id"]),
                    name=str(one["name"]),
                    cost=int(one["cost"]),
                    withdrawn=bool(one["withdrawn"]),
                )
                for one in data["options"]
            ),
            votes=tuple(_vote(one) for one in data["ballots"]),
            electorate=None if data["electorate"] is None else int(data["electorate"]),
            title=str(data.get("title", "")),
        )
    except CountingError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CountingError(f"Something is missing or wrong in this export: {error}.") from error


def _rule(name: str, said: Any) -> Any:
    """A rule as it stands in the file, if a count can follow it."""
    if name in _WORDS:
        if not isinstance(said, str):
            raise CountingError(f"The rule {name} has to be a word.")
        return said
    least = _LEAST.get(name, 0)
    if (type(said) is int and said >= least) or (said is None and name in _MAY_BE_NONE):
        return said
    raise CountingError(f"The rule {name} has to be a whole number from {least} up.")


def _vote(one: dict[str, Any]) -> Vote:
    return Vote(
        marks={str(key): int(value) for key, value in one["marks"].items()},
        position=str(one.get("position", "")),
        weight=int(one.get("weight", 1)),
        group=str(one.get("group", "")),
    )
