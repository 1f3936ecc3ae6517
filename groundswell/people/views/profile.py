"""Editing what one shows of oneself."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.people.actions import change_profile
from groundswell.people.forms import PictureForm, PresenceForm, ProfileForm
from groundswell.people.forms.settings import profile_initial
from groundswell.people.models import Presence


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: Request) -> HttpResponse:
    """Name, words, affiliation, skills, languages."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, initial=profile_initial(person))
    if form.is_bound and form.is_valid():
        try:
            change_profile(actor=person, words=form.words())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("settings_profile"), status=303)
    return profile_page(request, form=form, status=422 if form.is_bound else 200)


def profile_page(
    request: Request,
    *,
    form: ProfileForm | None = None,
    picture: PictureForm | None = None,
    presence: PresenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The profile's three forms, one of which may have been refused."""
    person = signed_in(request)
    context = {
        "person": person,
        "form": form or ProfileForm(initial=profile_initial(person)),
        "picture_form": picture or PictureForm(),
        "presence_form": presence or PresenceForm(),
        "own_url": f"{settings.SITE_URL}{person.get_absolute_url()}",
        "presences": Presence.objects.filter(actor=person).order_by("id"),
    }
    return render(request, "people/profile_edit.html", context, status=status)
