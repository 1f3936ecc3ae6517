"""The page that an invitation's link leads to, with or without an account."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request
from groundswell.core.pages import render
from groundswell.people.bearers import SESSION_KEY
from groundswell.spaces.actions import accept_invitation
from groundswell.spaces.forms import JoinForm
from groundswell.spaces.models import Invitation
from groundswell.spaces.rules import lets_in, membership_of
from groundswell.spaces.selectors import guidelines_for, invitation_by
from groundswell.spaces.views._scope import see


def _invitation(token: str) -> Invitation:
    found = invitation_by(token)
    if found is None:
        raise Http404
    return found


@require_safe
def invitation_show(request: Request, token: str) -> HttpResponse:
    """Who invites to what; or that this invitation no longer stands, without saying to what."""
    invitation = _invitation(token)
    if not lets_in(invitation):
        return render(request, "spaces/invitation_over.html", status=410)
    space = invitation.space
    if membership_of(request.viewer, space) is not None:
        return see(space.get_absolute_url())
    guidelines = guidelines_for(request.viewer, space)
    context = {
        "invitation": invitation,
        "space": space,
        "guidelines": guidelines,
        "form": JoinForm(guidelines=guidelines),
    }
    return render(request, "spaces/invitation_show.html", context)


@require_POST
def invitation_accept(request: Request, token: str) -> HttpResponse:
    """Comes in; somebody without an account first makes one, and then is in."""
    invitation = _invitation(token)
    if request.viewer is None:
        if not lets_in(invitation):
            return render(request, "spaces/invitation_over.html", status=410)
        request.session[SESSION_KEY] = token
        name = "account_login" if "sign_in" in request.POST else "account_signup"
        query = urlencode({"next": invitation.space.get_absolute_url()}, safe="/")
        return see(f"{reverse(name)}?{query}")
    form = JoinForm(request.POST, guidelines=guidelines_for(request.viewer, invitation.space))
    accepted = form.accepted_or_refused()
    accept_invitation(actor=request.viewer, invitation=invitation, accepted=accepted)
    messages.success(request, _("You belong to %(space)s now.") % {"space": invitation.space.name})
    return see(invitation.space.get_absolute_url())
