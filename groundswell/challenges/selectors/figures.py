"""Figures of a challenge, each by a definition that is said, and the rows that each counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.counting import (
    ACCEPTED,
    DAYS,
    Counts,
    answered_within,
    answers,
    counted_comments,
    counted_ideas,
    counts_of,
)
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.challenges.selectors.said import count_said
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in
from groundswell.core.pagination import Page, keyset

PER_CENT: Final = 100
PER_PAGE: Final = 30
NOT_SAID: Final = "-"
"""Stands in addresses for what an idea does not say of itself."""
STANCES: Final = {
    "against": (Message.Alignment.AGAINST, _("Against")),
    "favour": (Message.Alignment.IN_FAVOUR, _("In favour")),
    "neutral": (Message.Alignment.NEUTRAL, _("Neutral")),
    NOT_SAID: (None, _("Not said")),
}


def share(part: int, whole: int) -> float:
    """A part in per cent, to one place; nothing of nothing is 0."""
    return round(PER_CENT * part / whole, 1) if whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Ideas that have something in common: how many, and how many were accepted."""

    key: str
    name: str
    ideas: int
    accepted: int

    @property
    def accepted_share(self) -> float:
        """In per cent."""
        return share(self.accepted, self.ideas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Comments that have something in common: how many, and how many were answered."""

    key: str
    name: str
    comments: int
    answered: int

    @property
    def answered_share(self) -> float:
        """In per cent."""
        return share(self.answered, self.comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Of the ideas that are `days` old, how many had an official answer by then."""

    days: int
    ideas: int
    answered: int

    @property
    def answered_share(self) -> float:
        """In per cent."""
        return share(self.answered, self.ideas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All of them. Ideas that were combined into others count with those."""

    ideas: int
    accepted: int
    answered: int
    stages: list[Group]
    origins: list[Group]
    categories: list[Group]
    sectors: list[Group]
    disciplines: list[Group]
    stances: list[Heard]
    roots: Heard
    comments: Heard
    paces: list[Pace]

    @property
    def accepted_share(self) -> float:
        """In per cent."""
        return share(self.accepted, self.ideas)


def figures_of(challenge: Challenge) -> Figures:
    """Every figure of the challenge, counted now."""
    return figures_from(challenge, counts_of(challenge))


def figures_from(challenge: Challenge, counts: Counts) -> Figures:
    """The figures that these counts come to, in the reader's language."""
    stages = _groups(counts["stage_id"], {str(s.id): s.name for s in _stages(challenge)})
    stances, roots, comments = _heard(counts["comments"])
    origins = {key: str(label) for key, label in Idea.Origin.choices if key}
    return Figures(
        ideas=sum(group.ideas for group in stages),
        accepted=sum(group.accepted for group in stages),
        answered=counts["answered"],
        stages=stages,
        origins=_said(_groups(counts["origin"], origins)),
        categories=_said(_groups(counts["category"])),
        sectors=_said(_groups(counts["sector"])),
        disciplines=_said(_groups(counts["discipline"])),
        stances=stances,
        roots=roots,
        comments=comments,
        paces=[Pace(days=days, ideas=due, answered=done) for days, due, done in counts["paces"]],
    )


def _stages(challenge: Challenge) -> Iterable[Stage]:
    return Stage.objects.filter(challenge=challenge).order_by("position", "id")


def _groups(rows: list[list[Any]], names: Mapping[str, str] | None = None) -> list[Group]:
    """In the order of `names` where they are given, else the largest first."""
    groups = {
        key: Group(
            key=key or NOT_SAID,
            name=(names or {}).get(key, key) or str(_("Not said")),
            ideas=ideas,
            accepted=accepted,
        )
        for key, ideas, accepted in rows
    }
    if names is None:
        return sorted(groups.values(), key=lambda it: (-it.ideas, it.name))
    known = [groups[key] for key in names if key in groups]
    return known + [group for key, group in groups.items() if key not in names]


def _said(groups: list[Group]) -> list[Group]:
    """Nothing where nothing at all was said."""
    return groups if any(group.key != NOT_SAID for group in groups) else []


def _heard(told: list[list[Any]]) -> tuple[list[Heard], Heard, Heard]:
    """By stance; those that answer the idea itself; and all of them."""

    def heard(key: str, name: str, chosen: list[list[Any]]) -> Heard:
        return Heard(
            key=key,
            name=name,
            comments=sum(row[3] for row in chosen),
            answered=sum(row[3] for row in chosen if row[2]),
        )

    stances = [
        heard(key, str(name), [row for row in told if row[0] == alignment])
        for key, (alignment, name) in STANCES.items()
    ]
    roots = heard("root", str(_("Comments on the idea itself")), [row for row in told if row[1]])
    everything = heard("", str(_("All comments")), told)
    return [it for it in stances if it.comments], roots, everything


def ideas_counted(challenge: Challenge, asked: Mapping[str, str]) -> Page[Idea]:
    """A page of the ideas behind a figure; raises `Invalid` for what names no figure."""
    rows = counted_ideas(challenge)
    if stage := asked.get("stage"):
        rows = rows.filter(stage=id_in(stage))
    for column in ("origin", "category", "sector", "discipline"):
        if column in asked:
            value = asked[column]
            rows = rows.filter(**{column: "" if value == NOT_SAID else value})
    if asked.get("accepted"):
        rows = rows.filter(ACCEPTED)
    if asked.get("answered"):
        rows = rows.filter(answer__isnull=False)
    if within := asked.get("within"):
        if not within.isdecimal() or int(within) not in DAYS:
            raise Invalid(_("There is no such figure."))
        wait = timedelta(days=int(within))
        rows = rows.filter(answered_within(wait), topic__published_at__lte=now() - wait)
    page = keyset(
        rows.with_topic(),
        ("-topic_id",),
        after=asked.get("after"),
        before=asked.get("before"),
        limit=PER_PAGE,
    )
    count_said(page.items)
    return page


def comments_counted(challenge: Challenge, asked: Mapping[str, str]) -> Page[Message]:
    """A page of the comments behind a figure; raises `Invalid` for what names no figure."""
    rows = counted_comments(challenge)
    if stance := asked.get("stance"):
        if stance not in STANCES:
            raise Invalid(_("There is no such figure."))
        rows = rows.filter(alignment=STANCES[stance][0])
    if asked.get("root"):
        rows = rows.filter(parent=None)
    if asked.get("answered"):
        rows = rows.filter(Exists(answers()))
    return keyset(
        rows.select_related("author", "topic__space__actor"),
        ("-id",),
        after=asked.get("after"),
        before=asked.get("before"),
        limit=PER_PAGE,
    )
