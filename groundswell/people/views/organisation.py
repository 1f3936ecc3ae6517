"""What stewards of the organisation decide: what holds everywhere, and who is let in."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Account, Actor, Organisation
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.people.actions import approve_account, change_organisation, refuse_account
from groundswell.people.forms import OrganisationForm, RefusalForm
from groundswell.people.rules import is_organiser
from groundswell.people.selectors.settings import waiting_accounts
from groundswell.people.tasks import post


def organiser(request: Request) -> Actor:
    """The viewer; to everybody else these pages are not there."""
    person = signed_in(request)
    if not is_organiser(person):
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: Request) -> HttpResponse:
    """What is fixed for every space."""
    person = organiser(request)
    now = Organisation.current()
    initial = {name: getattr(now, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_organisation(actor=person, fixed=form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It holds for every space from now on."))
            return HttpResponseRedirect(reverse("organisation_edit"), status=303)
    context = {"form": form, "waiting": waiting_accounts().count()}
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation_edit.html", context, status=status)


@require_safe
def waiting_list(request: Request) -> HttpResponse:
    """New accounts that wait for a decision."""
    organiser(request)
    return _waiting_page(request)


@require_POST
def account_approve(request: Request, account_id: int) -> HttpResponse:
    """Lets a new person write, and tells them."""
    person = organiser(request)
    account = get_object_or_404(Account, id=account_id)
    approve_account(actor=person, account=account)
    post("people/mail/approved", account.email, {"name": account.actor.name})
    messages.success(request, _("%(name)s can write now.") % {"name": account.actor.name})
    return HttpResponseRedirect(reverse("waiting_list"), status=303)


@require_POST
def account_refuse(request: Request, account_id: int) -> HttpResponse:
    """Turns a new person away, and tells them why."""
    person = organiser(request)
    account = get_object_or_404(Account, id=account_id)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _waiting_page(request, refused=account, form=form, status=422)
    refusal = refuse_account(actor=person, account=account, reason=form.cleaned_data["reason"])
    post("people/mail/refused", account.email, {"reason": refusal.reason})
    messages.success(request, _("The account is gone; the reason is on its way."))
    return HttpResponseRedirect(reverse("waiting_list"), status=303)


def _waiting_page(
    request: Request,
    *,
    refused: Account | None = None,
    form: RefusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "accounts": waiting_accounts()[:100],
        "refused": refused,
        "form": form,
        "empty_form": RefusalForm(),
    }
    return render(request, "people/waiting_list.html", context, status=status)
