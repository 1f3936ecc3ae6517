"""From the stances of a decision to its opinion map, and from the map to what pages show."""

from collections import Counter, OrderedDict
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import numpy as np

from groundswell.decisions.models import Decision, OpinionSnapshot, Option, RollEntry, Stance
from groundswell.decisions.models.opinion import HEIGHT, WIDTH
from groundswell.decisions.opinion import (
    AGREE,
    Before,
    OpinionMap,
    Tally,
    Vote,
    Votes,
    carried_on,
    mapped,
)
from groundswell.decisions.opinion.axes import SHOWN

# Groups of fewer people are named and not broken down.
BROKEN_DOWN_FROM: Final = 5
# Fewer people on a map are no picture of anything.
MAP_FROM: Final = 8
# A transaction may commit later than the times it wrote.
_LATE: Final = timedelta(minutes=2)
# After so much growth the whole map is made afresh, stability and all.
_AFRESH: Final = 1.05
_KEPT_MAPS: Final = 4
_BETWEEN: Final = 0.75
"""Who is as far from their own group as this part of the way to the next stands between them."""
_NEARLY_ALL: Final = 0.8
_CELL: Final = 16

_kept: OrderedDict[int, "Charted"] = OrderedDict()


class Charted(NamedTuple):
    """A map, the moment of its newest stance, with how many votes it was last made afresh, and who
    was off the roll then."""

    made: OpinionMap
    until: datetime
    afresh: int
    gone: frozenset[int]


def charted(decision: Decision) -> Charted | None:
    """The map as it is now; carried on from the last one where this process still has that, and
    else named as the last picture was."""
    last = _kept.pop(decision.pk, None)
    gone, before = _gone(decision), None
    if last is not None and last.gone != gone:
        # What somebody said leaves the map with them, and comes back with them.
        before, last = Before.of(last.made), None
    since = last.until - _LATE if last else None
    votes, until = _stances(decision, since)
    if last is None and not votes:
        return None
    left_out = _left_out(decision)
    if last is None:
        if before is None:
            before = before_of(OpinionSnapshot.objects.filter(decision=decision).first())
        newest = _made(Votes.of(votes, left_out=left_out), before, until, gone)
    else:
        grown = last.made.votes.joined(votes, left_out=left_out)
        changed = [vote.person for vote in votes]
        newest = _carried(last, grown, changed, max(until, last.until))
    _kept[decision.pk] = newest
    while len(_kept) > _KEPT_MAPS:
        _kept.popitem(last=False)
    return newest


def before_of(snapshot: OpinionSnapshot | None) -> Before:
    """What the last picture hands to the next, after a restart too."""
    if snapshot is None:
        return Before()
    letters: dict[str, list[str]] = {}
    for entry, (_across, _down, letter, *_between) in snapshot.places.items():
        if letter:
            letters.setdefault(letter, []).append(entry)
    return Before(letters=letters, axes=snapshot.shown.get("axes", {}))


def forget() -> None:
    """Starts over, as a new process does."""
    _kept.clear()


def _made(votes: Votes, before: Before, until: datetime, gone: frozenset[int]) -> Charted:
    return Charted(mapped(votes, before=before), until, len(votes), gone)


def _gone(decision: Decision) -> frozenset[int]:
    rows = RollEntry.objects.filter(decision=decision, withdrawn_at__isnull=False, voted=1)
    return frozenset(rows.values_list("id", flat=True))


def _carried(last: Charted, votes: Votes, changed: list[str], until: datetime) -> Charted:
    if len(votes) > last.afresh * _AFRESH or len(votes) < 5_000:
        return _made(votes, Before.of(last.made), until, last.gone)
    return Charted(carried_on(last.made, votes, changed=changed), until, last.afresh, last.gone)


def _stances(decision: Decision, since: datetime | None) -> tuple[list[Vote], datetime]:
    rows = Stance.objects.standing().filter(decision=decision)
    if since is not None:
        rows = rows.filter(at__gt=since)
    listed = rows.values_list("entry_id", "option__number", "value", "at")
    votes, until = [], since or datetime.fromtimestamp(0, tz=decision.topic.published_at.tzinfo)
    for entry, number, value, at in listed.iterator(chunk_size=5_000):
        votes.append(Vote(str(entry), str(number), value))
        until = max(until, at)
    return votes, until


def _left_out(decision: Decision) -> list[str]:
    """Statements that are not shown, and those about the process."""
    shown = Option.objects.filter(decision=decision).shown().filter(about="matter")
    every = Option.objects.filter(decision=decision).exclude(id__in=shown.values("id"))
    return [str(number) for number in every.values_list("number", flat=True)]


def shown_of(made: OpinionMap) -> dict[str, Any]:
    """What everybody may see, in numbers of statements and places on the picture."""
    names = [int(name) for name in made.votes.statements]
    spots = spots_of(made)
    letters = letters_of(made)
    agree, disagree = made.group_informed
    return {
        "people": int((made.votes.seen_by > 0).sum()),
        "on_map": len(made.people),
        "votes": len(made.votes),
        "distinct": made.distinct and len(made.people) >= MAP_FROM,
        "silhouette": round(made.silhouette, 3),
        "stability": round(made.stability.least, 3) if made.stability else None,
        "groups": [_group(one, names) for one in made.groups] if made.distinct else [],
        "dots": _dots(spots, letters),
        "majority": {
            "agree": [names[one] for one in made.majority.agree],
            "disagree": [names[one] for one in made.majority.disagree],
        },
        "bridging": [names[one] for one in made.bridging],
        "dividing": [names[one] for one in made.dividing] if made.distinct else [],
        "informed": {
            str(name): [round(yes, 4), round(no, 4)]
            for name, yes, no in zip(names, agree.tolist(), disagree.tolist(), strict=True)
        },
        "tallies": _tallies(made.everybody, names),
        "extremity": {
            str(name): round(far, 6)
            for name, far in zip(names, made.extremity.tolist(), strict=True)
        },
        "axes": dict(zip(made.votes.statements, made.on.axes.round(9).tolist(), strict=True)),
        "blocs": [
            {
                "people": len(note.bloc.people),
                "percent": round(100 * note.bloc.share),
                "distinct_without": note.distinct_without,
                "letter": _mostly(made, note.bloc.people),
            }
            for note in made.blocs
        ],
    }


def _mostly(made: OpinionMap, people: np.ndarray[Any, Any]) -> str:
    """The letter of the group that a bloc is nearly the whole of; empty where there is none."""
    if not made.distinct:
        return ""
    shares = [
        (float(np.isin(group.members, people).mean()), group.letter)
        for group in made.groups
        if len(group.members)
    ]
    share, letter = max(shares, default=(0.0, ""))
    return letter if share >= _NEARLY_ALL else ""


def places_of(made: OpinionMap) -> dict[str, list[Any]]:
    """Where each row of the roll stands: across, down, its group's letter, and the letter of the
    group that it stands nearly as near to."""
    spots, letters, others = spots_of(made), letters_of(made), others_of(made)
    rows = zip(made.people.tolist(), spots.tolist(), letters, others, strict=True)
    return {made.votes.people[one]: [*spot, own, other] for one, spot, own, other in rows}


def others_of(made: OpinionMap) -> list[str]:
    """Of everybody on the map the group next to their own, where they stand between the two."""
    if not made.distinct or len(made.groups) < 2:
        return [""] * len(made.people)
    points = made.points[:, :SHOWN]
    own = np.array([np.isin(made.people, group.members) for group in made.groups])
    centres = np.array([points[members].mean(axis=0) for members in own])
    far = np.linalg.norm(points[:, None, :] - centres[None, :, :], axis=2)
    place = own.argmax(axis=0)
    home = far[np.arange(len(far)), place]
    far[np.arange(len(far)), place] = np.inf
    next_to = far.argmin(axis=1)
    between = home >= _BETWEEN * far.min(axis=1)
    return [
        made.groups[at].letter if near else ""
        for at, near in zip(next_to.tolist(), between.tolist(), strict=True)
    ]


def spots_of(made: OpinionMap) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Places on the picture. The few who stand far out stand at its edge."""
    points = made.points[:, :SHOWN]
    if not len(points):
        return np.zeros((0, 2), np.int64)
    reach = np.maximum(np.quantile(np.abs(points), 0.98, axis=0), 1e-9)
    scaled = np.clip(points / reach, -1, 1) * (0.46, -0.44) + 0.5
    return np.asarray(np.rint(scaled * (WIDTH, HEIGHT)).astype(np.int64))


def letters_of(made: OpinionMap) -> list[str]:
    """The group of everybody on the map; empty where there are no distinct groups."""
    letter = dict.fromkeys(made.people.tolist(), "")
    if made.distinct:
        for group in made.groups:
            letter.update(dict.fromkeys(group.members.tolist(), group.letter))
    return [letter[one] for one in made.people.tolist()]


def _dots(spots: np.ndarray[Any, np.dtype[np.int64]], letters: list[str]) -> list[list[Any]]:
    """People who stand close together as one mark: where, how large, and of which group."""
    cells = Counter(
        (x // _CELL, y // _CELL, letter)
        for (x, y), letter in zip(spots.tolist(), letters, strict=True)
    )
    most = max(cells.values(), default=1)
    return [
        [
            x * _CELL + _CELL // 2,
            y * _CELL + _CELL // 2,
            round(3 + 5 * (n / most) ** 0.5, 1),
            letter,
        ]
        for (x, y, letter), n in sorted(cells.items())
    ]


def _group(group: Any, names: list[int]) -> dict[str, Any]:
    told = {"letter": group.letter, "people": len(group.members)}
    if len(group.members) < BROKEN_DOWN_FROM:
        return {**told, "small": True, "says": [], "tallies": {}}
    says = [
        [names[one.statement], "agree" if one.side == AGREE else "disagree"]
        for one in group.representative
    ]
    return {**told, "small": False, "says": says, "tallies": _tallies(group.tally, names)}


def _tallies(tally: Tally, names: list[int]) -> dict[str, list[int]]:
    columns = (column.tolist() for column in (tally.agree, tally.disagree, tally.seen))
    return {str(name): list(row) for name, *row in zip(names, *columns, strict=True)}
