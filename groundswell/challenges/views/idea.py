"""Sharing an idea."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import share_idea
from groundswell.challenges.forms import IdeaForm
from groundswell.challenges.models import Challenge, Idea
from groundswell.challenges.rules import require_may_share
from groundswell.challenges.selectors.similar import Similar, already_shared
from groundswell.challenges.views._scope import visible_challenge
from groundswell.challenges.views.similar import around
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.core.errors import Conflict
from groundswell.core.pages import render
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def idea_create(request: Request, topic_id: int) -> HttpResponse:
    """Shares an idea for a challenge."""
    challenge = visible_challenge(request, topic_id)
    space = challenge.topic.space
    place = f"idea-{challenge.topic_id}"
    person = writer(request, place, back=request.path)
    guidelines = take_acceptance(request, person, space)
    same = None
    if request.method == "POST":
        form = IdeaForm(request.POST, request.FILES)
        same = _same(request, form, person, challenge)
        shares = partial(_share, person, challenge)
        idea = None if same else written(form, person, space, place=place, write=shares)
        if idea is not None:
            messages.success(request, _("Your idea is shared. It keeps this address for good."))
            return HttpResponseRedirect(idea.get_absolute_url(), status=303)
    else:
        require_may_share(person, challenge)
        form = IdeaForm(initial=begun(request, place))
    context = around(challenge, form, guidelines, same=same)
    status = 422 if form.is_bound else 200
    return render(request, "challenges/idea_create.html", context, status=status)


def _share(person: Actor, challenge: Challenge, values: dict[str, Any]) -> Idea:
    told = {name: value for name, value in values.items() if name != "attached"}
    return share_idea(actor=person, challenge=challenge, **told)


def _same(request: Request, form: IdeaForm, person: Actor, challenge: Challenge) -> Similar | None:
    """The idea of the very same words that the form is to point to, which it then says."""
    if "anyway" in request.POST or not form.is_valid():
        return None
    refuse_repeat(person)  # a form that was sent twice leads to what it made
    same = already_shared(challenge, person, form.cleaned_data["text"])
    if same is not None:
        form.refuse(Conflict(_said_before(same)))
    return same


def _said_before(same: Similar) -> str:
    if same.own:
        return _("You shared this already. Say how this one differs.")
    says = _("This was already shared by %(name)s. Say how yours differs.")
    if same.may_support:
        says = _("This was already shared by %(name)s. Add your voice, or say how yours differs.")
    return says % {"name": same.idea.topic.author.name}
