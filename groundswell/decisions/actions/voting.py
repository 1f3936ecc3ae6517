"""Voting: open ballots with their voter's name, secret ones without."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Refused
from groundswell.core.queueing import in_turn
from groundswell.decisions.actions._casting import (
    Cast,
    hold_open,
    marks_of,
    put_open,
    put_secret,
    reason_for,
)
from groundswell.decisions.actions._objecting import follow_objection
from groundswell.decisions.actions._roll import hold_entry
from groundswell.decisions.activities import VOTE_CHANGED, VOTED
from groundswell.decisions.models import Decision


@in_turn
@action
def cast_ballot(*, actor: Actor, decision: Decision, cast: Cast) -> Decision:
    """Votes, or votes otherwise; an open ballot is one's own until closing."""
    held = hold_open(decision)
    if held.is_secret:
        raise Refused(_("This ballot is secret: it is cast without your name."))
    entry = hold_entry(held, actor)
    marks = marks_of(held, cast)
    reason = reason_for(held, actor, cast)
    follow_objection(held, actor, position=cast.position, reason=reason)
    first = put_open(held, entry, marks=marks, position=cast.position, reason=reason)
    record(
        VOTED if first else VOTE_CHANGED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=reason.id if reason else None,
    )
    return held


@in_turn
@unlogged(because="a log of who voted when would lead from voter to secret ballot")
def cast_secret(*, actor: Actor, decision: Decision, cast: Cast, receipt: str = "") -> str:
    """Votes without leaving a name or a time; gives the receipt. With the receipt of a ballot
    that is in the box, that ballot is changed: nobody else can know which is whose."""
    held = hold_open(decision)
    if not held.is_secret:
        raise Refused(_("Ballots of this decision are open: they carry your name."))
    return put_secret(held, hold_entry(held, actor), cast, receipt=receipt)
