"""Announcing a session and leading it from one state to the next."""

from dataclasses import replace
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, origin, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.models import Topic
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.subscriptions import revoke_for_all
from groundswell.live.actions._announcing import ASKING, PLANNED, Plan, set_plan, set_speakers
from groundswell.live.actions._ending import end_polls, end_questions
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_state, tell_upcoming, tell_wall
from groundswell.live.activities import (
    SESSION_ANNOUNCED,
    SESSION_BEGAN,
    SESSION_CHANGED,
    SESSION_CLOSED,
    SESSION_GREW,
    SESSION_WRAPPED,
)
from groundswell.live.models import Session
from groundswell.live.rules import (
    require_agreed,
    require_may_announce,
    require_may_host,
    require_state,
)
from groundswell.spaces.models import Space

State = Session.State


@action
def announce_session(*, actor: Actor, space: Space, title: str, text: str, plan: Plan) -> Session:
    """Opens the topic that is announcement, room, recap and conversation at once."""
    require_may_announce(actor, space)
    if plan.starts_at < moment():
        raise Invalid(_("This time has passed already. Choose one to come."), "starts")
    topic, opening = begin_topic(
        actor,
        space,
        kind=Topic.Kind.SESSION,
        title=title,
        text=text,
        # The next one of a series is made without its host, whose draft is their own.
        draft=f"series-{plan.series.id}" if plan.series else f"session-{space.id}",
    )
    session = Session(
        topic=topic, source=origin().source, series=plan.series, series_day=plan.series_day
    )
    set_plan(session, plan)
    session.save(force_insert=True)
    set_speakers(session, plan.speakers)
    at = topic.published_at
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    record(
        SESSION_ANNOUNCED,
        actor=actor,
        space_id=space.id,
        topic_id=topic.id,
        message_id=opening.id,
        target_actor_id=session.host_id,
    )
    return session


@action
def change_session(*, actor: Actor, session: Session, plan: Plan) -> Session:
    """Says anew when and how it takes place. Once it has begun, its time stays as it was."""
    require_may_host(actor, session)
    held = hold(session)
    if held.state != State.ANNOUNCED:
        # To the second, which no form shows.
        plan = replace(plan, starts_at=held.starts_at)
        require_agreed(held, plan.recording)
    took_guests = held.guests_at is not None
    set_plan(held, plan)
    held.save(update_fields=[*PLANNED, *ASKING])
    if took_guests and not plan.guests:
        transaction.on_commit(partial(revoke_for_all, held.guest_channel))
    set_speakers(held, plan.speakers)
    _record(SESSION_CHANGED, actor, held)
    return held


@action
def begin_session(*, actor: Actor, session: Session) -> Session:
    """The session is live from now on."""
    held = _moved(actor, session, State.LIVE, State.ANNOUNCED)
    held.began_at = moment()
    held.save(update_fields=["state", "began_at"])
    tell_state(held)
    tell_upcoming(held)
    _record(SESSION_BEGAN, actor, held)
    return held


@action
def wrap_up_session(*, actor: Actor, session: Session) -> Session:
    """The last minutes: what is left is said, and what one takes along."""
    held = _moved(actor, session, State.WRAP_UP, State.LIVE)
    held.wrapped_at = moment()
    held.save(update_fields=["state", "wrapped_at"])
    tell_state(held)
    _record(SESSION_WRAPPED, actor, held)
    return held


@action
def close_session(*, actor: Actor, session: Session) -> Session:
    """The session is over; its conversation goes on, and what is still open goes on there."""
    held = _moved(actor, session, State.RECAPPED, State.LIVE, State.WRAP_UP)
    # A room that the host had closed opens with the end: its conversation goes on.
    held.closed_at, held.frozen_at = moment(), None
    held.save(update_fields=["state", "closed_at", "frozen_at"])
    ended = {"questions": end_questions(held, actor), "polls": end_polls(held)}
    tell_state(held)
    tell_wall(held)
    _record(SESSION_CLOSED, actor, held, **ended)
    return held


@action
def tell_growth(*, actor: Actor, session: Session) -> Session:
    """A week later: who came is told, once, that something was added since."""
    held = hold(session)
    if held.grown_at is not None or not held.is_over:
        raise Conflict(_("This was told already."))
    held.grown_at = moment()
    held.save(update_fields=["grown_at"])
    _record(SESSION_GREW, actor, held)
    return held


@unlogged(because="nothing was added, and nobody is told of nothing")
def let_week_pass(*, actor: Actor, session: Session) -> None:
    """A week later, and nothing was added."""
    del actor
    Session.objects.filter(topic=session.topic_id, grown_at=None).update(grown_at=moment())


def _moved(actor: Actor, session: Session, to: str, *states: str) -> Session:
    require_may_host(actor, session)
    held = hold(session)
    require_state(held, *states)
    held.state = to
    return held


def _record(kind: Kind, actor: Actor, session: Session, **ended: list[int]) -> None:
    record(
        kind,
        actor=actor,
        space_id=session.topic.space_id,
        topic_id=session.topic_id,
        data={what: [str(id_) for id_ in ids] for what, ids in ended.items() if ids},
    )
