"""One message: its permanent address."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.conversations.models import Message


def visible_message(request: Request, message_id: int) -> Message:
    """The message, or 404 for those who may not see it."""
    messages = Message.objects.visible_to(request.viewer)
    return get_object_or_404(messages.select_related("topic__space__actor"), id=message_id)


@require_safe
def message_show(request: Request, message_id: int) -> HttpResponse:
    """Leads to the message, wherever it was moved."""
    return HttpResponseRedirect(visible_message(request, message_id).get_absolute_url())
