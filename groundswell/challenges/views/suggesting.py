"""Suggesting changes of an idea, and settling them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import (
    Words,
    accept_suggestion,
    decline_suggestion,
    share_suggestion,
    suggest_change,
    withdraw_suggestion,
)
from groundswell.challenges.forms.suggesting import AcceptForm, DeclineForm, SuggestionForm
from groundswell.challenges.models import Idea, Suggestion
from groundswell.challenges.rules import require_may_settle, require_may_suggest
from groundswell.challenges.selectors.suggesting import (
    STATES,
    changed,
    clashes,
    shown_suggestion,
    standing_of,
    suggestion_page,
    suggestions_of,
)
from groundswell.challenges.views._scope import visible_idea
from groundswell.conversations.rules import pace_of
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.conversations.views._writing import begun, writer
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.limits import demand
from groundswell.core.pages import render
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_create(request: Request, topic_id: int) -> HttpResponse:
    """Suggests a change of an idea's words."""
    idea = visible_idea(request, topic_id)
    place = f"suggest-{topic_id}"
    person = writer(request, place, back=request.path)
    guidelines = take_acceptance(request, person, idea.topic.space)
    if request.method == "POST":
        form = SuggestionForm(request.POST)
        suggestion = _suggested(form, person, idea)
        if suggestion is not None:
            messages.success(request, _("Suggested. The authors are told, and decide."))
            return HttpResponseRedirect(_address(suggestion), status=303)
    else:
        require_may_suggest(person, idea)
        now = standing_of(idea)
        kept = begun(request, place)
        words = {"title": kept.get("title") or now.title, "text": kept.get("text") or now.text}
        form = SuggestionForm(initial={**words, "edition": now.edition})
    context = _around(idea) | {"form": form, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/suggestion_create.html", context, status=status)


@require_safe
def suggestion_list(request: Request, topic_id: int) -> HttpResponse:
    """The changes suggested for an idea: open, accepted, declined, taken back."""
    idea = visible_idea(request, topic_id)
    state = request.GET.get("state", "")
    if state not in STATES:
        raise Http404
    try:
        page = suggestion_page(
            idea,
            state=state,
            after=request.GET.get("after"),
            before=request.GET.get("before"),
        )
    except Invalid as error:
        raise Http404 from error
    shown = [shown_suggestion(it, idea, None) for it in page.items]
    context = _around(idea) | {"page": page, "shown": shown, "state": state}
    return render(request, "challenges/suggestion_list.html", context)


@require_safe
def suggestion_show(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """One suggested change, and what became of it."""
    idea, suggestion = _visible(request, topic_id, message_id)
    return _page(request, idea, suggestion)


@require_POST
def suggestion_accept(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """Accepts a change; where the idea was changed in the same place, with an author's words."""
    idea, suggestion = _visible(request, topic_id, message_id)
    person = signed_in(request)
    form = AcceptForm(request.POST)

    def accept(values: dict[str, Any]) -> Suggestion:
        title, text, edition = values["title"], values["text"], values["edition"]
        decided = None
        if title and text and edition is not None:
            decided = Words(title=title, text=text, edition=edition)
        return accept_suggestion(
            actor=person, suggestion=suggestion, as_author=values["as_author"], decided=decided
        )

    if _settled(form, person, idea, accept):
        messages.success(request, _("Accepted. The idea says so now, with joint credit."))
        return HttpResponseRedirect(_address(suggestion), status=303)
    return _page(request, idea, suggestion, accepting=form)


@require_POST
def suggestion_decline(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """Declines a change, with the reason."""
    idea, suggestion = _visible(request, topic_id, message_id)
    person = signed_in(request)
    form = DeclineForm(request.POST)

    def decline(values: dict[str, Any]) -> Suggestion:
        return decline_suggestion(actor=person, suggestion=suggestion, reason=values["reason"])

    if _settled(form, person, idea, decline):
        messages.success(request, _("Declined. Who suggested it reads your reason."))
        return HttpResponseRedirect(_address(suggestion), status=303)
    return _page(request, idea, suggestion, declining=form)


@require_POST
def suggestion_withdraw(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """The proposer takes the change back."""
    _idea, suggestion = _visible(request, topic_id, message_id)
    person = signed_in(request)
    try:
        withdraw_suggestion(actor=person, suggestion=suggestion)
    except Conflict as error:
        messages.info(request, str(error))
    return HttpResponseRedirect(_address(suggestion), status=303)


@require_POST
def suggestion_share(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """A declined change becomes an idea of its own."""
    _idea, suggestion = _visible(request, topic_id, message_id)
    person = signed_in(request)
    try:
        demand(f"actor:{person.id}", pace_of(person))
        idea = share_suggestion(actor=person, suggestion=suggestion)
    except Conflict as error:
        messages.info(request, str(error))
        return HttpResponseRedirect(_address(suggestion), status=303)
    messages.success(request, _("It is an idea of its own now, and says what it grew out of."))
    return HttpResponseRedirect(idea.get_absolute_url(), status=303)


def _around(idea: Idea) -> dict[str, Any]:
    return {"idea": idea, "topic": idea.topic, "space": idea.topic.space}


def _address(suggestion: Suggestion) -> str:
    return f"/t/{suggestion.idea_id}/suggestions/{suggestion.message_id}/"


def _visible(request: Request, topic_id: int, message_id: int) -> tuple[Idea, Suggestion]:
    idea = visible_idea(request, topic_id)
    ids = {"message_id": message_id if message_id <= LAST_ID else 0}
    suggestion = suggestions_of(idea).filter(**ids).first()
    if suggestion is None:
        raise Http404
    suggestion.idea = idea
    return idea, suggestion


def _suggested(form: SuggestionForm, person: Actor, idea: Idea) -> Suggestion | None:
    if not form.is_valid():
        return None
    told = form.cleaned_data
    words = Words(title=told["title"], text=told["text"], edition=told["edition"] or 0)
    try:
        refuse_repeat(person)
        demand(f"actor:{person.id}", pace_of(person))
        return suggest_change(actor=person, idea=idea, words=words, why=told["why"])
    except DomainError as error:
        form.refuse(error)
        return None


def _settled(
    form: AcceptForm | DeclineForm,
    person: Actor,
    idea: Idea,
    settle: Callable[[dict[str, Any]], Suggestion],
) -> bool:
    require_may_settle(person, idea)
    if not form.is_valid():
        return False
    try:
        settle(form.cleaned_data)
    except (Conflict, Invalid) as error:
        form.refuse(error)
        return False
    return True


def _page(
    request: Request,
    idea: Idea,
    suggestion: Suggestion,
    *,
    accepting: AcceptForm | None = None,
    declining: DeclineForm | None = None,
) -> HttpResponse:
    now = standing_of(idea)
    shown = shown_suggestion(suggestion, idea, request.viewer)
    clash = shown.settles and clashes(suggestion, now)
    begin = {"title": now.title, "text": now.text, "edition": now.edition}
    context = _around(idea) | {
        "shown": shown,
        "clash": clash,
        "meanwhile": (
            changed(suggestion.base_title, now.title),
            changed(suggestion.base_text, now.text),
        ),
        "now": now,
        "accepting": accepting or AcceptForm(initial=begin),
        "declining": declining or DeclineForm(),
    }
    status = 422 if accepting or declining else 200
    return render(request, "challenges/suggestion_page.html", context, status=status)
