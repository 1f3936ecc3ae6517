"""Everything about me; erase me."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core import limits
from groundswell.core.clock import now
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.pages import render
from groundswell.core.text.handles import bare_handle
from groundswell.people.actions import erase_account
from groundswell.people.forms import EraseForm
from groundswell.people.selectors.export import archive_of
from groundswell.people.tasks import post
from groundswell.people.views._proving import prove_first

EXPORTS = limits.rule("own-export", "5/hour")


@require_safe
def privacy_show(request: Request) -> HttpResponse:
    """What is kept, and the ways to take it along or have it erased."""
    return render(request, "people/privacy_show.html", {"person": signed_in(request)})


@require_POST
def export_create(request: Request) -> HttpResponseBase:
    """One's own data in one click."""
    person = signed_in(request)
    limits.demand(limits.viewer_key(request), EXPORTS)
    name = f"{person.handle}-{now():%Y-%m-%d}.zip"
    return FileResponse(archive_of(person), as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
def account_erase(request: Request) -> HttpResponse:
    """Erases the account, after a fresh proof of who asks and the handle typed by hand."""
    person = signed_in(request)
    if (proof := prove_first(request, reverse("account_erase"))) is not None:
        return proof
    form = EraseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            _require_own_handle(person, form.cleaned_data["handle"])
            email = person.account.email
            erase_account(actor=person)
        except DomainError as error:
            form.refuse(error)
        else:
            post("people/mail/erased", email, {})
            logout(request)
            messages.success(request, _("Your account is erased. Farewell, and thank you."))
            return HttpResponseRedirect("/", status=303)
    context = {"person": person, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "people/account_erase.html", context, status=status)


def _require_own_handle(person: Actor, typed: str) -> None:
    if bare_handle(typed) != person.handle:
        raise Invalid(_("That is not your handle. Nothing was erased."), "handle")
