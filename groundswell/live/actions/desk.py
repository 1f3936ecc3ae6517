"""What moderators do on the desk that nobody is told of: in which order questions stand, which of
them stand before the others, and who looks at what."""

from typing import Final

from django.utils.translation import gettext as _

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.live.actions._holding import hold, hold_questions
from groundswell.live.actions._telling import (
    tell_desk,
    tell_question,
    tell_state,
    tell_votes,
)
from groundswell.live.models import Question, Session
from groundswell.live.rules import require_may_host, require_may_moderate

MOST_PINNED: Final = 3


@unlogged(because="in which order questions stand is state; each that is put on is told")
def place_question(*, actor: Actor, question: Question, steps: int) -> None:
    """Moves an open question up (before zero) or down by hand. What comes in later stands last:
    places count up to nought, which new questions have."""
    held = hold(question.session)
    require_may_moderate(actor, held)
    rows = Question.objects.filter(session=held, state=Question.State.OPEN)
    line = list(rows.order_by("place", "id"))
    before = next((at for at, one in enumerate(line) if one.id == question.id), None)
    if before is None:
        return
    line.insert(max(0, before + steps), line.pop(before))
    for place, one in enumerate(line, start=-len(line)):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    tell_desk(held)


@unlogged(because="in which order questions stand is state; each that is put on is told")
def pin_question(*, actor: Actor, question: Question, pinned: bool = True) -> None:
    """Keeps an open question before the others for everybody, in whatever order they read."""
    [held] = hold_questions(question)
    require_may_moderate(actor, held.session)
    if bool(held.pinned_at) == pinned:
        return
    if pinned:
        _require_may_pin(held)
    held.pinned_at = moment() if pinned else None
    held.save(update_fields=["pinned_at"])
    tell_question(held)


def _require_may_pin(question: Question) -> None:
    if question.state != Question.State.OPEN:
        raise Conflict(_("Only an open question can be pinned."))
    rows = Question.objects.filter(session=question.session, state=Question.State.OPEN)
    if rows.exclude(pinned_at=None).count() >= MOST_PINNED:
        says = _("%(count)s questions are pinned already. Let one of them go first.")
        raise Conflict(says % {"count": MOST_PINNED})


@unlogged(because="in which order questions stand is state; each that is put on is told")
def order_unheard(*, actor: Actor, session: Session, first: bool) -> Session:
    """Lets people of whom no question was taken up yet come before the others, for everybody."""
    require_may_host(actor, session)
    held = hold(session)
    held.unheard_first = first
    held.save(update_fields=["unheard_first"])
    tell_state(held)
    tell_votes(held)
    tell_desk(held)
    return held


@unlogged(because="who looks at what passes; it only stops double work")
def look_at_question(*, actor: Actor, question: Question, looks: bool = True) -> None:
    """Says on every desk that somebody is at it."""
    require_may_moderate(actor, question.session)
    rows = Question.objects.filter(id=question.id)
    if looks:
        rows.update(looked_at_by=actor, looked_at=moment())
    else:
        rows.filter(looked_at_by=actor).update(looked_at_by=None, looked_at=None)
    tell_desk(question.session)
