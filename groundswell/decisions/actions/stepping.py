"""Taking a consent decision from step to step, by hand."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.activities import STEP_TAKEN
from groundswell.decisions.models import Decision
from groundswell.decisions.rules import require_may_run
from groundswell.decisions.stepping import may_follow


@action
def take_step(*, actor: Actor, decision: Decision, step: str) -> Decision:
    """Goes on to the next step, or back to amend the proposal."""
    held = hold(decision)
    require_may_run(actor, held)
    if not held.step:
        raise Conflict(_("This decision has no steps: people vote on it at once."))
    if held.state != Decision.State.OPEN:
        raise Conflict(_("It is not open, so it takes no step. Open it first."))
    if not may_follow(held.step, step):
        raise Invalid(_("This step does not follow now. Reload and look where it is."), "step")
    before, held.step = held.step, step
    held.save(update_fields=["step"])
    record_of(STEP_TAKEN, actor, held, data={"from": before, "to": step})
    return held
