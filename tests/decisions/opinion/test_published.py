"""Against mathematics that others published, conversation by conversation."""

import numpy as np
import pytest

from groundswell.decisions.opinion import AGREE, DISAGREE, Tally, on_groups
from groundswell.decisions.opinion.axes import extremity
from groundswell.decisions.routing import PROCESS, priority

SIDES = {AGREE: "agree", DISAGREE: "disagree"}
# One conversation, of so many statements, was published with priorities of another time.
OTHER_PRIORITIES = 252


def stated(places, votes):
    """The published numbers of statements."""
    return [int(votes.statements[place]) for place in places]


def test_everything_equals_what_was_published(published):
    votes, math = published.votes, published.math
    made = on_groups(votes, published.groups)

    tallies_equal(made, math)
    consensus_equals(made, math)
    lists_equal(made, math)
    axes_agree(made, math)
    priorities_equal(made, math)


def tallies_equal(made, math):
    """Agreed, disagreed and seen, of every group on every statement."""
    place = {name: number for number, name in enumerate(made.votes.statements)}
    for group in made.groups:
        told = math["group-votes"][group.letter]["votes"]
        ours = {
            name: {
                "A": int(group.tally.agree[place[name]]),
                "D": int(group.tally.disagree[place[name]]),
                "S": int(group.tally.seen[place[name]]),
            }
            for name in told
        }
        assert ours == told


def consensus_equals(made, math):
    told = math["group-aware-consensus"]
    place = {name: number for number, name in enumerate(made.votes.statements)}
    if any(isinstance(value, dict) for value in told.values()):
        # The oldest conversation was published group by group, with A / (S + 1): from before the
        # estimate that all others have.
        for name, shares in told.items():
            for group in made.groups:
                agree, seen = (
                    int(column[place[name]]) for column in (group.tally.agree, group.tally.seen)
                )
                assert agree / (seen + 1) == pytest.approx(shares[group.letter], abs=1e-9)
        return
    ours = {name: made.group_informed[0][place[name]] for name in told}
    assert ours == pytest.approx(told, abs=1e-9, rel=0)


def lists_equal(made, math):
    """The same statements, on the same side, in the same order."""
    for side in ("agree", "disagree"):
        ours = stated(getattr(made.majority, side), made.votes)
        assert ours == [one["tid"] for one in math["consensus"][side]]
    for group in made.groups:
        ours = [
            (
                int(made.votes.statements[one.statement]),
                "agree" if one.side == AGREE else "disagree",
            )
            for one in group.representative
        ]
        assert ours == [(one["tid"], one["repful-for"]) for one in math["repness"][group.letter]]


def axes_agree(made, math):
    place = {name: number for number, name in enumerate(made.votes.statements)}
    rows = [place[str(name)] for name in math["tids"]]
    for axis, told in enumerate(np.array(math["pca"]["comps"])):
        ours = made.on.axes[rows, axis]
        likeness = ours @ told / np.linalg.norm(ours) / np.linalg.norm(told)
        assert abs(likeness) > 0.999


def priorities_equal(made, math):
    """What is shown next: of the votes of those on the map, and the published places."""
    told = math.get("comment-priorities", {})
    place = {name: number for number, name in enumerate(made.votes.statements)}
    rows = np.array([place[str(name)] for name in math["tids"]])
    far = np.zeros(len(made.votes.statements))
    far[rows] = math["pca"]["comment-extremity"]
    meta = np.isin(made.votes.statements, [str(name) for name in math.get("meta-tids", ())])
    grouped = Tally(
        *(sum(column) for column in zip(*(one.tally for one in made.groups), strict=True))
    )
    columns = (grouped.agree, grouped.disagree, grouped.passed, far, meta)
    each = zip(*(column.tolist() for column in columns), strict=True)
    ours = [PROCESS if about else priority(*tally, extremity=out) for *tally, out, about in each]
    if told and len(made.votes.statements) != OTHER_PRIORITIES:
        assert {name: ours[place[name]] for name in told} == pytest.approx(told, rel=1e-9)
    kept = made.votes.kept[rows]
    # Published over the statements that anybody voted on; ours over all.
    ours = extremity(made.on)[rows][kept] * (len(rows) / len(made.votes.statements)) ** 0.5
    assert ours == pytest.approx(far[rows][kept], rel=0.03, abs=0.03)
