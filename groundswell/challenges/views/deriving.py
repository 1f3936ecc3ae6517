"""Building on an idea, and splitting one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions import NewIdea, build_on_idea, split_idea
from groundswell.challenges.forms import IdeaForm
from groundswell.challenges.forms.combining import MOST_PARTS, SplitForm
from groundswell.challenges.models import Idea
from groundswell.challenges.rules import require_may_share, require_may_split, require_standing
from groundswell.challenges.selectors.deriving import halves_of, words_of
from groundswell.challenges.selectors.listing import values_of
from groundswell.challenges.views._scope import visible_idea
from groundswell.conversations.rules import pace_of
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.core.errors import DomainError
from groundswell.core.limits import demand
from groundswell.core.pages import render
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def idea_build(request: Request, topic_id: int) -> HttpResponse:
    """Shares an idea that grows out of this one; its words are there to begin with."""
    idea = visible_idea(request, topic_id)
    space, place = idea.topic.space, f"build-{topic_id}"
    person = writer(request, place, back=request.path)
    guidelines = take_acceptance(request, person, space)
    if request.method == "POST":
        form = IdeaForm(request.POST, request.FILES)
        made = written(form, person, space, place=place, write=partial(_build, person, idea))
        if made is not None:
            messages.success(request, _("Your idea is shared, and says what it grew out of."))
            return HttpResponseRedirect(made.get_absolute_url(), status=303)
    else:
        require_may_share(person, idea.challenge)
        initial = {
            "title": idea.topic.title,
            "text": words_of(idea),
            "discipline": idea.discipline,
            "sector": idea.sector,
        }
        form = IdeaForm(initial=initial | begun(request, place))
    context = {"idea": idea, "topic": idea.topic, "form": form, "guidelines": guidelines}
    context |= {"space": space, "values": values_of(idea.challenge)}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/idea_build.html", context, status=status)


def _build(person: Actor, idea: Idea, values: dict[str, Any]) -> Idea:
    told = {name: values[name] for name in ("title", "text", "discipline", "sector")}
    return build_on_idea(actor=person, idea=idea, new=NewIdea(**told))


@require_http_methods(["GET", "HEAD", "POST"])
def idea_split(request: Request, topic_id: int) -> HttpResponse:
    """Makes ideas of the parts of this one."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_split(person, idea)
    require_standing(idea)
    form = SplitForm(request.POST or None, initial={"parts": halves_of(idea)})
    if form.is_bound and "more" not in request.POST and form.is_valid():
        try:
            demand(f"actor:{person.id}", pace_of(person))
            made = _split(person, idea, form)
        except DomainError as error:
            form.refuse(error)
        else:
            said = _("It is split into %(count)d ideas, and stays as it is.")
            messages.success(request, said % {"count": len(made)})
            return HttpResponseRedirect(idea.get_absolute_url(), status=303)
    asked = "more" in request.POST
    context = {
        "idea": idea,
        "topic": idea.topic,
        "form": form,
        "numbers": range(1, form.count + 1),
        "most": MOST_PARTS,
        "asked": asked,
    }
    status = 422 if form.is_bound and not asked else 200
    return render(request, "challenges/idea_split.html", context, status=status)


def _split(person: Actor, idea: Idea, form: SplitForm) -> list[Idea]:
    origin = {"discipline": idea.discipline, "sector": idea.sector}
    parts = [NewIdea(title=title, text=text, **origin) for title, text in form.parts()]
    return split_idea(actor=person, idea=idea, parts=parts, reason=form.cleaned_data["reason"])
