"""Giving a sign in the room. Nobody's own is kept: how many gave one in a second is."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.queueing import in_turn
from groundswell.live.actions._telling import tell_signs
from groundswell.live.models import Participant, ReactionTick, Session
from groundswell.live.rules import require_may_take_part
from groundswell.live.signs import SIGNS


@in_turn
@unlogged(because="a sign is counted with those of the same second, and is nobody's")
def give_sign(*, actor: Actor, session: Session, participant: Participant, sign: str) -> None:
    """One more of this sign in this second."""
    del actor
    if sign not in SIGNS:
        raise Invalid(_("Choose one of the five signs."))
    require_may_take_part(session, participant)
    if not session.is_on:
        raise Conflict(_("Signs are given while the session is live."))
    at = {"session": session, "second": max(0, session.offset_of(moment())), "sign": sign}
    ReactionTick.objects.bulk_create([ReactionTick(**at)], ignore_conflicts=True)
    ReactionTick.objects.filter(**at).update(count=F("count") + 1)
    tell_signs(session)
