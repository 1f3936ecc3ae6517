"""Guests' ballots by a signed link, and what they object. Whoever has no account acts as nobody of
this site, so what is recorded of a guest is recorded of the space's group that let them in."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.queueing import in_turn
from groundswell.decisions.actions._casting import (
    Cast,
    hold_open,
    marks_of,
    put_open,
    put_secret,
    words_for,
)
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.actions._objecting import (
    follow_guest,
    hold_objection,
    note_on,
    withdraw_of_guest,
)
from groundswell.decisions.actions._roll import hold_guest
from groundswell.decisions.activities import GUEST_OBJECTED, GUEST_OBJECTION_SETTLED
from groundswell.decisions.models import Method, Objection, RollEntry
from groundswell.decisions.rules import require_unended


@in_turn
@unlogged(because="a guest is nobody of this site; the roll says that they voted")
def cast_as_guest(*, actor: RollEntry, cast: Cast, receipt: str = "") -> str:
    """The guest of a row on the roll votes by a signed link; gives a secret ballot's receipt. An
    objection that is not followed yet is raised by `object_as_guest`."""
    held = hold_open(actor.decision)
    mine = hold_guest(actor)
    if held.is_secret:
        return put_secret(held, mine, cast, receipt=receipt)
    marks = marks_of(held, cast)
    words = words_for(held, mine, cast)
    if held.method == Method.CONSENT:
        words = _followed(mine, words) if cast.position == "objection" else words
        if cast.position != "objection":
            withdraw_of_guest(mine)
    put_open(held, mine, marks=marks, position=cast.position, words=words)
    return ""


def _followed(guest: RollEntry, words: str) -> str:
    stands = Objection.objects.filter(guest=guest, state__in=Objection.OPEN).first()
    if stands is None or words not in {"", stands.words}:
        raise Conflict(_("Your objection changed meanwhile. Reload and look."))
    return stands.words


@in_turn
@action
def object_as_guest(*, actor: Actor, entry: RollEntry, cast: Cast) -> Objection:
    """A guest objects and says why, or says it otherwise. Somebody sees to it from the beginning,
    since nobody can ask a guest back in the conversation."""
    held = hold_open(entry.decision)
    guest = hold_guest(entry)
    if held.method != Method.CONSENT or cast.position != "objection":
        raise Invalid(_("Objections are followed where consent is asked for."), "position")
    raised = follow_guest(held, guest, words_for(held, guest, cast))
    put_open(held, guest, marks={}, position=cast.position, words=raised.words)
    data: dict[str, object] = {"objection": str(raised.id)}
    record_of(GUEST_OBJECTED, actor, held, target=raised.owner_id, data=data)
    return raised


@action
def settle_as_guest(
    *, actor: Actor, entry: RollEntry, objection: Objection, state: str, note: str
) -> Objection:
    """The guest who raised it finds it integrated, or withdraws it: their ballot is consent."""
    decision = hold(entry.decision)
    require_unended(decision)
    guest = hold_guest(entry)
    held = hold_objection(objection)
    if held.guest_id != guest.id:
        raise Refused(_("Only who raised the objection says that nothing of it stands."))
    if state not in Objection.SETTLED:
        raise Invalid(_("Choose integrated or withdrawn."), "state")
    held.state = state
    note_on(held, None, note)
    put_open(decision, guest, marks={}, position="consent", words=held.note)
    data: dict[str, object] = {"state": state}
    record_of(GUEST_OBJECTION_SETTLED, actor, decision, target=held.owner_id, data=data)
    return held
