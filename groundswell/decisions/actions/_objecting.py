"""A ballot that objects is followed as an objection. Called by actions, inside them."""

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.decisions.models import Decision, Method, Objection, RollEntry
from groundswell.decisions.rules import may_run
from groundswell.spaces.models import Membership


def follow_objection(
    decision: Decision, actor: Actor, *, position: str, reason: Message | None
) -> None:
    """Raises the objection of a ballot; a ballot that objects no more withdraws it."""
    if decision.method != Method.CONSENT:
        return
    mine = Objection.objects.filter(decision=decision, by=actor, state__in=Objection.OPEN)
    if position != "objection":
        mine.update(state=Objection.State.WITHDRAWN, changed_at=now(), changed_by=actor)
    elif reason is not None and not mine.exists():
        Objection(decision=decision, by=actor, message=reason, changed_by=actor).save(
            force_insert=True
        )


def follow_guest(decision: Decision, guest: RollEntry, words: str) -> Objection:
    """Raises a guest's objection. Other words take the place of those that nobody has answered;
    what was answered stays as it was, withdrawn, and the new words are raised anew."""
    rows = Objection.objects.select_for_update(of=("self",), no_key=True)
    mine = rows.filter(guest=guest, state__in=Objection.OPEN).first()
    if mine is not None and mine.state == Objection.State.RAISED:
        mine.words, mine.changed_at = words or mine.words, now()
        mine.save(update_fields=["words", "changed_at"])
        return mine
    withdraw_of_guest(guest)
    raised = Objection(
        decision=decision,
        guest=guest,
        words=words or (mine.words if mine else ""),
        owner=_leads(decision, guest),
    )
    raised.save(force_insert=True)
    return raised


def withdraw_of_guest(guest: RollEntry) -> None:
    """A ballot of theirs that objects no more."""
    mine = Objection.objects.filter(guest=guest, state__in=Objection.OPEN)
    mine.update(state=Objection.State.WITHDRAWN, changed_at=now())


def hold_objection(objection: Objection) -> Objection:
    """The objection, its row locked, while something of it stands."""
    rows = Objection.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("message", "by").get(id=objection.id)
    if not held.is_open:
        raise Conflict(_("This objection is settled. Reload and look."))
    return held


def note_on(objection: Objection, actor: Actor | None, note: str) -> None:
    """Saves what became of it, with a word on why; nobody's where a guest says it."""
    objection.note = one_line(note, most=500, least=1, field="note")
    objection.changed_at, objection.changed_by = now(), actor
    objection.save(update_fields=["state", "owner", "note", "changed_at", "changed_by"])


def _leads(decision: Decision, guest: RollEntry) -> Actor | None:
    """Who sees to it: whoever invited the guest or opened the decision, while they run it."""
    for person in (guest.added_by, decision.topic.author):
        if may_run(person, decision):
            return person
    stewards = Membership.objects.filter(space=decision.topic.space_id).stewards()
    first = stewards.select_related("actor").order_by("since", "id").first()
    return first.actor if first else None
