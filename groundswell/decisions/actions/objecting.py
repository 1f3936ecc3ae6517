"""Objections in a consent process: heard, and integrated or withdrawn by who raised them."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._casting import put_open
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.activities import OBJECTION_ANSWERED, OBJECTION_SETTLED
from groundswell.decisions.models import Objection, RollEntry
from groundswell.decisions.rules import may_run, require_unended

ANSWERS = (Objection.State.HEARD, Objection.State.STANDS)
SETTLED = (Objection.State.INTEGRATED, Objection.State.WITHDRAWN)


@action
def answer_objection(*, actor: Actor, objection: Objection, state: str, note: str) -> Objection:
    """Whoever runs the decision hears it, and sees to it from now on; or says that it stands."""
    decision = hold(objection.decision)
    if not may_run(actor, decision):
        raise Refused(_("Whoever runs the decision answers objections. You can reply to it."))
    if state not in ANSWERS:
        raise Invalid(_("Only who raised it says that it is integrated or withdrawn."), "state")
    held = _held(objection)
    held.state, held.owner = state, actor
    _note(held, actor, note)
    record_of(OBJECTION_ANSWERED, actor, decision, message=held.message, target=held.by_id)
    return held


@action
def settle_objection(*, actor: Actor, objection: Objection, state: str, note: str) -> Objection:
    """Who raised it finds it integrated, or withdraws it: their ballot becomes consent."""
    decision = hold(objection.decision)
    require_unended(decision)
    held = _held(objection)
    if held.by_id != actor.id:
        raise Refused(_("Only who raised the objection says that nothing of it stands."))
    if state not in SETTLED:
        raise Invalid(_("Choose integrated or withdrawn."), "state")
    held.state = state
    _note(held, actor, note)
    entry = RollEntry.objects.get(decision=decision, actor=actor)
    put_open(decision, entry, marks={}, position="consent", reason=None)
    record_of(OBJECTION_SETTLED, actor, decision, data={"state": state})
    return held


def _held(objection: Objection) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("message", "by").get(id=objection.id)
    if not held.is_open:
        raise Conflict(_("This objection is settled. Reload and look."))
    return held


def _note(objection: Objection, actor: Actor, note: str) -> None:
    objection.note = one_line(note, most=500, least=1, field="note")
    objection.changed_at, objection.changed_by = now(), actor
    objection.save(update_fields=["state", "owner", "note", "changed_at", "changed_by"])
