"""What the worker does for sessions: what a clock begins, whoever is awake."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, DomainError, Refused
from groundswell.core.later import later
from groundswell.core.queueing import writing
from groundswell.core.schedule import every
from groundswell.live.actions import (
    Plan,
    announce_session,
    await_leader,
    carry_from_called_off,
    drop_line,
    extend_prompts,
    let_week_pass,
    pass_turn,
    plan_day,
    put_prompt,
    show_line,
    tell_end,
    tell_growth,
    tell_turn,
)
from groundswell.live.actions.ending import ENDS
from groundswell.live.actions.running import PATIENCE
from groundswell.live.activities import TURN_PASSED
from groundswell.live.growth import A_WEEK, growth_of
from groundswell.live.models import HeldLine, Prompt, Question, QuestionChange, Series, Session
from groundswell.live.pacing import in_turn, last_of, next_after, next_day, upcoming, with_account
from groundswell.live.rules import Paused
from groundswell.spaces.rules import who_accepted

if TYPE_CHECKING:
    import structlog
else:
    structlog = later("structlog")

State = Question.State
TOLD_AT_ONCE: Final = 10
MOST_AHEAD: Final = 4
"""Sessions of a series that are announced at once."""
RELATED = ("actor", "participant__actor", "session__topic__space__actor", "session__host")


@every(seconds=5)
def put_due_prompts() -> None:
    """Prompts whose minute has come, one for each session: after a pause of the whole site the
    rest comes as far apart as it was planned."""
    running = Session.objects.with_topic().filter(
        state__in=Session.ON,
        prompts_run_at__isnull=False,
        prompts_held_at=None,
        frozen_at=None,
        topic__closing=None,
    )
    for session in running:
        found = upcoming(session, Prompt.objects.filter(session=session))
        if found is None or found.at is None or found.at > now():
            continue
        late = now() - found.at
        number = found.prompt.number
        try:
            put_prompt(actor=session.host, session=session, number=number, by_itself=True)
            if late > timedelta(seconds=PATIENCE):
                seconds = int(late.total_seconds())
                extend_prompts(actor=session.host, session=session, seconds=seconds)
        except Refused as error:  # not tried again until somebody who leads lets them come
            await_leader(actor=session.host, session=session)
            structlog.get_logger(__name__).warning(
                "prompts_held", session=session.topic_id, why=str(error)
            )
        except DomainError as error:
            structlog.get_logger(__name__).warning(
                "prompt_not_put", session=session.topic_id, number=number, why=str(error)
            )


@task()
def tell_ends(closing_id: int) -> None:
    """The log says question by question what the end of a session made of them. A few at a time,
    so that whoever writes meanwhile waits for these alone."""
    closing = Activity.objects.select_related("actor").get(id=closing_id)
    ids = sorted(int(id_) for id_ in closing.data["questions"])
    for start in range(0, len(ids), TOLD_AT_ONCE):
        _tell_some(closing, ids[start : start + TOLD_AT_ONCE])


def _tell_some(closing: Activity, ids: list[int]) -> None:
    """Those of them that were not told before the worker was killed, if it was."""
    with writing(), transaction.atomic():
        rows = Session.objects.select_for_update(of=("self",), no_key=True)
        session = rows.get(topic=closing.topic_id or 0)
        if session.closed_at is None:
            return
        changes = QuestionChange.objects.filter(
            question__in=ids, at=session.closed_at, by=closing.actor
        )
        said = Activity.objects.filter(
            topic_id=session.topic_id,
            id__gt=closing.id,
            kind__in=[kind.name for kind in ENDS.values()],
            data__question__in=[str(id_) for id_ in ids],
        )
        told = {(one.kind, one.data["question"]) for one in said}
        found = changes.select_related("question__session__topic", "question__asker")
        for change in found.order_by("question"):
            kind = ENDS[State(change.after)]
            if (kind.name, str(change.question_id)) not in told:
                tell_end(actor=closing.actor, change=change)


@every(hours=1)
def tell_what_was_added() -> None:
    """A week after the end, once; what is older by far, such as an import, is let be."""
    end = now() - A_WEEK
    over = Session.objects.with_topic().filter(
        state=Session.State.RECAPPED,
        grown_at=None,
        closed_at__lte=end,
        closed_at__gt=end - A_WEEK,
    )
    for session in over:
        tells = tell_growth if growth_of(session) else let_week_pass
        with suppress(DomainError):
            tells(actor=session.host, session=session)


@every(minutes=5)
def announce_next_sessions() -> None:
    """Every series has one session ahead: made as the last one was, by the next host in turn."""
    announce_where_none_is_ahead(Series.objects.all())
    carry_from_those_called_off()


def announce_where_none_is_ahead(series: QuerySet[Series]) -> None:
    """Those of these series that have no session to come get the next one."""
    for one in _without_next(series):
        try:
            with writing(), transaction.atomic():
                held = _held(one)
                # Whoever leads it may have announced the next one meanwhile, or ended it.
                if _without_next(Series.objects.filter(id=one.id)).exists():
                    announce_next(held)
        except (DomainError, IntegrityError) as error:  # one that fails keeps no other waiting
            structlog.get_logger(__name__).warning(
                "session_not_announced", series=one.id, why=str(error)
            )


def _without_next(series: QuerySet[Series]) -> QuerySet[Series]:
    ahead = Session.objects.filter(series=OuterRef("pk"), state=Session.State.ANNOUNCED)
    due = ahead.filter(starts_at__gt=now(), topic__closing=None)
    return series.filter(~Exists(due), ended_at=None, first_day__isnull=False)


def carry_from_those_called_off() -> None:
    """Questions that waited for a session which does not take place go on in the next one of its
    series; where there is none, what was carried there goes back to where it was asked."""
    off = Session.objects.with_topic().filter(
        Q(topic__closing__isnull=False) | Q(topic__removed_at__isnull=False),
        state=Session.State.ANNOUNCED,
    )
    for session in off.filter(_has_waiting()).select_related("topic__closing__by", "series"):
        to = Topic.objects.get(id=next_after(session))
        by = session.topic.closing.by if hasattr(session.topic, "closing") else session.host
        for question in _waiting_for(session, moves=to.id != session.topic_id):
            asked = question.asked_before.session if question.asked_before else question.session
            into = to if to.id != session.topic_id else asked.topic
            with suppress(Conflict):
                carry_from_called_off(actor=by, question=question, to=into)


def _has_waiting() -> Q:
    carried = Question.objects.filter(carried_to=OuterRef("topic"), state=State.CARRIED)
    asked = Question.objects.filter(session=OuterRef("pk"), state=State.OPEN)
    return Exists(carried.exclude(session=OuterRef("pk"))) | Exists(asked)


def _waiting_for(session: Session, *, moves: bool) -> list[Question]:
    """Those carried there, and, where the next session takes them, those asked ahead. What is
    asked ahead for the second time stands for what it was."""
    here = Q(carried_to=session.topic_id, state=State.CARRIED, taken_up=None)
    asked = Q(session=session, state=State.OPEN)
    back = asked & Q(asked_before__isnull=False)
    rows = Question.objects.filter(here & ~Q(session=session) | (asked if moves else back))
    return list(
        rows.select_related("session__topic", "asked_before__session__topic").order_by("id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What whoever announces the next session saw and typed: the day that was the next one, what it
    was about, and what it is to be about."""

    day: date
    was: str = ""
    focus: str = ""


def announce_ahead(*, actor: Actor, series: Series, pressed: Pressed) -> Session:
    """The next session before its time, so that its date and its address can be passed on. Pressed
    twice, also by two at the same instant, it is announced once; refused, all stays as it was."""
    with writing(), transaction.atomic():
        held = _held(series)
        _require_as_seen(held, pressed)
        plan_day(actor=actor, series=held, day=pressed.day, skipped=False, focus=pressed.focus)
        made = announce_next(held, by=actor)
        if made is None:
            raise Conflict(_nobody(held))
    return made


def _nobody(series: Series) -> str:
    hosts = with_account([*(one.actor for one in series.hosts.select_related("actor")), series.by])
    if hosts and not who_accepted(hosts, series.space):
        return _(
            "Nobody who hosts this series has accepted the guidelines of this space. "
            "Ask them to, or name other hosts."
        )
    return _("Nobody who hosts this series may announce a session here. Name other hosts.")


def _held(series: Series) -> Series:
    """No other session of the series is announced, and none of its days planned, meanwhile."""
    rows = Series.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("space__actor", "by").get(id=series.id)


def _require_as_seen(series: Series, pressed: Pressed) -> None:
    ahead = Session.objects.filter(series=series, state=Session.State.ANNOUNCED)
    if ahead.filter(starts_at__gt=now(), topic__closing=None).count() >= MOST_AHEAD:
        raise Conflict(_("Enough sessions are announced ahead. The next one comes after these."))
    noted = series.exceptions.filter(day=pressed.day).first()
    if noted is not None and noted.skipped:
        raise Conflict(_("This day is left out. If it takes place after all, take it in again."))
    if next_day(series, now()) != pressed.day or last_of(series) is None:
        raise Conflict(
            _("This day is announced already, or the series has none like it. Look again.")
        )
    focus = noted.focus if noted is not None else ""
    if focus not in {pressed.was, pressed.focus}:
        raise Conflict(_("Somebody else wrote meanwhile what this day is about. Look again."))


def announce_next(series: Series, *, by: Actor | None = None) -> Session | None:
    """The next session of a series; none where it has no day to come, or where nobody who hosts it
    may announce one. The caller holds the series. Whose turn it is hears of it, and whose turn
    passes, from whoever pressed, else from the space."""
    day = next_day(series, now())
    last = last_of(series)
    if day is None or last is None:
        return None
    focus = series.exceptions.filter(day=day).values_list("focus", flat=True).first()
    opening = Message.objects.get(topic=last.topic_id, number=1)
    by = by or series.space.actor
    # Whoever began the series takes a turn that nobody else may.
    hosts = [*in_turn(series, last), *with_account([series.by])]
    ready = who_accepted(hosts, series.space)
    for host in hosts:
        if host.id not in ready:
            _pass_turn(host, series, day, by=by)
            continue
        with suppress(Refused):
            made = announce_session(
                actor=host,
                space=series.space,
                title=f"{series.title}: {focus}"[:150] if focus else _dated(series, day),
                text=opening.text or last.purpose,
                plan=_as_before(series, last, host=host, day=day),
            )
            if host.id != by.id:
                tell_turn(actor=by, session=made)
            return made
    return None


def _pass_turn(host: Actor, series: Series, day: date, *, by: Actor) -> None:
    """Told once for each day, however often it is tried."""
    about = {"series": str(series.id), "day": day.isoformat()}
    rows = Activity.objects.filter(kind=TURN_PASSED.name, target_actor_id=host.id)
    if not rows.filter(data=about).exists():
        pass_turn(actor=by, host=host, series=series, day=day)


def _dated(series: Series, day: date) -> str:
    return f"{series.title[:130]}, {date_format(day)}"


def _as_before(series: Series, last: Session, *, host: Actor, day: date) -> Plan:
    same = ("minutes", "zone", "recording", "naming", "moderation", "totals", "most_unanswered")
    return Plan(
        purpose=last.purpose,
        host=host,
        starts_at=series.moment(day),
        hashtag=last.hashtag,
        guests=last.guests_at is not None,
        series=series,
        series_day=day,
        **{name: getattr(last, name) for name in same},
    )


@every(seconds=3)
def show_lines() -> None:
    """Lines of delayed chats that no live hub showed, since nobody listens to their rooms."""
    due = HeldLine.objects.filter(due_at__lte=now(), session__frozen_at=None)
    for topic_id in due.values_list("session", flat=True).distinct():
        show_due_lines(topic_id)


def show_due_lines(topic_id: int) -> int:
    """Shows what waited long enough; gives how many lines still wait. None shows in a room that is
    closed for a while."""
    rows = HeldLine.objects.filter(session=topic_id, session__frozen_at=None)
    for line in rows.filter(due_at__lte=now()).select_related(*RELATED).order_by("id"):
        try:
            show_line(actor=line.actor, line=line)
        except Paused:
            break
        except DomainError:  # meanwhile its session ended, or its writer had to go
            drop_line(actor=line.actor, line=line)
    return rows.count()
