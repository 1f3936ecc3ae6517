"""Opening a challenge, and saying better what it asks for."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import Asks, change_challenge, open_challenge
from groundswell.challenges.forms import ChallengeForm, PurposeForm
from groundswell.challenges.models import Challenge
from groundswell.challenges.presets import BLANK, PRESETS
from groundswell.challenges.views._scope import own_challenge
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.conversations.views.compose import visible_space
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_may_start
from groundswell.spaces.views.accepting import take_acceptance

ASKS = ("purpose", "plain", "asked_by", "promise")


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_create(request: Request, handle: str) -> HttpResponse:
    """Opens a challenge in a space, from a template or blank."""
    space = visible_space(request, handle)
    place = f"challenge-{space.id}"
    # Of a lapsed session more than a title and a text would be lost: all of it is shown instead.
    person = writer(request, place)
    guidelines = take_acceptance(request, person, space)
    if request.method == "POST":
        form = ChallengeForm(request.POST, request.FILES)
        opens = partial(_open, person, space)
        challenge = written(form, person, space, place=place, write=opens)
        if challenge is not None:
            messages.success(request, _("The challenge is open. Share the first idea, or invite."))
            return HttpResponseRedirect(challenge.get_absolute_url(), status=303)
    else:
        require_may_start(person, space)
        form = ChallengeForm(initial=begun(request, place))
    presets = {preset.code: preset for preset in (*PRESETS, BLANK)}
    context = {"space": space, "form": form, "guidelines": guidelines, "presets": presets}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/challenge_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_update(request: Request, topic_id: int) -> HttpResponse:
    """Says better what a challenge asks for. Its detailed version is edited as a message."""
    person, challenge = own_challenge(request, topic_id)
    now = {name: getattr(challenge, name) for name in ASKS}
    form = PurposeForm(request.POST or None, initial=now)
    if form.is_bound and form.is_valid():
        try:
            change_challenge(actor=person, challenge=challenge, asks=_asks(form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It says so now."))
            return HttpResponseRedirect(challenge.get_absolute_url(), status=303)
    context = {"challenge": challenge, "topic": challenge.topic, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/challenge_update.html", context, status=status)


def _asks(values: dict[str, Any]) -> Asks:
    return Asks(**{name: values[name] for name in ASKS})


def _open(person: Actor, space: Space, values: dict[str, Any]) -> Challenge:
    told = {name: values[name] for name in ("title", "text", "template")}
    return open_challenge(actor=person, space=space, asks=_asks(values), **told)
