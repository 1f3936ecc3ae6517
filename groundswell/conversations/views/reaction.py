"""Reacting to a message and keeping it: buttons that answer with the message's own region."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    bookmark,
    react,
    remove_bookmark,
    withdraw_reaction,
)
from groundswell.conversations.models import Message
from groundswell.conversations.selectors import footing_in
from groundswell.conversations.selectors.acts import choices_for, message_acts, who_reacted
from groundswell.conversations.views.message import row_context, visible_message
from groundswell.core.errors import Conflict, DomainError, Refused
from groundswell.core.limits import REACT, TooMany, demand, viewer_key
from groundswell.core.pages import render
from groundswell.core.text.clean import storable

LONGEST_SIGN = 16


@require_safe
def reaction_list(request: Request, message_id: int) -> HttpResponse:
    """Who reacted, and the signs one can give; htmx asks for the signs only."""
    message = visible_message(request, message_id)
    footing = footing_in(message.topic, request.viewer)
    acts = message_acts(message, request.viewer, footing)
    choices = choices_for(message, acts.of(message.id)) if acts.allowed.react else []
    if request.htmx and choices:
        context = {"message": message, "choices": choices}
        return render(request, "conversations/message_picker.html", context, region="picker")
    context = {
        "message": message,
        "topic": message.topic,
        "who": who_reacted(message),
        "choices": choices,
        "standing": message.tombstoned_at is None,
    }
    return render(request, "conversations/reaction_list.html", context)


@require_POST
def reaction_update(request: Request, message_id: int) -> HttpResponse:
    """Gives a sign, or takes one back: the button says which, so a repeat changes nothing."""
    person = signed_in(request)
    message = visible_message(request, message_id)
    taken = storable(request.POST.get("take", ""))[:LONGEST_SIGN]
    given = storable(request.POST.get("give", ""))[:LONGEST_SIGN]

    def work() -> None:
        if taken:
            withdraw_reaction(actor=person, message=message, sign=taken)
        else:
            react(actor=person, message=message, sign=given)

    return _toggled(request, message, work, focus=given or taken)


@require_POST
def bookmark_update(request: Request, message_id: int) -> HttpResponse:
    """Keeps the message for the viewer, or no longer."""
    person = signed_in(request)
    message = visible_message(request, message_id)
    act = remove_bookmark if request.POST.get("keep") == "0" else bookmark
    return _toggled(request, message, lambda: act(actor=person, message=message), focus="more")


def _toggled(
    request: Request, message: Message, work: Callable[[], object], *, focus: str
) -> HttpResponse:
    """Does the work; answers htmx with the acts of the message, others by leading back to it."""
    problem, status = "", 200
    try:
        demand(viewer_key(request), REACT)
        work()
    except DomainError as error:
        if not request.htmx and not isinstance(error, Conflict):
            raise
        problem, status = str(error), _status(error)
    if not request.htmx:
        if problem:
            messages.info(request, problem)
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    return acts_region(request, message, problem=problem, status=status, focus=focus)


def _status(error: DomainError) -> int:
    if isinstance(error, TooMany):
        return 429
    return 403 if isinstance(error, Refused) else 409


def acts_region(
    request: Request, message: Message, *, problem: str = "", status: int = 200, focus: str = ""
) -> HttpResponse:
    """What stands below the message on its topic's page, as a region."""
    context = row_context(request, message)
    context |= {"problem": problem, "focus": focus}
    return render(request, "conversations/message_acts.html", context, region="acts", status=status)
