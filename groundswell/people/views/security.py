"""How one's account is protected, and where it is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors import sessions
from groundswell.actors.requests import Request, signed_in
from groundswell.core.pages import render
from groundswell.people.rules import must_add_second_factor
from groundswell.people.selectors.settings import protection_of, sessions_of


@require_safe
def security_show(request: Request) -> HttpResponse:
    """Password, passkeys, second factor and sessions at a glance."""
    account = signed_in(request).account
    protection = protection_of(account)
    protected = protection.has_app or protection.keys > 0
    context = {
        "protection": protection,
        "protected": protected,
        "must_protect": must_add_second_factor(account) and not protected,
    }
    return render(request, "people/security_show.html", context)


@require_safe
def session_list(request: Request) -> HttpResponse:
    """Every place where the account is signed in."""
    account = signed_in(request).account
    places = sessions_of(account, current=request.session.session_key)
    return render(request, "people/session_list.html", {"places": places})


@require_POST
def session_delete(request: Request, session_id: int) -> HttpResponse:
    """Signs the account out in one place."""
    account = signed_in(request).account
    session = get_object_or_404(UserSession, pk=session_id, user_id=account.pk)
    session.end()
    messages.success(request, _("Signed out there."))
    return HttpResponseRedirect(reverse("settings_sessions"), status=303)


@require_POST
def sessions_delete(request: Request) -> HttpResponse:
    """Signs the account out everywhere else."""
    account = signed_in(request).account
    sessions.end_all(account, but=request.session.session_key)
    messages.success(request, _("Signed out everywhere else."))
    return HttpResponseRedirect(reverse("settings_sessions"), status=303)
