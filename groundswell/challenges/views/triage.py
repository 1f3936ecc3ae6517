"""The queue: one idea at a time, each on one desk only."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.activity.log import AlreadyDone
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import (
    claim_next,
    keep_claim,
    move_ideas,
    release_claim,
    undo_move,
    unmark_triaged,
)
from groundswell.challenges.forms.flow import MoveForm
from groundswell.challenges.models import Challenge
from groundswell.challenges.rules import stages_of
from groundswell.challenges.selectors.challenge import challenge_head
from groundswell.challenges.selectors.flow import move_of
from groundswell.challenges.selectors.triage import desk_of
from groundswell.challenges.views._scope import own_challenge
from groundswell.challenges.views.listing import sort
from groundswell.challenges.views.moving import chosen, say_moved
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_triage(request: Request, topic_id: int) -> HttpResponse:
    """The next idea that nobody has looked at, and what can be done with it."""
    person, challenge = own_challenge(request, topic_id)
    if request.method == "POST":
        return _act(request, person, challenge)
    watch(request, f"topic-{topic_id}", within=[f"space-{challenge.topic.space_id}"])
    at, before = (id_in(request.GET.get(name, "")) for name in ("at", "before"))
    idea = claim_next(actor=person, challenge=challenge, at=before or at, backwards=bool(before))
    if idea is None and (at or before):
        idea = claim_next(actor=person, challenge=challenge)
    panel = challenge_head(challenge, person)
    context = {
        "panel": panel,
        "topic": challenge.topic,
        "desk": desk_of(challenge, idea, panel.stages, steward=person),
        "reason": request.session.get(_reason_key(challenge), ""),
        "undoes": _last(request, challenge),
    }
    return render(request, "challenges/triage_show.html", context, region="triage")


def _act(request: Request, person: Actor, challenge: Challenge) -> HttpResponse:
    """Does what was pressed. Whoever was slower is told, and has the next idea before them."""
    idea = next(iter(chosen(request)), 0)
    onward = idea
    try:
        if "undo" in request.POST:
            onward = _undo(request, person, challenge)
        elif idea and not keep_claim(actor=person, challenge=challenge, idea_id=idea):
            raise Conflict(_("Five minutes have passed: this idea is on somebody else's desk now."))
        elif "to" in request.POST:
            _move(request, person, challenge)
        else:
            messages.success(request, sort(request, person, challenge))
            if "mark" in request.POST:
                _remember(request, challenge, f"mark.{idea}")
    except AlreadyDone:
        pass
    except DomainError as error:
        messages.warning(request, str(error))
    address = f"{challenge.get_absolute_url()}triage/"
    return HttpResponseRedirect(f"{address}?at={onward}" if onward else address, status=303)


def _move(request: Request, person: Actor, challenge: Challenge) -> None:
    stages = stages_of(challenge)
    form = MoveForm(request.POST, stages=stages)
    if not form.is_valid():
        raise Invalid(_("Say why in one line: everybody reads it."))
    reason = form.cleaned_data["reason"]
    to = next(stage for stage in stages if stage.id == form.cleaned_data["to"])
    moved = move_ideas(
        actor=person, challenge=challenge, ideas=chosen(request), to=to, reason=reason
    )
    request.session[_reason_key(challenge)] = reason
    _remember(request, challenge, f"move.{moved.move.id}")
    say_moved(request, moved)


def _undo(request: Request, person: Actor, challenge: Challenge) -> int:
    """Takes back the last thing that was done here; the idea that it was done with."""
    kind, _dot, number = _last(request, challenge).partition(".")
    _remember(request, challenge, "")
    if kind == "mark":
        unmark_triaged(actor=person, challenge=challenge, ideas=[id_in(number)])
        messages.success(request, _("Taken back."))
        return id_in(number)
    move = move_of(challenge, id_in(number))
    if move is None:
        raise Conflict(_("There is nothing to take back."))
    undo_move(actor=person, move=move)
    messages.success(request, _("Taken back."))
    return move.changes.values_list("idea", flat=True)[0]


@require_POST
def triage_claim(request: Request, topic_id: int) -> HttpResponse:
    """Keeps the idea on this desk for five more minutes, or lets it go."""
    person, challenge = own_challenge(request, topic_id)
    idea = id_in(request.POST.get("idea", ""))
    if "release" in request.POST:
        release_claim(actor=person, challenge=challenge, idea_id=idea)
        return HttpResponse(status=204)
    kept = keep_claim(actor=person, challenge=challenge, idea_id=idea)
    return HttpResponse(status=204 if kept else 409)


def _reason_key(challenge: Challenge) -> str:
    """Where the reason of the last move from the queue is kept: there alone the next one begins
    with it, since a key is all that many moves in a row should take."""
    return f"reason-{challenge.topic_id}"


def _remember(request: Request, challenge: Challenge, act: str) -> None:
    request.session[f"triage-{challenge.topic_id}"] = act


def _last(request: Request, challenge: Challenge) -> str:
    return str(request.session.get(f"triage-{challenge.topic_id}", ""))
