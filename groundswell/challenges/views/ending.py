"""Answering ideas, and telling what became of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import Says, answer_idea, change_answer, tell_outcome
from groundswell.challenges.forms.ending import AnswerForm, OutcomeForm
from groundswell.challenges.models import Answer, Idea, Opens
from groundswell.challenges.rules import (
    require_allowed,
    require_may_run,
    require_may_tell_outcome,
    require_standing,
    wording_of,
)
from groundswell.challenges.selectors.ending import (
    answer_of,
    given_page,
    likely_owners,
    turns_of,
)
from groundswell.challenges.views._scope import visible_idea
from groundswell.conversations.rules import pace_of
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.limits import demand
from groundswell.core.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def answer_give(request: Request, topic_id: int) -> HttpResponse:
    """Answers an idea officially, or answers differently."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_run(person, idea.challenge)
    answer = answer_of(idea)
    if request.method != "POST":
        require_standing(idea)
        if answer is None:
            require_allowed(idea, Opens.DECIDE)
    form = AnswerForm(request.POST or None, initial=_now(answer), challenge=idea.challenge)
    if form.is_bound and form.is_valid():
        try:
            with _counted(person):
                _answer(person, idea, form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Answered. Everybody who had a part in it is told."))
            return HttpResponseRedirect(f"{idea.get_absolute_url()}#answer", status=303)
    context = _around(idea) | {"form": form, "answer": answer}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/answer_give.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_tell(request: Request, topic_id: int) -> HttpResponse:
    """Tells a step of what became of an idea."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_tell_outcome(person, idea)
    form = OutcomeForm(request.POST or None)
    if not form.is_bound:
        require_standing(idea)
    elif form.is_valid():
        try:
            with _counted(person):
                tell_outcome(actor=person, idea=idea, text=form.cleaned_data["text"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Told to everybody who had a part in it."))
            return HttpResponseRedirect(f"{idea.get_absolute_url()}#outcomes", status=303)
    context = {"idea": idea, "topic": idea.topic, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/outcome_tell.html", context, status=status)


@require_safe
def outcome_list(request: Request) -> HttpResponse:
    """What became of everything that the viewer gave."""
    person = signed_in(request)
    try:
        page = given_page(person, after=request.GET.get("after"), before=request.GET.get("before"))
    except Invalid as error:
        raise Http404 from error
    return render(request, "challenges/outcome_list.html", {"page": page})


@contextmanager
def _counted(person: Actor) -> Iterator[None]:
    """What is refused does not count: whoever forgot the owner sends it again at once."""
    with transaction.atomic():
        yield
        demand(f"actor:{person.id}", pace_of(person))


def _around(idea: Idea) -> dict[str, Any]:
    """What the form of an answer has beside it."""
    turns = turns_of(idea) if answer_of(idea) else []
    return {"idea": idea, "topic": idea.topic, "owners": likely_owners(idea), "turns": turns}


def _now(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {
        "verdict": answer.verdict,
        "text": answer.message.text,
        "owner": answer.owner.handle if answer.owner else "",
        "next_step": answer.next_step,
        "next_step_by": answer.next_step_by,
        "seen": wording_of(answer),
    }


def _answer(person: Actor, idea: Idea, values: dict[str, Any]) -> Answer:
    told = {name: value for name, value in values.items() if name != "seen"}
    answer = answer_of(idea)
    if answer is None or not values["seen"]:
        return answer_idea(actor=person, idea=idea, says=Says(**told))
    return change_answer(actor=person, answer=answer, says=Says(**told), seen=values["seen"])
