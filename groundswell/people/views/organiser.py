"""The stewards of the organisation: who they are, naming another, stepping down."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.pages import render
from groundswell.core.text.handles import bare_handle
from groundswell.people.actions import name_organiser, step_down
from groundswell.people.forms import OrganiserForm
from groundswell.people.selectors.settings import organisers, waiting_accounts
from groundswell.people.views._proving import prove_first
from groundswell.people.views.organisation import organiser


@require_http_methods(["GET", "HEAD", "POST"])
def organiser_list(request: Request) -> HttpResponse:
    """The stewards of the organisation; POST names another. Asks for a fresh proof of who asks."""
    person = organiser(request)
    if (proof := prove_first(request, reverse("organiser_list"))) is not None:
        return proof
    form = OrganiserForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            named = _called(form.cleaned_data["handle"])
            name_organiser(actor=person, person=named)
        except DomainError as error:
            form.refuse(error)
        else:
            done = _("%(name)s stewards the organisation now.") % {"name": named.name}
            messages.success(request, done)
            return HttpResponseRedirect(reverse("organiser_list"), status=303)
    context = {
        "form": form,
        "organisers": organisers(),
        "person": person,
        "waiting": waiting_accounts().count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/organiser_list.html", context, status=status)


@require_POST
def organiser_delete(request: Request) -> HttpResponse:
    """Steps down."""
    person = organiser(request)
    if (proof := prove_first(request, reverse("organiser_list"))) is not None:
        return proof
    step_down(actor=person)
    messages.success(request, _("You no longer steward the organisation. Thank you."))
    return HttpResponseRedirect("/", status=303)


def _called(handle: str) -> Actor:
    person = Actor.objects.person_called(handle)
    if person is None:
        named = {"handle": bare_handle(handle)}
        raise Invalid(_("Nobody here is called @%(handle)s.") % named, "handle")
    return person
