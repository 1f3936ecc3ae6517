"""How people come into a space: requests to answer, links and mails that invite."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.limits import INVITE, demand
from groundswell.core.pages import render
from groundswell.spaces.actions import (
    approve_request,
    decline_request,
    invite_by_email,
    make_invitation_link,
    withdraw_invitation,
)
from groundswell.spaces.forms import AnswerForm, LinkForm, MailForm
from groundswell.spaces.models import Invitation, JoinRequest, Space
from groundswell.spaces.rules import is_steward, require_may_invite
from groundswell.spaces.selectors import invitations_of, requests_to
from groundswell.spaces.views._scope import attempt, see, stewarded_space, visible_space


def _inviting(request: Request, handle: str) -> tuple[Actor, Space]:
    space = visible_space(request, handle)
    person = signed_in(request)
    require_may_invite(person, space)
    return person, space


@require_safe
def ways_in(request: Request, handle: str) -> HttpResponse:
    """Who asks to join, and the invitations that stand."""
    person, space = _inviting(request, handle)
    return _page(request, person, space)


def _page(
    request: Request,
    person: Actor,
    space: Space,
    *,
    link: LinkForm | None = None,
    mail: MailForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    steward = is_steward(person, space)
    context = {
        "space": space,
        "steward": steward,
        "requests": requests_to(space) if steward else [],
        "invitations": invitations_of(space, None if steward else person),
        "link": link or LinkForm(auto_id="link_%s"),
        "mail": mail or MailForm(auto_id="mail_%s"),
        "answered_id": answered[0] if answered else 0,
        "answered": answered[1] if answered else None,
        "empty_answer": AnswerForm(auto_id=False),
    }
    refused = bool(link or mail or answered)
    return render(request, "spaces/ways_in.html", context, status=422 if refused else 200)


@require_POST
def link_create(request: Request, handle: str) -> HttpResponse:
    """Makes a link that invites."""
    person, space = _inviting(request, handle)
    form = LinkForm(request.POST, auto_id="link_%s")
    made = attempt(form, lambda: _linked(person, space, form.cleaned_data))
    if made is None:
        return _page(request, person, space, link=form)
    messages.success(request, _("The link is ready: copy it and send it to whom you like."))
    return see(f"{space.get_absolute_url()}ways-in/#invitation-{made.id}")


def _linked(person: Actor, space: Space, values: dict[str, Any]) -> Invitation:
    demand(f"actor:{person.id}", INVITE)
    return make_invitation_link(actor=person, space=space, **values)


@require_POST
def mail_create(request: Request, handle: str) -> HttpResponse:
    """Invites one person by e-mail."""
    person, space = _inviting(request, handle)
    form = MailForm(request.POST, auto_id="mail_%s")
    sent = attempt(form, lambda: invite_by_email(actor=person, space=space, **form.cleaned_data))
    if sent is None:
        return _page(request, person, space, mail=form)
    messages.success(request, _("%(email)s will get a mail.") % {"email": sent.email})
    return see(f"{space.get_absolute_url()}ways-in/#invitation-{sent.id}")


@require_POST
def invitation_delete(request: Request, handle: str, invitation_id: int) -> HttpResponse:
    """Withdraws an invitation."""
    person, space = _inviting(request, handle)
    invitations = Invitation.objects.filter(space=space).select_related("space__actor")
    withdraw_invitation(actor=person, invitation=get_object_or_404(invitations, id=invitation_id))
    messages.success(request, _("The invitation is withdrawn; nobody comes in by it any more."))
    return see(f"{space.get_absolute_url()}ways-in/")


def _asked(space: Space, request_id: int) -> JoinRequest:
    waiting = JoinRequest.objects.filter(space=space).select_related("space__actor", "actor")
    return get_object_or_404(waiting, id=request_id)


@require_POST
def request_approve(request: Request, handle: str, request_id: int) -> HttpResponse:
    """Lets somebody in who asked."""
    person, space = stewarded_space(request, handle)
    membership = approve_request(actor=person, request=_asked(space, request_id))
    name = membership.actor.name
    messages.success(request, _("%(name)s belongs to the space now.") % {"name": name})
    return see(f"{space.get_absolute_url()}ways-in/")


@require_POST
def request_decline(request: Request, handle: str, request_id: int) -> HttpResponse:
    """Answers somebody who asked with a no and a sentence."""
    person, space = stewarded_space(request, handle)
    asked = _asked(space, request_id)
    form = AnswerForm(request.POST, auto_id=f"answer_{asked.id}_%s")
    declined = attempt(
        form,
        lambda: decline_request(actor=person, request=asked, answer=form.cleaned_data["answer"]),
    )
    if declined is None:
        return _page(request, person, space, answered=(asked.id, form))
    name = asked.actor.name
    messages.success(request, _("%(name)s will read your answer.") % {"name": name})
    return see(f"{space.get_absolute_url()}ways-in/")
