"""Objections in a consent process: heard, and integrated or withdrawn by who raised them."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid, Refused
from groundswell.decisions.actions._casting import put_open
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.actions._objecting import hold_objection, note_on
from groundswell.decisions.activities import OBJECTION_ANSWERED, OBJECTION_SETTLED
from groundswell.decisions.models import Objection, RollEntry
from groundswell.decisions.rules import may_run, require_unended

ANSWERS = (Objection.State.HEARD, Objection.State.STANDS)


@action
def answer_objection(*, actor: Actor, objection: Objection, state: str, note: str) -> Objection:
    """Whoever runs the decision hears it, and sees to it from now on; or says that it stands."""
    decision = hold(objection.decision)
    if not may_run(actor, decision):
        raise Refused(_("Whoever runs the decision answers objections. You can reply to it."))
    if state not in ANSWERS:
        raise Invalid(_("Only who raised it says that it is integrated or withdrawn."), "state")
    held = hold_objection(objection)
    held.state, held.owner = state, actor
    note_on(held, actor, note)
    record_of(OBJECTION_ANSWERED, actor, decision, message=held.message, target=held.by_id)
    return held


@action
def settle_objection(*, actor: Actor, objection: Objection, state: str, note: str) -> Objection:
    """Who raised it finds it integrated, or withdraws it: their ballot becomes consent."""
    decision = hold(objection.decision)
    require_unended(decision)
    held = hold_objection(objection)
    if held.by_id != actor.id:
        raise Refused(_("Only who raised the objection says that nothing of it stands."))
    if state not in Objection.SETTLED:
        raise Invalid(_("Choose integrated or withdrawn."), "state")
    held.state = state
    note_on(held, actor, note)
    entry = RollEntry.objects.get(decision=decision, actor=actor)
    put_open(decision, entry, marks={}, position="consent")
    record_of(OBJECTION_SETTLED, actor, decision, data={"state": state})
    return held
