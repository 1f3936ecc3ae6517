"""An opinion map in the field's exchange format; agree is 1 in every table."""

import csv
import zipfile
from collections import defaultdict
from io import BytesIO, StringIO
from typing import Any

from django.utils.crypto import salted_hmac

from groundswell.decisions.models import Decision, OpinionSnapshot, Option, Stance

Row = list[Any]
Cast = list[tuple[int, int, int, Any]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def packed(decision: Decision, address: str) -> bytes:
    """Four tables in one archive. Participants have numbers that say nothing of who they are."""
    options = list(Option.objects.filter(decision=decision, retired_at=None).in_order())
    rows = Stance.objects.standing().filter(decision=decision)
    columns = ("entry_id", "option__number", "value", "at")
    cast = list(rows.order_by("entry_id", "option__number").values_list(*columns))
    people = sorted({one for one, *_ in cast}, key=_lot)
    number = {one: place for place, one in enumerate(people)}
    tables = {
        "summary.csv": _summary(decision, address, options, len(people)),
        "comments.csv": _comments(options),
        "votes.csv": _votes(number, cast),
        "participants-votes.csv": _participants(decision, options, number, cast),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(zipfile.ZipInfo(name), _written(table))
    return made.getvalue()


def _lot(entry: int) -> bytes:
    """Its place in an order that nobody can draw again who knows the roll."""
    return salted_hmac("opinion-export", str(entry), algorithm="sha256").digest()


def _summary(decision: Decision, address: str, options: list[Option], people: int) -> list[Row]:
    return [
        ["topic", decision.topic.title],
        ["url", f"{address}{decision.get_absolute_url()}"],
        ["voters", people],
        ["comments", len(options)],
    ]


def _comments(options: list[Option]) -> list[Row]:
    state = {"shown": 1, "waiting": 0, "refused": -1}
    head = ["comment-id", "author-id", "agrees", "disagrees", "moderated", "is-meta"]
    rows = [
        [
            one.number,
            "",
            one.agrees,
            one.disagrees,
            state[one.moderation],
            str(one.about == "process").lower(),
            one.text if one.moderation == Option.Moderation.SHOWN else "",
        ]
        for one in options
    ]
    return [[*head, "comment-body"], *rows]


def _votes(number: dict[int, int], cast: Cast) -> list[Row]:
    """By the hour: finer times would tell who sat together."""
    rows = [
        [int(at.timestamp()) // 3600 * 3600, what, number[one], value]
        for one, what, value, at in cast
    ]
    return [["timestamp", "comment-id", "voter-id", "vote"], *sorted(rows, key=lambda r: r[1:])]


def _participants(
    decision: Decision, options: list[Option], number: dict[int, int], cast: Cast
) -> list[Row]:
    kept = OpinionSnapshot.objects.filter(decision=decision).first()
    places, groups = (kept.places, kept.shown["groups"]) if kept else ({}, [])
    small = {one["letter"] for one in groups if one["small"]}
    by_person: dict[int, dict[int, int]] = defaultdict(dict)
    for one, what, value, _at in cast:
        by_person[one][what] = value
    head = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"]
    rows = []
    for one, place in number.items():
        said = by_person[one]
        values = list(said.values())
        letter = places.get(str(one), ["", "", ""])[2]
        letter = "" if letter in small else letter
        about = [place, letter, "", len(values), values.count(1), values.count(-1)]
        rows.append([*about, *(said.get(option.number, "") for option in options)])
    return [[*head, *(option.number for option in options)], *rows]


def _is_formula(cell: Any) -> bool:
    """Whether a table program would compute it; numbers may be negative."""
    return isinstance(cell, str) and cell.startswith(_FORMULA)


def _written(table: list[Row]) -> str:
    made = StringIO()
    out = csv.writer(made, lineterminator="\n")
    for row in table:
        out.writerow([f"'{cell}" if _is_formula(cell) else cell for cell in row])
    return made.getvalue()
