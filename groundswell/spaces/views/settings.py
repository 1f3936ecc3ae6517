"""What a space decides for itself, beside what the organisation decides; and closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Organisation
from groundswell.actors.requests import Request
from groundswell.core.images import prepare
from groundswell.core.pages import render
from groundswell.spaces.actions import change_space, close_space, reopen_space
from groundswell.spaces.forms import ReasonForm, SettingsForm
from groundswell.spaces.models import Space, SpaceClosing
from groundswell.spaces.rules import is_organiser, is_steward
from groundswell.spaces.selectors import policies_of
from groundswell.spaces.views._scope import attempt, see, stewarded_space, visible_space


@require_safe
def policies_show(request: Request, handle: str) -> HttpResponse:
    """What the organisation fixes and what this space sets itself, side by side."""
    space = visible_space(request, handle)
    context = {
        "space": space,
        "policies": policies_of(space, Organisation.current()),
        "steward": is_steward(request.viewer, space),
        "organiser": is_organiser(request.viewer),
    }
    return render(request, "spaces/policies_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def settings_update(request: Request, handle: str) -> HttpResponse:
    """Changes the name, purpose, picture and policies of a space."""
    person, space = stewarded_space(request, handle)
    organisation = Organisation.current()
    form = SettingsForm(
        request.POST or None,
        request.FILES or None,
        person=person,
        organisation=organisation,
        space=space,
        initial=_as_it_is(space),
    )
    if request.method == "POST":
        saved = attempt(
            form, lambda: change_space(actor=person, space=space, **_changes(form.cleaned_data))
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return see(f"{space.get_absolute_url()}settings/")
    context = {
        "space": space,
        "form": form,
        "organisation": organisation,
        "closing": SpaceClosing.objects.filter(space=space).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "spaces/settings_update.html", context, status=status)


def _as_it_is(space: Space) -> dict[str, Any]:
    names = ("name", "purpose", "visibility", "joining", "writing", "licence", "reactions")
    found = {name: getattr(space, name) for name in names}
    found |= {"answer_days": space.answer_days, "delegate_cap": space.delegate_cap}
    return {**found, "parent": space.parent_id}


def _changes(words: dict[str, Any]) -> dict[str, Any]:
    """The form's words as the action takes them: a picture is made afresh first."""
    found = dict(words)
    picture, removed = found.pop("picture"), found.pop("remove_picture")
    if picture:
        found["picture"] = prepare(picture, shape="avatar")
    elif removed:
        found["picture"] = None
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def closing_create(request: Request, handle: str) -> HttpResponse:
    """Closes the space with a reason: from then on it is read only."""
    person, space = stewarded_space(request, handle)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        closed = attempt(
            form,
            lambda: close_space(actor=person, space=space, reason=form.cleaned_data["reason"]),
        )
        if closed is not None:
            messages.success(request, _("The space is closed. Everything in it can be read."))
            return see(space.get_absolute_url())
    context = {"space": space, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "spaces/closing_create.html", context, status=status)


@require_POST
def closing_delete(request: Request, handle: str) -> HttpResponse:
    """Opens a closed space again."""
    person, space = stewarded_space(request, handle)
    reopen_space(actor=person, space=space)
    messages.success(request, _("The space is open again."))
    return see(space.get_absolute_url())
