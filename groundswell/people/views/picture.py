"""One's picture: changing it, and giving it to those who look."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core import images, limits
from groundswell.core.errors import DomainError
from groundswell.people.actions import change_picture, remove_picture
from groundswell.people.forms import PictureForm
from groundswell.people.views.profile import profile_page

A_YEAR = 365 * 24 * 3600
SANDBOX = "default-src 'none'; sandbox"


@require_POST
def picture_edit(request: Request) -> HttpResponse:
    """Takes a new picture."""
    person = signed_in(request)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            limits.demand(limits.viewer_key(request), limits.UPLOAD)
            picture = images.prepare(form.cleaned_data["picture"].file, shape="avatar")
            change_picture(actor=person, picture=picture)
        except DomainError as error:
            form.add_error("picture", str(error))
        else:
            messages.success(request, _("This is how others see you now."))
            return HttpResponseRedirect(reverse("settings_profile"), status=303)
    return profile_page(request, picture=form, status=422)


@require_POST
def picture_delete(request: Request) -> HttpResponse:
    """Goes back to initials."""
    remove_picture(actor=signed_in(request))
    return HttpResponseRedirect(reverse("settings_profile"), status=303)


@require_safe
def picture_show(request: Request, name: str) -> HttpResponseBase:
    """Gives out a picture that some profile shows; any other name is unknown."""
    actor = Actor.objects.filter(picture=f"pictures/{name}").first()
    if actor is None or not default_storage.exists(actor.picture):
        raise Http404
    response = FileResponse(default_storage.open(actor.picture), filename=name)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
