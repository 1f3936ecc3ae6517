"""Asking somebody to leave a session, and letting them back in."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.subscriptions import revoke
from groundswell.core.text.clean import one_line
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_desk
from groundswell.live.activities import PERSON_LET_BACK, PERSON_SENT_OUT
from groundswell.live.models import HeldLine, Participant, Session
from groundswell.live.rules import may_host, require_may_host


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What whoever is asked to leave reads: a reason from the list, and a word."""

    reason: str = ""
    note: str = ""


UNSAID: Final = Why()


@action
def ask_to_leave(
    *, actor: Actor, session: Session, participant: Participant, why: Why = UNSAID
) -> Participant:
    """At once they write, ask and vote here no more, their room ends, and no line of theirs that
    waits is shown. What they said stays until somebody deletes it."""
    held, person = _held(actor, session, participant)
    if may_host(person.actor, held):
        raise Conflict(_("Whoever leads the session cannot be asked to leave it."))
    if person.removed_at is not None:
        raise Conflict(_("They were asked to leave already."))
    person.removed_at = moment()
    _say(person, why)
    HeldLine.objects.filter(participant=person).delete()
    if person.actor_id is not None:
        transaction.on_commit(partial(revoke, person.actor_id, held.channel))
    _record(PERSON_SENT_OUT, actor, held, person)
    return person


@unlogged(because="that they were asked to leave was told; this is what they read of it")
def say_why(*, actor: Actor, session: Session, participant: Participant, why: Why) -> Participant:
    """Gives whoever was asked to leave a reason, or another one."""
    _session, person = _held(actor, session, participant)
    if person.removed_at is None:
        raise Conflict(_("They take part already."))
    _say(person, why)
    return person


@action
def let_back_in(*, actor: Actor, session: Session, participant: Participant) -> Participant:
    """They take part again."""
    held, person = _held(actor, session, participant)
    if person.removed_at is None:
        raise Conflict(_("They take part already."))
    person.removed_at = None
    _say(person, UNSAID)
    _record(PERSON_LET_BACK, actor, held, person)
    return person


def _say(person: Participant, why: Why) -> None:
    if why.reason not in Participant.Why.values:
        raise Invalid(_("Choose one of the reasons."), "reason")
    person.removed_for = why.reason
    person.removed_note = one_line(why.note, most=300, field="note")
    person.save(update_fields=["removed_at", "removed_for", "removed_note"])


def _held(actor: Actor, session: Session, participant: Participant) -> tuple[Session, Participant]:
    require_may_host(actor, session)
    held = hold(session)
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("actor")
    person = rows.filter(id=participant.id, session=held).first()
    if person is None:
        raise Conflict(_("They did not come to this session."))
    return held, person


def _record(kind: Kind, actor: Actor, session: Session, person: Participant) -> None:
    tell_desk(session)
    record(
        kind,
        actor=actor,
        space_id=session.topic.space_id,
        topic_id=session.topic_id,
        data={"participant": str(person.id)},
    )
