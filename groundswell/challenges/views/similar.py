"""Ideas like the one that somebody is typing, and adding one's voice to one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import support_idea
from groundswell.challenges.forms import IdeaForm
from groundswell.challenges.models import Challenge, Idea
from groundswell.challenges.selectors.idea import idea_seen
from groundswell.challenges.selectors.listing import values_of
from groundswell.challenges.selectors.similar import Similar, similar
from groundswell.challenges.views._scope import visible_challenge
from groundswell.conversations.views._writing import writer
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.limits import REACT, SUGGEST, allow, demand, viewer_key
from groundswell.core.pages import render
from groundswell.spaces.views.accepting import take_acceptance

TYPED = ("title", "text", "discipline", "sector")
LONGEST_TYPED = 20_000


@require_POST
def idea_similar(request: Request, topic_id: int) -> HttpResponse:
    """What is like the words of the form, which stay in it; with `voice`, supports one of these.

    Without a script the whole form is answered, with everything that was typed in it.
    """
    challenge = visible_challenge(request, topic_id)
    person = writer(request, f"idea-{challenge.topic_id}", back=f"/t/{topic_id}/share/")
    voiced = _voiced(request, person, challenge)
    found = _found(request, person, challenge)
    if request.htmx:
        context = {"similar": found, "voiced": voiced, "asked": True, "topic": challenge.topic}
        return render(request, "challenges/_similar.html", context, part=True)
    if voiced:
        messages.success(request, _("Your voice is added. What you were writing is still here."))
    return _whole(request, person, challenge, found=found)


def _whole(
    request: Request, person: Actor, challenge: Challenge, *, found: list[Similar]
) -> HttpResponse:
    """The page where one shares an idea, with what was typed so far and what is like it."""
    typed = {name: request.POST.get(name, "")[:LONGEST_TYPED] for name in TYPED}
    guidelines = take_acceptance(request, person, challenge.topic.space)
    context = around(challenge, IdeaForm(initial=typed), guidelines, similar=found)
    return render(request, "challenges/idea_create.html", context)


def around(
    challenge: Challenge,
    form: IdeaForm,
    guidelines: Any,
    *,
    same: Similar | None = None,
    similar: list[Similar] | None = None,
) -> dict[str, Any]:
    """What the page where one shares an idea reads. `same` are the very same words, shared
    before; `similar` is what somebody looked for."""
    return {
        "challenge": challenge,
        "topic": challenge.topic,
        "space": challenge.topic.space,
        "form": form,
        "guidelines": guidelines,
        "same": same,
        "similar": similar or [],
        "asked": similar is not None,
        "voiced": None,
        "values": values_of(challenge),
    }


def _voiced(request: Request, person: Actor, challenge: Challenge) -> Idea | None:
    """The idea to which the person added their voice just now."""
    idea_id = id_in(request.POST.get("voice", ""))
    idea = idea_seen(idea_id, person) if idea_id else None
    if idea is None or idea.challenge_id != challenge.topic_id:
        return None
    demand(viewer_key(request), REACT)
    try:
        return support_idea(actor=person, idea=idea)
    except DomainError as error:
        messages.info(request, str(error))
        return None


def _found(request: Request, person: Actor, challenge: Challenge) -> list[Similar]:
    """Somebody who types faster than one may ask sees nothing new for a while."""
    if not allow(viewer_key(request), SUGGEST).ok:
        return []
    title, text = (request.POST.get(name, "")[:LONGEST_TYPED] for name in ("title", "text"))
    return similar(challenge, person, title=title, text=text)
