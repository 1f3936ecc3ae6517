"""An opinion map as one object for programs: names instead of places, plain lists and numbers."""

from typing import Any

from groundswell.decisions.opinion.axes import SHOWN
from groundswell.decisions.opinion.consensus import Sided
from groundswell.decisions.opinion.mapping import BlocNote, OpinionMap
from groundswell.decisions.opinion.shapes import AGREE, Floats

_DIGITS = 12


def described(made: OpinionMap) -> dict[str, Any]:
    """What `--json` prints: ids are texts, and lists are in the order of the groups."""
    people, statements = made.votes.people, made.votes.statements
    left_out = zip(statements, made.votes.left_out, strict=True)
    on_map = (people[place] for place in made.people)
    return {
        "people": len(people),
        "statements": len(statements),
        "votes": len(made.votes),
        "left_out": [name for name, out in left_out if out],
        "axes": dict(zip(statements, _rounded(made.on.axes[:, :SHOWN]), strict=True)),
        "on_map": dict(zip(on_map, _rounded(made.points[:, :SHOWN]), strict=True)),
        **_grouped(made),
        **_listed(made),
        "tallies": _tallies(made),
        "blocs": [_bloc(note, people) for note in made.blocs],
    }


def _grouped(made: OpinionMap) -> dict[str, Any]:
    """The groups, and whether to speak of any."""
    people, stability = made.votes.people, made.stability
    over = stability and {
        "people": round(stability.people, _DIGITS),
        "statements": round(stability.statements, _DIGITS),
    }
    return {
        "groups": [
            {"name": group.letter, "members": [people[place] for place in group.members]}
            for group in made.groups
        ],
        "silhouette": round(made.silhouette, _DIGITS),
        "stability": stability and round(stability.least, _DIGITS),
        "stability_over": over,
        "distinct": made.distinct,
    }


def _listed(made: OpinionMap) -> dict[str, Any]:
    """What unites and what tells apart."""
    names = made.votes.statements
    agree, disagree = (column.tolist() for column in made.group_informed)
    return {
        "group_informed": {
            name: {"agree": yes, "disagree": no}
            for name, yes, no in zip(names, agree, disagree, strict=True)
        },
        "majority": {
            "agree": [names[one] for one in made.majority.agree],
            "disagree": [names[one] for one in made.majority.disagree],
        },
        "representative": [
            [_sided(one, names) for one in group.representative] for group in made.groups
        ],
        "bridging": [names[one] for one in made.bridging],
        "dividing": [names[one] for one in made.dividing],
    }


def _bloc(note: BlocNote, people: tuple[str, ...]) -> dict[str, Any]:
    return {
        "people": [people[place] for place in note.bloc.people],
        "share": round(note.bloc.share, _DIGITS),
        "statements": note.bloc.statements,
        "distinct_without": note.distinct_without,
        "likeness_without": round(note.likeness_without, _DIGITS),
    }


def _sided(one: Sided, statements: tuple[str, ...]) -> dict[str, str]:
    side = "agree" if one.side == AGREE else "disagree"
    return {"statement": statements[one.statement], "side": side}


def _tallies(made: OpinionMap) -> dict[str, dict[str, int]]:
    """What everybody said to each statement."""
    agree, disagree, seen = (column.tolist() for column in made.everybody)
    rows = zip(made.votes.statements, agree, disagree, seen, strict=True)
    return {
        name: {"agree": yes, "disagree": no, "pass": all_ - yes - no}
        for name, yes, no, all_ in rows
    }


def _rounded(table: Floats) -> list[list[float]]:
    """Without the last bits; and no minus before a nought."""
    return [[round(one, _DIGITS) + 0.0 for one in row] for row in table.tolist()]
