"""What was said to be wrong with messages, for those who look after their spaces, and what came of
it, for those who said so and those it was said of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Case, Message, Report
from groundswell.conversations.rules import looks_after
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.pagination import Page, keyset
from groundswell.core.prepared import Prepared
from groundswell.spaces.models import Space

MOST_REPORTS = 100
MOST_EARLIER = 20
_SHOWN = ("message__author", "message__topic__space__actor", "taken_by", "settled_by")


def _waiting(viewer: int, *, staff: bool = False) -> QuerySet[Case, Any]:
    # Named by a query of their own, because SQLite takes an empty table for one of a million rows,
    # and would rather read every topic to see whether there is a case.
    few = Case.objects.filter(id__in=Case.objects.open().values("id"))
    return few.looked_after_by(viewer, staff=staff).order_by().values_list("message__topic__space")


_WAITING = Prepared(_waiting)
_WAITING_FOR_STAFF = Prepared(partial(_waiting, staff=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in the queue: the reports of one message, by what is said to be wrong."""

    case: Case
    about: list[tuple[str, int]]

    @property
    def count(self) -> int:
        """How many reported it."""
        return sum(number for _name, number in self.about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the cases that the viewer sees to."""

    rows: list[CaseRow]
    waiting: int
    next_cursor: str | None
    previous_cursor: str | None


def queue(
    viewer: Actor,
    *,
    settled: bool,
    space: Space | None,
    after: str | None = None,
    before: str | None = None,
) -> Queue:
    """Cases that wait, the oldest first, or those that are settled, the latest first: four queries
    for any number of them."""
    cases = Case.objects.visible_to(viewer)
    if space is not None:
        cases = cases.filter(message__topic__space=space)
    shown = cases.settled() if settled else cases.open()
    order = ("-id",) if settled else ("id",)
    page = keyset(shown.select_related(*_SHOWN), order, after=after, before=before)
    return Queue(
        rows=_rows(page),
        waiting=cases.open().count(),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _rows(page: Page[Case]) -> list[CaseRow]:
    said: dict[int, Counter[str]] = {case.id: Counter() for case in page.items}
    reports = Report.objects.filter(case__in=list(said)).order_by("id")
    for case_id, about in reports.values_list("case_id", "about"):
        said[case_id][about] += 1
    return [CaseRow(case=case, about=_named(said[case.id])) for case in page.items]


def _named(said: Counter[str]) -> list[tuple[str, int]]:
    return [(str(Report.About(about).label), number) for about, number in said.most_common()]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """All that is known of the reports of one message."""

    message: Message
    case: Case | None
    """The one that waits, or else the latest."""
    reports: list[Report]
    answers: Message | None
    """What the message answers, as far as it stands."""
    visible: bool
    """Whether the viewer can go to its place."""
    earlier: list[Case]
    """What was settled about the same author before, where the viewer looks after spaces."""

    @property
    def appealed(self) -> bool:
        """Whether the author asks for another look."""
        return any(report.about == Report.About.APPEAL for report in self.reports)

    @property
    def changed(self) -> bool:
        """Whether the message no longer says what was reported."""
        case = self.case
        return case is not None and bool(case.words) and case.words != self.message.text


def case_page(message: Message, viewer: Actor) -> CasePage:
    """The case of the message that waits, or else its latest, in seven queries."""
    cases = Case.objects.visible_to(viewer).select_related("taken_by", "settled_by")
    of_message = cases.filter(message=message)
    case = of_message.open().first() or of_message.order_by("-id").first()
    reports: list[Report] = []
    if case is not None:
        case.message = message
        reports = list(case.reports.select_related("actor").order_by("id")[:MOST_REPORTS])
    return CasePage(
        message=message,
        case=case,
        reports=reports,
        answers=_answered(message, viewer),
        visible=Message.objects.visible_to(viewer).filter(id=message.id).exists(),
        earlier=_earlier(message, case, viewer),
    )


def _answered(message: Message, viewer: Actor) -> Message | None:
    before = Message.objects.visible_to(viewer).standing().filter(id=message.parent_id or 0)
    return before.select_related("author", "topic__space__actor").first()


def _earlier(message: Message, case: Case | None, viewer: Actor) -> list[Case]:
    settled = Case.objects.visible_to(viewer).settled().filter(message__author=message.author_id)
    found = settled.exclude(id=case.id if case else 0).select_related(*_SHOWN)
    return list(found.order_by("-id")[:MOST_EARLIER])


def reports_seen(message: Message, viewer: Actor | None) -> int:
    """How many reports there are, for whoever may read them."""
    if not looks_after(viewer, message):
        return 0
    return Report.objects.filter(case__message=message).count()


def cases_waiting(viewer: Actor, space: Space | None = None) -> int:
    """How many wait for the viewer, here or anywhere."""
    waiting = _WAITING_FOR_STAFF if viewer.account.is_staff else _WAITING
    spaces = [space_id for (space_id,) in waiting(viewer=viewer.id)]
    return len(spaces) if space is None else spaces.count(space.id)


def own_reports(
    person: Actor, *, after: str | None = None, before: str | None = None
) -> Page[Report]:
    """What the person reported, the latest first."""
    said = Report.objects.filter(actor=person).exclude(about=Report.About.APPEAL)
    rows = said.select_related(f"case__{_SHOWN[1]}")
    return keyset(rows.select_related("case__message__author"), after=after, before=before)


def readable(reports: Sequence[Report], viewer: Actor) -> set[int]:
    """Messages of these reports that the viewer can still see."""
    ids = [report.case.message_id for report in reports]
    return set(Message.objects.visible_to(viewer).filter(id__in=ids).values_list("id", flat=True))


def outcomes_for(message_id: int, person: Actor) -> QuerySet[Case]:
    """What came of reports of a message, for its author where something was done and for who
    reported it; also of one that they can no longer see."""
    if message_id > LAST_ID:
        return Case.objects.none()
    reported = Q(reports__actor=person)
    spoken_to = Q(message__author=person, outcome__in=Case.TOLD)
    cases = Case.objects.filter(reported | spoken_to, message=message_id)
    return cases.select_related(*_SHOWN).order_by("-id").distinct()
