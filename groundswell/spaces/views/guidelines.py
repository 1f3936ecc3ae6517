"""The guidelines of a space: in force, as they were, and changing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.core.pages import render
from groundswell.core.text.diff import compare
from groundswell.spaces.actions import accept_guidelines, edit_guidelines
from groundswell.spaces.forms import AcceptingForm, GuidelinesForm
from groundswell.spaces.models import Guideline
from groundswell.spaces.rules import is_steward, membership_of
from groundswell.spaces.selectors import guidelines_for, versions_of
from groundswell.spaces.views._scope import (
    attempt,
    findable_space,
    see,
    stewarded_space,
    visible_space,
)


@require_safe
def guidelines_show(request: Request, handle: str) -> HttpResponse:
    """The guidelines in force, and every version there was."""
    space = visible_space(request, handle)
    guidelines = guidelines_for(request.viewer, space)
    context = {
        "space": space,
        "guidelines": guidelines,
        "form": AcceptingForm(guidelines=guidelines if request.viewer else None),
        "membership": membership_of(request.viewer, space),
        "steward": is_steward(request.viewer, space),
        "versions": versions_of(space),
    }
    return render(request, "spaces/guidelines_show.html", context)


@require_safe
def guidelines_version(request: Request, handle: str, number: int) -> HttpResponse:
    """One version, and what it changed in the one before."""
    space = visible_space(request, handle)
    versions = Guideline.objects.filter(space=space).select_related("by")
    version = get_object_or_404(versions, number=number)
    before = versions.filter(number=number - 1).first()
    context = {
        "space": space,
        "version": version,
        "changes": compare(before.source, version.source) if before else (),
        "steward": is_steward(request.viewer, space),
    }
    return render(request, "spaces/guidelines_version.html", context)


@require_POST
def guidelines_accept(request: Request, handle: str) -> HttpResponse:
    """Accepts the version one was shown."""
    space = findable_space(request, handle)
    person = signed_in(request)
    form = AcceptingForm(request.POST, guidelines=guidelines_for(person, space))
    number = form.cleaned_data.get("guidelines_number") if form.is_valid() else None
    accept_guidelines(actor=person, space=space, number=number or 0)
    messages.success(request, _("Thank you. You can write in the space now."))
    return see(f"{space.get_absolute_url()}guidelines/")


@require_http_methods(["GET", "HEAD", "POST"])
def guidelines_update(request: Request, handle: str) -> HttpResponse:
    """Writes the next version; everyone sees what changed where they write."""
    person, space = stewarded_space(request, handle)
    latest = Guideline.objects.filter(space=space).latest_first().first()
    start = {"text": latest.source if latest else "", "based_on": latest.number if latest else 0}
    form = GuidelinesForm(request.POST or None, initial=start)
    if request.method == "POST":
        written = attempt(
            form, lambda: edit_guidelines(actor=person, space=space, **form.cleaned_data)
        )
        if written is not None:
            messages.success(request, _("The new guidelines are in force."))
            return see(f"{space.get_absolute_url()}guidelines/")
    context = {"space": space, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "spaces/guidelines_update.html", context, status=status)
