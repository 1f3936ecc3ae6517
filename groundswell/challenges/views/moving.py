"""Moving ideas, one or many, and taking moves back."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.activity.log import AlreadyDone
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import Moved, move_ideas, move_matching, undo_move
from groundswell.challenges.forms.flow import MoveForm
from groundswell.challenges.models import Challenge, Stage
from groundswell.challenges.rules import stages_of
from groundswell.challenges.selectors.challenge import challenge_head
from groundswell.challenges.selectors.flow import ideas_named, move_of, moves_page
from groundswell.challenges.sought import asked
from groundswell.challenges.tasks import go_on_moving
from groundswell.challenges.views._scope import own_challenge
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch

MOST_CHOSEN = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_moves(request: Request, topic_id: int) -> HttpResponse:
    """The moves of a challenge's ideas; a form of any page of it moves some more."""
    person, challenge = own_challenge(request, topic_id)
    if request.method == "POST":
        return _move(request, person, challenge)
    watch(request, f"topic-{challenge.topic_id}", within=[f"space-{challenge.topic.space_id}"])
    try:
        page = moves_page(
            challenge, after=request.GET.get("after"), before=request.GET.get("before")
        )
    except Invalid as error:
        raise Http404 from error
    panel = challenge_head(challenge, person)
    named = ideas_named(page.items)
    context = {"panel": panel, "topic": challenge.topic, "page": page, "named": named}
    return render(request, "challenges/move_list.html", context, region="moves")


def _move(request: Request, person: Actor, challenge: Challenge) -> HttpResponse:
    stages = stages_of(challenge)
    form = MoveForm(request.POST, stages=stages)
    if not form.is_valid():
        return _asked_again(request, challenge, form)
    to = next(stage for stage in stages if stage.id == form.cleaned_data["to"])
    reason = form.cleaned_data["reason"]
    try:
        moved = _chosen_or_matching(request, person, challenge, to=to, reason=reason)
    except Invalid as error:
        form.refuse(error)
        return _asked_again(request, challenge, form)
    except (DomainError, AlreadyDone) as error:
        if isinstance(error, DomainError):
            messages.warning(request, str(error))
        return back(request, challenge)
    say_moved(request, moved)
    return back(request, challenge)


def _chosen_or_matching(
    request: Request, person: Actor, challenge: Challenge, *, to: Stage, reason: str
) -> Moved:
    if "matching" in request.POST:
        sought = asked(request.POST, "sought-")
        moved = move_matching(
            actor=person, challenge=challenge, sought=sought, to=to, reason=reason
        )
        if moved.run is not None:
            go_on_moving.enqueue(moved.move.id)
        return moved
    return move_ideas(
        actor=person, challenge=challenge, ideas=chosen(request), to=to, reason=reason
    )


def chosen(request: Request) -> Mapping[int, int]:
    """The ideas that were ticked, each with the stage in which it was seen: `id.stage`."""
    pairs = (value.partition(".") for value in request.POST.getlist("idea")[: MOST_CHOSEN + 1])
    return {id_in(idea): id_in(stage) for idea, _dot, stage in pairs if id_in(idea)}


def _asked_again(request: Request, challenge: Challenge, form: MoveForm) -> HttpResponse:
    """Asks for what is missing on a page of its own, with everything that was chosen."""
    kept = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    inner = {"csrfmiddlewaretoken", "nonce", "to", "reason"}
    context = {
        "challenge": challenge,
        "topic": challenge.topic,
        "form": form,
        "count": len(chosen(request)),
        "kept": [(name, value) for name, value in kept if name not in inner],
    }
    status = 422 if "asked" in request.POST else 200
    return render(request, "challenges/move_create.html", context, status=status)


def say_moved(request: Request, moved: Moved) -> None:
    """What happened; the page says how to take it back."""
    said = ngettext("Moved to “%(stage)s”.", "%(num)s moved to “%(stage)s”.", moved.count)
    text = said % {"num": moved.count, "stage": moved.move.to.name}
    if moved.stayed:
        stayed = ngettext(
            "One was moved by somebody else meanwhile and stays.",
            "%(num)s were moved by somebody else meanwhile and stay.",
            moved.stayed,
        )
        text = f"{text} {stayed % {'num': moved.stayed}}"
    if moved.run is not None:
        text = f"{text} {_('The rest follows.')}"
    messages.success(request, text)


@require_POST
def move_undo(request: Request, topic_id: int, move_id: int) -> HttpResponse:
    """Takes a move back, as far as nobody moved the same ideas since."""
    person, challenge = own_challenge(request, topic_id)
    move = move_of(challenge, move_id)
    if move is None:
        raise Http404
    try:
        moved = undo_move(actor=person, move=move)
    except DomainError as error:
        messages.warning(request, str(error))
        return back(request, challenge)
    if moved.run is not None:
        go_on_moving.enqueue(move.id)
    text = ngettext("Taken back.", "%(num)s taken back.", moved.count) % {"num": moved.count}
    if moved.stayed:
        stayed = ngettext(
            "One was moved or combined since and stays where it is.",
            "%(num)s were moved or combined since and stay where they are.",
            moved.stayed,
        )
        text = f"{text} {stayed % {'num': moved.stayed}}"
    messages.success(request, text)
    return back(request, challenge)


def back(request: Request, challenge: Challenge) -> HttpResponse:
    """To the page that the form stood on, where it is one of this site."""
    asked = request.POST.get("back", "")
    own = challenge.get_absolute_url()
    inside = asked.startswith("/t/") and url_has_allowed_host_and_scheme(asked, None)
    return HttpResponseRedirect(asked if inside else f"{own}moves/", status=303)
