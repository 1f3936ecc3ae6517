"""A space's questions, how quickly they are answered, and the questions behind each figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery

from groundswell.actors.models import Actor
from groundswell.conversations.models import AcceptedAnswer, HoldingReply, Message, Topic
from groundswell.conversations.selectors.question import Clock, Promise, clocks, promises
from groundswell.core.clock import now
from groundswell.core.pagination import keyset
from groundswell.people.models import meets
from groundswell.spaces.models import Space

QUESTIONS_PER_PAGE = 30
LISTED = ("author", "space__actor")
WINDOW = timedelta(days=90)
MOST_MEASURED = 2_000

# Any, because what is annotated once (`answered`, `due_on`) is read by each list.
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The median and the 90th percentile of a wait; None when nothing was asked."""

    median: timedelta | None
    slow: timedelta | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How quickly a space answers: of the questions asked in the last 90 days."""

    asked: int
    first: Figure
    answer: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """One question in the list."""

    topic: Topic
    clock: Clock
    promise: Promise | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """The page of a space's questions."""

    show: str
    counts: dict[str, int]
    figures: Figures
    rows: list[AskedRow]
    next_cursor: str | None
    previous_cursor: str | None


def answers_page(
    space: Space,
    viewer: Actor | None,
    *,
    show: str,
    after: str | None = None,
    before: str | None = None,
) -> AnswersPage:
    """The questions of one list, and the figures of all: a fixed number of queries.

    The figures are the space's, the same for everybody; the lists leave out whom one avoids.
    """
    everything = _questions(space, viewer)
    listed = everything.filter(meets(viewer))
    lists = {name: narrowed(listed, space) for name, narrowed in LISTS.items()}
    order = ("-id",) if show in {"answered", "recent"} else ("id",)
    page = keyset(
        lists[show].select_related(*LISTED),
        order,
        after=after,
        before=before,
        limit=QUESTIONS_PER_PAGE,
    )
    topics = list(page.items)
    clock, promised = clocks(topics), promises([topic.id for topic in topics])
    return AnswersPage(
        show=show,
        counts={name: rows.count() for name, rows in lists.items()},
        figures=figures(everything),
        rows=[
            AskedRow(topic=topic, clock=clock[topic.id], promise=promised.get(topic.id))
            for topic in topics
        ],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _questions(space: Space, viewer: Actor | None) -> Rows:
    answered = AcceptedAnswer.objects.filter(topic=OuterRef("id"), message__tombstoned_at=None)
    held = HoldingReply.objects.filter(topic=OuterRef("id"), message__tombstoned_at=None)
    rows = Topic.objects.visible_to(viewer).in_space(space)
    return rows.filter(kind=Topic.Kind.QUESTION, last_number__gt=0).annotate(
        answered=Exists(answered),
        due_on=Subquery(
            held.order_by("-message_id").values("due_on")[:1], output_field=DateField()
        ),
    )


def _open(rows: Rows, space: Space) -> Rows:
    return rows.filter(answered=False, closing=None)


def _unanswered(rows: Rows, space: Space) -> Rows:
    """Nobody but the asker has said a word yet."""
    replies = Message.objects.filter(topic=OuterRef("id"), number__gt=1, tombstoned_at=None)
    others = replies.exclude(author=OuterRef("author")).exclude(kind=Message.Kind.NOTE)
    return _open(rows, space).exclude(Exists(others))


def _promised(rows: Rows, space: Space) -> Rows:
    return _open(rows, space).filter(due_on__gte=now().date())


def _overdue(rows: Rows, space: Space) -> Rows:
    """A promised day has passed; or nothing was promised and the space's own time has."""
    too_old = now() - timedelta(days=space.answer_days)
    return _open(rows, space).filter(
        Q(due_on__lt=now().date()) | Q(due_on=None, published_at__lt=too_old)
    )


def _answered(rows: Rows, space: Space) -> Rows:
    return rows.filter(answered=True)


def _recent(rows: Rows, space: Space) -> Rows:
    """Those that the figures count."""
    return rows.filter(published_at__gte=now() - WINDOW)


LISTS: dict[str, Callable[[Rows, Space], Rows]] = {
    "open": _open,
    "unanswered": _unanswered,
    "promised": _promised,
    "overdue": _overdue,
    "answered": _answered,
    "recent": _recent,
}


def figures(questions: Rows) -> Figures:
    """Measured over the latest questions of the window; one that waits counts with its wait."""
    recent = questions.filter(published_at__gte=now() - WINDOW).order_by("-id")
    asked = list(recent.only("id", "published_at")[:MOST_MEASURED])
    found = list(clocks(asked).values())
    return Figures(
        asked=len(asked),
        first=_figure([(clock.asked_at, clock.to_first) for clock in found]),
        answer=_figure([(clock.asked_at, clock.to_answer) for clock in found]),
    )


def _figure(waits: list[tuple[datetime, timedelta | None]]) -> Figure:
    at = now()
    so_far = sorted(at - asked if wait is None else wait for asked, wait in waits)
    waiting = sum(1 for _, wait in waits if wait is None)
    return Figure(median=_percentile(so_far, 0.5), slow=_percentile(so_far, 0.9), waiting=waiting)


def _percentile(waits: list[timedelta], share: float) -> timedelta | None:
    """The nearest rank: a wait that really was, and not one between two."""
    return waits[max(ceil(share * len(waits)), 1) - 1] if waits else None
