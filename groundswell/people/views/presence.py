"""One's pages elsewhere."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request, signed_in
from groundswell.core import limits
from groundswell.core.errors import DomainError
from groundswell.people.actions import add_presence, remove_presence
from groundswell.people.forms import PresenceForm
from groundswell.people.models import Presence
from groundswell.people.tasks import check_presence
from groundswell.people.views.profile import profile_page


@require_POST
def presence_create(request: Request) -> HttpResponse:
    """Lists a page; the worker then looks whether it links back."""
    person = signed_in(request)
    form = PresenceForm(request.POST)
    if form.is_valid():
        try:
            limits.demand(limits.viewer_key(request), limits.FETCH)
            presence = add_presence(actor=person, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            check_presence.enqueue(presence.id)
            return _back()
    return profile_page(request, presence=form, status=422)


@require_POST
def presence_delete(request: Request, presence_id: int) -> HttpResponse:
    """Takes a page off the list."""
    person = signed_in(request)
    presence = get_object_or_404(Presence, id=presence_id, actor=person)
    remove_presence(actor=person, presence=presence)
    return _back()


@require_POST
def presence_check(request: Request, presence_id: int) -> HttpResponse:
    """Looks again whether the page links back."""
    person = signed_in(request)
    presence = get_object_or_404(Presence, id=presence_id, actor=person)
    limits.demand(limits.viewer_key(request), limits.FETCH)
    check_presence.enqueue(presence.id)
    messages.info(request, _("We are looking. Reload this page in a moment."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("settings_profile") + "#pages", status=303)
