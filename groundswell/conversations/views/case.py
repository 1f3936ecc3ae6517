"""What was reported, for those who look after spaces: their queue, one case, and settling it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.activity.log import once
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    delete_message,
    leave_reports,
    settle_reports,
    take_reports,
)
from groundswell.conversations.forms.act import SettleForm
from groundswell.conversations.models import Case, Message
from groundswell.conversations.rules import has_other_eyes, require_looks_after
from groundswell.conversations.selectors.report import case_page, queue
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.conversations.views.message import visible_message
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.spaces.models import Space
from groundswell.spaces.rules import is_steward

_WITH_IT = ("author", "topic__space__actor")


@require_safe
def case_list(request: Request) -> HttpResponse:
    """What waits for somebody in the spaces that one looks after, or what was settled there."""
    person = signed_in(request)
    space = _space(request, request.GET.get("space", ""))
    settled = request.GET.get("show") == "settled"
    try:
        page = queue(
            person,
            settled=settled,
            space=space,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    context = {
        "page": page,
        "space": space,
        "settled": settled,
        "query": _query(space, settled=settled),
    }
    return render(request, "conversations/case_list.html", context)


def _space(request: Request, handle: str) -> Space | None:
    if not handle:
        return None
    space = Space.objects.visible_to(request.viewer).called(handle).select_related("actor").first()
    if space is None or not is_steward(request.viewer, space):
        raise Http404
    return space


def _query(space: Space | None, *, settled: bool) -> str:
    asked = [f"space={space.handle}"] if space else []
    return "&".join(asked + (["show=settled"] if settled else []))


@require_safe
def case_show(request: Request, message_id: int) -> HttpResponse:
    """What was said to be wrong with a message, and by whom."""
    person, message = _looked_after(request, message_id)
    return _page(request, person, message)


def _looked_after(request: Request, message_id: int) -> tuple[Actor, Message]:
    """Who sees to it, and the message: also one of a space that they see nothing else of."""
    if message_id > LAST_ID:
        raise Http404
    if Case.objects.visible_to(request.viewer).filter(message=message_id).exists():
        message = get_object_or_404(Message.objects.select_related(*_WITH_IT), id=message_id)
    else:
        message = visible_message(request, message_id)
    person = signed_in(request)
    require_looks_after(person, message)
    return person, message


def _page(
    request: Request, person: Actor, message: Message, form: SettleForm | None = None
) -> HttpResponse:
    page = case_page(message, person)
    waits = page.case is not None and page.case.settled_at is None
    others = waits and page.case is not None and has_other_eyes(person, page.case)
    context: dict[str, Any] = {
        "page": page,
        "message": message,
        "case": page.case,
        "form": form
        or (SettleForm(case=page.case) if waits and page.case and not others else None),
        "others": others,
        "mine": page.case is not None and page.case.taken_by_id == person.id,
    }
    status = 200 if form is None else 422
    return render(request, "conversations/case_show.html", context, status=status)


def _waiting(request: Request, message_id: int) -> tuple[Actor, Case]:
    """The case that waits; what was settled meanwhile is for the action to say."""
    person, message = _looked_after(request, message_id)
    cases = Case.objects.visible_to(person).filter(message=message)
    case = cases.open().first() or cases.order_by("-id").first()
    if case is None:
        raise Http404
    case.message = message
    return person, case


@require_POST
def case_take(request: Request, message_id: int) -> HttpResponse:
    """Says that one looks at it."""
    person, case = _waiting(request, message_id)
    seen = Actor.objects.filter(id=id_in(request.POST.get("seen", ""))).first()
    take_reports(actor=person, case=case, seen=seen)
    return _back(message_id)


@require_POST
def case_leave(request: Request, message_id: int) -> HttpResponse:
    """Leaves it to others."""
    person, case = _waiting(request, message_id)
    leave_reports(actor=person, case=case)
    return _back(message_id)


def _back(message_id: int) -> HttpResponse:
    return HttpResponseRedirect(f"/m/{message_id}/reports/", status=303)


@require_POST
def case_settle(request: Request, message_id: int) -> HttpResponse:
    """Says what was done, and removes the message where that is what is done."""
    person, case = _waiting(request, message_id)
    form = SettleForm(request.POST, case=case)
    if form.is_valid():
        try:
            _settle(person, case, form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is settled, and whoever reported it is told."))
            return HttpResponseRedirect("/reports/", status=303)
    return _page(request, person, case.message, form)


def _settle(person: Actor, case: Case, said: dict[str, str]) -> None:
    """Two acts, each by its own door. The form counts as sent with the second: if the first alone
    was done, sending it again ends it."""
    removes = said["outcome"] == Case.Outcome.REMOVED
    if removes and not said["reason"]:
        raise Invalid(_("Say why: its author reads it."), "reason")
    if removes and case.settled_at is None and case.message.tombstoned_at is None:
        get_object_or_404(Case.objects.open(), id=case.id)
        with once(None):
            delete_message(actor=person, message=case.message)
    settle_reports(actor=person, case=case, **said)
