"""What was made of the count: the outcome in people's words, and what was promised with it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import LONGEST_BODY, Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.text.clean import clean, one_line
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.activities import (
    COMMITMENT_DUE,
    COMMITMENT_ENDED,
    OUTCOME_STATED,
    REVIEW_DUE,
)
from groundswell.decisions.models import Commitment, Decision, Option, Outcome
from groundswell.decisions.rules import may_run, require_may_run
from groundswell.spaces.rules import membership_of

ENDS = (Commitment.State.DONE, Commitment.State.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Who does what, by when."""

    who: Actor
    what: str
    by_when: date | None = None


@action
def state_outcome(
    *,
    actor: Actor,
    decision: Decision,
    text: str,
    adopts: tuple[Option, ...] = (),
    review_on: date | None = None,
    promises: tuple[Promise, ...] = (),
) -> Outcome:
    """Says what was decided, beside the count. A later one follows it; the newest is current."""
    held = hold(decision)
    require_may_run(actor, held)
    if not held.is_over:
        raise Conflict(_("People still vote. End voting first, then say what was decided."))
    _require_own(held, adopts)
    _require_members(held, promises)
    words = clean(text, most=LONGEST_BODY, least=1, field="text")
    message = append(held.topic, author=actor, text=words, kind=Message.Kind.OUTCOME)
    outcome = Outcome(decision=held, message=message, by=actor, at=message.published_at)
    outcome.review_on = review_on
    outcome.save(force_insert=True)
    outcome.adopted.set(adopts)
    for promise in promises:
        Commitment(
            outcome=outcome,
            who=promise.who,
            what=one_line(promise.what, most=300, least=1, field="promises"),
            by_when=promise.by_when,
        ).save(force_insert=True)
    held.state = Decision.State.DECIDED
    held.save(update_fields=["state"])
    committed = sorted({str(promise.who.id) for promise in promises})
    record_of(OUTCOME_STATED, actor, held, message=message, data={"committed": committed})
    return outcome


@action
def end_commitment(*, actor: Actor, commitment: Commitment, state: str, note: str) -> Commitment:
    """Says that it is done, or that it will not be, and why."""
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("outcome__decision__topic__space__actor").get(id=commitment.id)
    decision = held.outcome.decision
    if held.who_id != actor.id and not may_run(actor, decision):
        raise Refused(_("Whoever promised it, or who runs the decision, says what came of it."))
    if state not in ENDS:
        raise Invalid(_("Choose done, or that it will not be done."), "state")
    if held.state != Commitment.State.OPEN:
        raise Conflict(_("Somebody said already what came of it. Reload and look."))
    least = 1 if state == Commitment.State.DROPPED else 0
    held.state, held.ended_at = state, now()
    held.note = one_line(note, most=500, least=least, field="note")
    held.save(update_fields=["state", "note", "ended_at"])
    record_of(COMMITMENT_ENDED, actor, decision, target=held.who_id, data={"state": state})
    return held


@action
def remind_commitment(*, actor: Actor, commitment: Commitment) -> Commitment:
    """Tells whoever promised it, once, that it is due. Asked by the worker."""
    fresh = Commitment.objects.filter(id=commitment.id, state="open", reminded_at=None)
    if not fresh.update(reminded_at=now()):
        raise Conflict(_("They were reminded already."))
    record_of(COMMITMENT_DUE, actor, commitment.outcome.decision, target=commitment.who_id)
    return commitment


@action
def ask_for_review(*, actor: Actor, outcome: Outcome) -> Outcome:
    """Tells everybody who had a part, once, that the day to look again has come."""
    fresh = Outcome.objects.filter(id=outcome.id, reviewed_at=None)
    if not fresh.update(reviewed_at=now()):
        raise Conflict(_("They were asked already."))
    record_of(REVIEW_DUE, actor, outcome.decision)
    return outcome


def _require_own(decision: Decision, adopts: tuple[Option, ...]) -> None:
    if any(one.decision_id != decision.topic_id for one in adopts):
        raise Invalid(_("Choose among the options of this decision."), "adopts")
    if len(set(adopts)) > 1 and not decision.takes_several:
        raise Invalid(_("One option comes out of this decision: adopt one of them."), "adopts")


def _require_members(decision: Decision, promises: tuple[Promise, ...]) -> None:
    for promise in promises:
        if membership_of(promise.who, decision.topic.space) is None:
            told = _("@%(handle)s does not belong to %(space)s. Name somebody who does.")
            names = {"handle": promise.who.handle, "space": decision.topic.space.name}
            raise Invalid(told % names, "promises")
