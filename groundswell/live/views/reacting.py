"""Giving a sign in the room."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request
from groundswell.core.limits import ROOM_ALL, ROOM_SIGN, allow, demand
from groundswell.live.actions import give_sign
from groundswell.live.views._scope import room_session, taking_part


@require_POST
def sign_give(request: Request, topic_id: int) -> HttpResponse:
    """A sign; a second one within two seconds is the same one."""
    session, who = room_session(request, topic_id)
    own = taking_part(request, session, who)
    demand(f"session:{session.topic_id}", ROOM_ALL)
    if own.actor is not None and allow(f"participant:{own.id}", ROOM_SIGN).ok:
        sign = request.POST.get("sign", "")
        give_sign(actor=own.actor, session=session, participant=own, sign=sign)
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    return HttpResponseRedirect(f"{session.room_url}#signs", status=303)
