"""Asking to join, and being answered."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.spaces.actions._accepting import accept_shown
from groundswell.spaces.actions._members import add_member
from groundswell.spaces.activities import (
    JOIN_APPROVED,
    JOIN_ASKED,
    JOIN_DECLINED,
    JOIN_WITHDRAWN,
)
from groundswell.spaces.models import JoinRequest, Membership, Space
from groundswell.spaces.rules import require_may_ask, require_open, require_steward


@action
def ask_to_join(
    *, actor: Actor, space: Space, note: str = "", accepted: int | None = None
) -> JoinRequest:
    """Puts the wish before the stewards; a wish that was declined is put anew."""
    require_may_ask(actor, space)
    accept_shown(actor, space, accepted)
    request, _made = JoinRequest.objects.update_or_create(
        space=space,
        actor=actor,
        defaults={
            "note": one_line(note, most=500, field="note"),
            "created_at": moment(),
            "declined_at": None,
            "declined_by": None,
            "answer": "",
        },
    )
    record(JOIN_ASKED, actor=actor, space_id=space.id, data={"request": str(request.id)})
    return request


@action
def withdraw_request(*, actor: Actor, space: Space) -> None:
    """The actor no longer asks."""
    waiting = JoinRequest.objects.waiting().filter(space=space, actor=actor)
    found, _by_model = waiting.delete()
    if not found:
        raise Conflict(_("There is no request of yours that waits for an answer."))
    record(JOIN_WITHDRAWN, actor=actor, space_id=space.id)


@action
def approve_request(*, actor: Actor, request: JoinRequest) -> Membership:
    """A yes: the person is a member."""
    require_steward(actor, request.space)
    require_open(request.space)
    waiting = _waiting(request)
    membership = add_member(waiting.space, waiting.actor)
    record(JOIN_APPROVED, actor=actor, space_id=request.space_id, target_actor_id=request.actor_id)
    return membership


@action
def decline_request(*, actor: Actor, request: JoinRequest, answer: str) -> JoinRequest:
    """A no, with a sentence that the person can read."""
    require_steward(actor, request.space)
    waiting = _waiting(request)
    waiting.answer = one_line(answer, most=500, least=1, field="answer")
    waiting.declined_at = moment()
    waiting.declined_by = actor
    waiting.save(update_fields=["answer", "declined_at", "declined_by"])
    record(
        JOIN_DECLINED,
        actor=actor,
        space_id=request.space_id,
        target_actor_id=request.actor_id,
        data={"request": str(request.id)},
    )
    return waiting


def _waiting(request: JoinRequest) -> JoinRequest:
    """The request, locked, while nobody has answered it."""
    rows = JoinRequest.objects.select_for_update(of=("self",)).waiting()
    waiting = rows.filter(id=request.id).select_related("space__actor", "actor").first()
    if waiting is None:
        raise Conflict(_("This request was answered or withdrawn meanwhile."))
    return waiting
