"""Letting the plan of a chat run by itself: begun, held, put off, a prompt left out.

None of these is told to anybody but the room, which sees when the next prompt comes.
"""

from django.utils.translation import gettext as _

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_upcoming
from groundswell.live.models import Prompt, Session
from groundswell.live.rules import require_may_host

MOST_LATE = 24 * 3600
PATIENCE = 60
"""Seconds after which what is overdue puts off the rest: nothing comes all at once."""


@unlogged(because="when prompts come is a plan; each that is put is told")
def run_prompts(*, actor: Actor, session: Session, runs: bool) -> Session:
    """From now on prompts are put at their minute; or by hand again."""
    held = _held(actor, session)
    held.prompts_run_at = (held.prompts_run_at or moment()) if runs else None
    held.prompts_held_at = None
    _save(held)
    return held


@unlogged(because="when prompts come is a plan; each that is put is told")
def hold_prompts(*, actor: Actor, session: Session, holds: bool) -> Session:
    """Nothing comes until it goes on; then the rest of the plan is later by as much."""
    held = _held(actor, session)
    if held.prompts_run_at is None:
        raise Conflict(_("The prompts do not come by themselves. There is nothing to hold."))
    if holds and held.prompts_held_at is None:
        held.prompts_held_at = moment()
    elif not holds and held.prompts_held_at is not None:
        began = max(held.prompts_held_at, held.began_at or held.prompts_held_at)
        _put_off(held, int((moment() - began).total_seconds()))
        held.prompts_held_at = None
    _save(held)
    return held


@unlogged(because="when prompts come is a plan; each that is put is told")
def await_leader(*, actor: Actor, session: Session) -> None:
    """The host may put nothing any more: the plan is held until somebody who leads goes on."""
    del actor
    held = hold(session)
    held.prompts_held_at = held.prompts_held_at or moment()
    _save(held)


@unlogged(because="when prompts come is a plan; each that is put is told")
def extend_prompts(*, actor: Actor, session: Session, seconds: int) -> Session:
    """The talk goes well: everything still to come is later."""
    held = _held(actor, session)
    _put_off(held, seconds)
    _save(held)
    return held


@unlogged(because="what is left out of a plan was never said")
def skip_prompt(*, actor: Actor, session: Session, number: int, skips: bool = True) -> Prompt:
    """Leaves a planned prompt out, or takes it in again."""
    held = _held(actor, session)
    prompt = Prompt.objects.filter(session=held, number=number, message=None).first()
    if prompt is None:
        raise Conflict(_("This prompt was put already. Look at the plan again."))
    prompt.skipped_at = moment() if skips else None
    prompt.save(update_fields=["skipped_at"])
    tell_upcoming(held)
    return prompt


def _held(actor: Actor, session: Session) -> Session:
    require_may_host(actor, session)
    held = hold(session)
    if held.is_over:
        raise Conflict(_("The session is over. Its recap is on its page."))
    return held


def _put_off(session: Session, seconds: int) -> None:
    late = session.prompts_late + seconds
    if not -MOST_LATE <= late <= MOST_LATE:
        raise Invalid(_("That is more than a day. Plan another session."))
    session.prompts_late = late


def _save(session: Session) -> None:
    session.save(update_fields=["prompts_run_at", "prompts_held_at", "prompts_late"])
    tell_upcoming(session)
