"""One's account and how the pages look to one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.people.actions import change_preferences
from groundswell.people.forms import AppearanceForm
from groundswell.people.rules import is_waiting


@require_safe
def account_show(request: Request) -> HttpResponse:
    """Handle and e-mail address."""
    person = signed_in(request)
    context = {"person": person, "waiting": is_waiting(person)}
    return render(request, "people/account_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appearance_edit(request: Request) -> HttpResponse:
    """Colours, order of conversations, language and zone."""
    person = signed_in(request)
    account = person.account
    initial = {
        "theme": account.theme,
        "nested": "1" if account.nested else "",
        "language": account.language,
        "time_zone": account.time_zone,
    }
    form = AppearanceForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            chosen = {**form.cleaned_data, "nested": bool(form.cleaned_data["nested"])}
            change_preferences(actor=person, **chosen)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("settings_appearance"), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "people/appearance_edit.html", {"form": form}, status=status)
