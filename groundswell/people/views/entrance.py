"""The way in: signing up, and waiting to be let in."""

from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.views import SignupView
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Account, Organisation
from groundswell.actors.requests import Request, signed_in
from groundswell.core import limits
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.core.text.render import render as rendered
from groundswell.people.actions import withdraw_account
from groundswell.people.rules import is_waiting


class SignUpView(SignupView):  # type: ignore[misc]
    """Opens an account; what is refused is shown on the form, with all that was typed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Not more accounts a day from one address than a household needs."""
        try:
            limits.demand(limits.address_key(self.request), limits.SIGN_UP_BY_ADDRESS)
            response: HttpResponse = super().form_valid(form)
        except DomainError as error:
            form.add_error(getattr(error, "field", None), str(error))
        except IntegrityError:
            form.add_error(
                None, _("Somebody took this handle or address a moment ago. Please check them.")
            )
        else:
            return response
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, and a status that says so."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **values: Any) -> dict[str, Any]:
        """The guidelines, and whether a steward looks first."""
        context: dict[str, Any] = super().get_context_data(**values)
        organisation = Organisation.current()
        context["guidelines_html"] = guidelines_html(organisation)
        context["waits"] = organisation.sign_up == Organisation.SignUp.APPROVAL
        return context


def guidelines_html(organisation: Organisation) -> str:
    """What people ask of each other, ready to show; empty when nothing is written."""
    source = organisation.guidelines
    return rendered(source, namespace="guidelines").html if source else ""


@require_POST
def sign_up_again(request: Request) -> HttpResponse:
    """Takes back a sign-up whose code never came, as when the address was mistyped."""
    pending = EmailVerificationProcess.resume(request)
    account = pending.user if pending else None
    if isinstance(account, Account) and account.last_login is None:
        withdraw_account(actor=account.actor)
    if pending:
        pending.abort()
    return HttpResponseRedirect(reverse("account_signup"), status=303)


@require_safe
def waiting_show(request: Request) -> HttpResponse:
    """Says to a new person that a steward will look at the account."""
    person = signed_in(request)
    if not is_waiting(person):
        return HttpResponseRedirect("/")
    return render(request, "people/waiting_show.html", {"person": person})
