"""Passing a message on, how it travelled, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import reshare, withdraw_reshare
from groundswell.conversations.forms.act import ReshareForm
from groundswell.conversations.models import Reshare
from groundswell.conversations.rules import require_may_reshare
from groundswell.conversations.selectors.reshare import (
    came_by,
    cascade,
    spaces_to_pass_on_into,
)
from groundswell.conversations.views.message import visible_message
from groundswell.core.errors import DomainError
from groundswell.core.limits import REACT, demand, viewer_key
from groundswell.core.pages import render
from groundswell.spaces.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
def reshare_create(request: Request, message_id: int) -> HttpResponse:
    """Passes the message on, to one's followers or into a space."""
    person = signed_in(request)
    message = visible_message(request, message_id)
    require_may_reshare(person, message, None)
    via = came_by(message, person, request.GET.get("via") or request.POST.get("via") or "")
    spaces = {str(space.id): space for space in spaces_to_pass_on_into(message, person)}
    form = ReshareForm(
        request.POST or None, spaces=list(spaces.values()), initial={"via": via.id if via else ""}
    )
    if form.is_bound and form.is_valid():
        into = spaces.get(form.cleaned_data["into"])
        try:
            demand(viewer_key(request), REACT)
            reshare(
                actor=person, message=message, into=into, text=form.cleaned_data["text"], via=via
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _passed_on(into))
            return HttpResponseRedirect(message.get_absolute_url(), status=303)
    context = {"message": message, "topic": message.topic, "form": form, "via": via}
    status = 422 if form.is_bound else 200
    return render(
        request, "conversations/reshare_create.html", context, region="form", status=status
    )


def _passed_on(into: Space | None) -> str:
    if into is None:
        return _("Passed on to those who follow you.")
    return _("Passed on into %(space)s.") % {"space": into.name}


@require_safe
def reshare_list(request: Request, message_id: int) -> HttpResponse:
    """Who passed the message on, and by whom it came to them."""
    message = visible_message(request, message_id)
    context = {
        "message": message,
        "topic": message.topic,
        "cascade": cascade(message, request.viewer),
    }
    return render(request, "conversations/reshare_list.html", context)


@require_POST
def reshare_delete(request: Request, reshare_id: int) -> HttpResponse:
    """Takes a reshare back."""
    person = signed_in(request)
    rows = Reshare.objects.visible_to(person).select_related("message__topic")
    passed_on = get_object_or_404(rows, id=reshare_id)
    withdraw_reshare(actor=person, passed_on=passed_on)
    messages.success(request, _("Taken back. Those who passed it on from there keep theirs."))
    return HttpResponseRedirect(f"/m/{passed_on.message_id}/reshares/", status=303)
