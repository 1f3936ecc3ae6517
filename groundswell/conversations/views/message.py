"""One message: its permanent address, its wordings, changing and deleting it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.forms import EditForm
from groundswell.conversations.kinds import acts_of
from groundswell.conversations.models import Case, Message
from groundswell.conversations.rules import require_may_delete, require_may_edit
from groundswell.conversations.selectors import footing_in, history_of, quotation
from groundswell.conversations.selectors.acts import message_acts
from groundswell.conversations.selectors.message import message_seen
from groundswell.conversations.selectors.report import reports_seen
from groundswell.conversations.views._drawing import row_of
from groundswell.conversations.views._writing import begun, changed, writer
from groundswell.core.pages import render

MOST_DIGITS = 9
_LEADS = {
    "reply": "/t/{m.topic_id}/{m.number}/?reply={m.id}#reply",
    "react": "/m/{m.id}/reactions/",
    "more": "/m/{m.id}/acts/",
}


def visible_message(request: Request, message_id: int) -> Message:
    """The message, or 404 for those who may not see it."""
    found = message_seen(message_id, request.viewer)
    if found is None:
        raise Http404
    return found


def row_context(request: Request, message: Message) -> dict[str, Any]:
    """What the row below one message reads, and its menu."""
    footing = footing_in(message.topic, request.viewer)
    acts = message_acts(message, request.viewer, footing)
    viewer_id = request.viewer.id if request.viewer else 0
    return {
        "message": message,
        "topic": message.topic,
        "number": message.number,
        "id": message.id,
        "acts": acts.of(message.id),
        "allowed": acts.allowed,
        "accepted_id": acts.accepted_id,
        "row": row_of(acts, message.number, message.kind, reply=footing.may_reply),
        "mine": message.author_id == viewer_id,
        "steward": footing.steward,
    }


@require_safe
def message_at(request: Request, topic_id: int) -> HttpResponse:
    """Leads from a button below the message of a number to what it offers.

    Buttons say a number and no address: thirty addresses, three times, are a tenth of a page.
    """
    for name, address in _LEADS.items():
        asked = request.GET.get(name, "")
        if asked.isdecimal() and asked.isascii() and len(asked) <= MOST_DIGITS:
            rows = Message.objects.visible_to(request.viewer)
            message = get_object_or_404(rows, topic_id=topic_id, number=int(asked))
            return HttpResponseRedirect(address.format(m=message))
    raise Http404


@require_safe
def message_more(request: Request, message_id: int) -> HttpResponse:
    """What is rarely done with a message: a page, or for htmx a menu."""
    message = visible_message(request, message_id)
    if message.tombstoned_at is not None:
        raise Http404
    context = row_context(request, message) | {
        "own_acts": acts_of(message, request.viewer),
        "reports": reports_seen(message, request.viewer),
    }
    if request.htmx:
        return render(request, "conversations/message_menu.html", context, region="menu")
    return render(request, "conversations/message_more.html", context)


@require_safe
def message_show(request: Request, message_id: int) -> HttpResponse:
    """Leads to the message, wherever it was moved."""
    return HttpResponseRedirect(visible_message(request, message_id).get_absolute_url())


@require_safe
def message_quote(request: Request, message_id: int) -> HttpResponse:
    """The message as a quotation in Markdown, for the writing place."""
    message = visible_message(request, message_id)
    return HttpResponse(quotation(message), content_type="text/plain; charset=utf-8")


@require_safe
def message_history(request: Request, message_id: int) -> HttpResponse:
    """Every wording the message had, and what each change was."""
    message = visible_message(request, message_id)
    if message.tombstoned_at is not None:
        raise Http404
    context = {"history": history_of(message), "message": message}
    return render(request, "conversations/message_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def message_update(request: Request, message_id: int) -> HttpResponse:
    """Changes one's own words."""
    message = visible_message(request, message_id)
    place = f"edit-{message.id}"
    person = writer(request, place, back=request.path)
    require_may_edit(person, message)
    opening = message.number == 1
    if request.method == "POST":
        form = EditForm(request.POST, request.FILES, opening=opening)
        edited = changed(
            form,
            person,
            message.topic.space,
            place=place,
            change=lambda values: edit_message(actor=person, message=message, **values),
        )
        if edited is not None:
            return HttpResponseRedirect(message.get_absolute_url(), status=303)
    else:
        now = {"title": message.topic.title, "text": message.text}
        form = EditForm(initial=now | begun(request, place), opening=opening)
    context = {"message": message, "form": form, "space": message.topic.space}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/message_update.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def message_delete(request: Request, message_id: int) -> HttpResponse:
    """Asks once more, then leaves a tombstone."""
    message = visible_message(request, message_id)
    person = signed_in(request)
    require_may_delete(person, message)
    if request.method == "POST":
        delete_message(actor=person, message=message)
        if person.id != message.author_id and Case.objects.open().filter(message=message).exists():
            messages.info(request, _("It was reported. Say what its author reads, to settle it."))
            return HttpResponseRedirect(f"/m/{message.id}/reports/#settle", status=303)
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    return render(request, "conversations/message_delete.html", {"message": message})
