"""A decision's life: opening, closing, more time, once more."""

from datetime import datetime

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._closing import (
    forget_delegations,
    keep_delegations,
    publish_count,
    shuffle,
)
from groundswell.decisions.actions._counting import count_anew
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.actions._roll import enrol_space, recount_ballots
from groundswell.decisions.activities import (
    PROPOSAL_CHANGED,
    VOTING_CLOSED,
    VOTING_END_SET,
    VOTING_ENDS_SOON,
    VOTING_EXTENDED,
    VOTING_OPENED,
    VOTING_REOPENED,
)
from groundswell.decisions.models import Decision
from groundswell.decisions.reading import standing_objections, version_of
from groundswell.decisions.rules import require_may_run

BEFORE = (Decision.State.DRAFT, Decision.State.SCHEDULED)


@action
def begin_voting(*, actor: Actor, decision: Decision) -> Decision:
    """Opens it for votes: by hand, or by the worker when its time has come."""
    held = hold(decision)
    at = now()
    due = held.state == Decision.State.SCHEDULED and held.opens_at and held.opens_at <= at
    if not due:
        require_may_run(actor, held)
    if held.state not in BEFORE:
        raise Conflict(_("It was opened for votes already."))
    if held.closes_at is not None and held.closes_at <= at:
        raise Conflict(_("Its end has passed. Give it more time first."))
    held.state, held.opened_at = Decision.State.OPEN, at
    held.save(update_fields=["state", "opened_at"])
    enrol_space(held, held.topic.space)
    record_of(VOTING_OPENED, actor, held)
    return held


@action
def close_voting(*, actor: Actor, decision: Decision) -> Decision:
    """Ends voting and publishes the count: by hand, or by the worker when its time has come."""
    held = hold(decision)
    at = now()
    by_hand = not (held.closes_at and held.closes_at <= at)
    if by_hand:
        require_may_run(actor, held)
    if held.state != Decision.State.OPEN:
        raise Conflict(_("It is not open for votes."))
    if by_hand and held.is_talked_over:
        raise Conflict(_("It has not come to objections yet. Take it there step by step first."))
    enrol_space(held, held.topic.space)
    if held.method == "consent" and by_hand:
        _require_settled(standing_objections(held).count())
    held.state, held.closed_at = Decision.State.CLOSED, at
    held.save(update_fields=["state", "closed_at"])
    recount_ballots(held)
    keep_delegations(held)
    shuffle(held)
    publish_count(held)
    record_of(VOTING_CLOSED, actor, held)
    return held


@action
def extend_voting(
    *, actor: Actor, decision: Decision, closes_at: datetime, reason: str
) -> Decision:
    """More time, or an end where there was none, announced with the reason in the conversation."""
    held = hold(decision)
    require_may_run(actor, held)
    if held.is_over:
        raise Conflict(_("Voting has ended. Open it again instead."))
    if closes_at <= now() or (held.closes_at is not None and closes_at <= held.closes_at):
        raise Invalid(_("Choose a later end than it has now."), "closes_at")
    first = held.closes_at is None
    held.closes_at, held.reminded_at = closes_at, None
    held.save(update_fields=["closes_at", "reminded_at"])
    text = _("The vote has an end now: %(reason)s") if first else _("More time to vote: %(reason)s")
    told = _said(held, actor, text, reason)
    record_of(VOTING_END_SET if first else VOTING_EXTENDED, actor, held, message=told)
    return held


@action
def reopen_voting(
    *, actor: Actor, decision: Decision, closes_at: datetime | None, reason: str
) -> Decision:
    """Opens a closed decision once more. Never a secret one: its count was published."""
    held = hold(decision)
    require_may_run(actor, held)
    if held.state != Decision.State.CLOSED:
        raise Conflict(_("Only a decision whose voting has ended is opened again."))
    if held.is_secret:
        raise Conflict(
            _("Secret ballots are not opened again: the count has been seen. Open a new decision.")
        )
    if closes_at is not None and closes_at <= now():
        raise Invalid(_("The end lies in the past. Choose a later time."), "closes_at")
    held.state, held.closed_at, held.closes_at = Decision.State.OPEN, None, closes_at
    held.reminded_at = None
    held.save(update_fields=["state", "closed_at", "closes_at", "reminded_at"])
    forget_delegations(held)
    count_anew(decision=held)
    told = _said(held, actor, _("Open for votes once more: %(reason)s"), reason)
    record_of(VOTING_REOPENED, actor, held, message=told)
    return held


@action
def remind_undecided(*, actor: Actor, decision: Decision) -> Decision:
    """Tells those who have not voted, once, that it ends within a day. Asked by the worker."""
    held = hold(decision)
    if held.state != Decision.State.OPEN or held.reminded_at is not None:
        raise Conflict(_("They were reminded already."))
    held.reminded_at = now()
    held.save(update_fields=["reminded_at"])
    record_of(VOTING_ENDS_SOON, actor, held)
    return held


@action
def mark_version(*, actor: Actor, decision: Decision) -> Decision:
    """The proposal reads otherwise than when people voted: they are told. Asked by the worker."""
    held = hold(decision)
    version = version_of(held)
    if held.is_over or held.version == version:
        raise Conflict(_("This version is known already."))
    held.version = version
    held.save(update_fields=["version"])
    count_anew(decision=held)  # a tag may have come or gone, and with it who votes for whom
    record_of(PROPOSAL_CHANGED, actor, held)
    return held


def _said(decision: Decision, actor: Actor, told: str, reason: str) -> Message:
    because = one_line(reason, most=1000, least=1, field="reason")
    text = told % {"reason": because}
    return append(decision.topic, author=actor, text=text, kind=Message.Kind.NOTE)


def _require_settled(number: int) -> None:
    if number:
        raise Conflict(
            _("An objection stands. It closes once every objection is integrated or withdrawn.")
        )
