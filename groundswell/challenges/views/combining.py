"""Combining ideas, and taking them apart again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import NewIdea, combine_ideas, undo_merge
from groundswell.challenges.forms.combining import NEW, CombineForm, IdeaSearchForm, PartForm
from groundswell.challenges.models import Idea
from groundswell.challenges.rules import (
    may_run,
    require_may_combine,
    require_may_part,
    require_same_terms,
    require_standing,
)
from groundswell.challenges.selectors.combining import (
    chosen_ideas,
    ideas_to_combine,
    merge_of,
    preview_of,
)
from groundswell.challenges.views._scope import visible_idea
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render

MOST_CHOSEN = 49


@require_http_methods(["GET", "HEAD", "POST"])
def idea_combine(request: Request, topic_id: int) -> HttpResponse:
    """Chooses other ideas; then shows what will happen; then does it."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_combine(person, idea)
    require_standing(idea)
    given = request.POST if request.method == "POST" else request.GET
    ids = list(dict.fromkeys(id_in(value) for value in given.getlist("with")[:MOST_CHOSEN]))
    others = chosen_ideas([at for at in ids if at not in {0, topic_id}], person)
    if not others or (request.method != "POST" and "check" not in request.GET):
        return _choose(request, person, idea, others)
    return _confirm(request, person, [idea, *others])


def _choose(request: Request, person: Actor, idea: Idea, chosen: list[Idea]) -> HttpResponse:
    form = IdeaSearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    without = [idea.topic_id, *(one.topic_id for one in chosen)]
    found = ideas_to_combine(idea, person, search, without=without)
    context = {
        "idea": idea,
        "topic": idea.topic,
        "search": search,
        "chosen": chosen,
        "found": found,
        "asked": "check" in request.GET,
        "sees": _sight(person, idea),
    }
    return render(request, "challenges/idea_combine.html", context, region="found")


def _confirm(request: Request, person: Actor, ideas: list[Idea]) -> HttpResponse:
    form = CombineForm(request.POST or None, ideas=ideas)
    status = 200
    if not form.is_bound:
        require_standing(*ideas)
        require_may_combine(person, *ideas)
        require_same_terms(ideas)
    elif form.is_valid():
        try:
            into = _combine(person, ideas, form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
            status = 409 if isinstance(error, Conflict) else 422
        else:
            messages.success(request, _("Combined. Everybody stays credited; it can be undone."))
            return HttpResponseRedirect(_onward(request, ideas[0], into), status=303)
    else:
        status = 422
    context = {
        "queue": "queue" in (request.POST or request.GET),
        "topic": ideas[0].topic,
        "idea": ideas[0],
        "others": ideas[1:],
        "preview": preview_of(ideas),
        "counts": all(map(_sight(person, ideas[0]), ideas)),
        "form": form,
    }
    return render(request, "challenges/idea_combine_confirm.html", context, status=status)


def _sight(person: Actor, idea: Idea) -> Callable[[Idea], bool]:
    """Whether the person sees how many support an idea that may be combined with this one: those
    of other challenges where everybody does."""
    runs = may_run(person, idea.challenge)

    def sees(one: Idea) -> bool:
        own = runs and one.challenge_id == idea.challenge_id
        return own or one.stage.shows_counts

    return sees


def _onward(request: Request, idea: Idea, into: Idea) -> str:
    """To what came of it, or to the queue it was done from."""
    if "queue" not in request.POST:
        return into.get_absolute_url()
    return f"{idea.challenge.get_absolute_url()}triage/?at={idea.topic_id}"


def _combine(person: Actor, ideas: list[Idea], values: dict[str, Any]) -> Idea:
    survivor: Idea | NewIdea = NewIdea(title=values["title"], text=values["text"])
    sources = ideas
    if values["into"] != NEW:
        [survivor] = [idea for idea in ideas if str(idea.topic_id) == values["into"]]
        sources = [idea for idea in ideas if idea != survivor]
    return combine_ideas(actor=person, survivor=survivor, sources=sources, reason=values["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
def idea_part(request: Request, topic_id: int) -> HttpResponse:
    """Takes an idea out of the one that it was combined into, for a reason."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    merge = merge_of(idea)
    if merge is None:
        raise Conflict(_("“%(title)s” stands for itself already.") % {"title": idea.topic.title})
    require_may_part(person, merge)
    form = PartForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            undo_merge(actor=person, merge=merge, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It stands for itself again, as if it had never been in."))
            return HttpResponseRedirect(idea.get_absolute_url(), status=303)
    context = {"topic": idea.topic, "idea": idea, "merge": merge, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/idea_uncombine.html", context, status=status)
