"""The ideas of a challenge as a list and as a board, and what stewards do with many at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.activity.log import AlreadyDone
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import label_ideas, mark_triaged, unlabel_ideas
from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.challenge import ChallengePanel, challenge_head
from groundswell.challenges.selectors.listing import (
    ORDERS,
    board_of,
    column_of,
    fresh_move,
    idea_list,
    labels_of,
    theme_named,
    values_of,
)
from groundswell.challenges.sought import asked
from groundswell.challenges.views._scope import own_challenge, visible_challenge
from groundswell.challenges.views.moving import back, chosen
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch


@require_safe
def challenge_ideas(request: Request, topic_id: int) -> HttpResponse:
    """The ideas of a challenge as a list, narrowed as one likes, in one of three orders."""
    challenge, panel = _watched(request, topic_id)
    order, sought = request.GET.get("order", ""), asked(request.GET)
    if order not in ORDERS or _strange_stage(panel, sought.get("stage", "")):
        raise Http404
    ranked = panel.counts_in(sought.get("stage", ""))
    if order == "supported" and not ranked:
        order = ""  # the order would tell what is hidden
    cursors = {name: request.GET.get(name) for name in ("after", "before")}
    try:
        page = idea_list(challenge, sought=sought, order=order, **cursors)
    except Invalid as error:
        raise Http404 from error
    context = {
        "page": page,
        "order": order,
        "ranked": ranked,
        "sought": sought,
        "kept": "".join(f"&{pair}" for pair in [urlencode(sought)] if pair),
        "values": values_of(challenge),
        "labels": labels_of(challenge),
        "theme": theme_named(challenge, sought.get("theme", "")),
        **_for_runners(request, panel),
    }
    return render(request, "challenges/idea_list.html", context, region="ideas")


@require_safe
def challenge_board(request: Request, topic_id: int) -> HttpResponse:
    """The stages side by side. Of one stage, what comes after a page of it."""
    _challenge, panel = _watched(request, topic_id)
    stage, after = id_in(request.GET.get("stage", "")), request.GET.get("after")
    more = next((it for it in panel.stages if it.id == stage), None)
    if (stage or after) and more is None:
        raise Http404
    try:
        if more is not None and request.htmx:
            context = {"panel": panel, "topic": panel.topic}
            column = column_of(more, runs=panel.runs, after=after)
            return render(
                request, "challenges/_board_cards.html", {**context, "column": column}, part=True
            )
        columns = board_of(panel.stages, runs=panel.runs, stage=stage, after=after)
    except Invalid as error:
        raise Http404 from error
    context = {"columns": columns, **_for_runners(request, panel)}
    return render(request, "challenges/board_show.html", context, region="board")


@require_POST
def idea_sorting(request: Request, topic_id: int) -> HttpResponse:
    """Labels ideas, takes a label off them, or marks them as looked at; the button says which."""
    person, challenge = own_challenge(request, topic_id)
    try:
        messages.success(request, sort(request, person, challenge))
    except (DomainError, AlreadyDone) as error:
        if isinstance(error, DomainError):
            messages.warning(request, str(error))
    return back(request, challenge)


def sort(request: Request, person: Actor, challenge: Challenge) -> str:
    """Does what the button says, and what there is to say of it."""
    whom: dict[str, Any] = {"actor": person, "challenge": challenge, "ideas": list(chosen(request))}
    if "mark" in request.POST:
        mark_triaged(**whom)
        return _("Marked as looked at.")
    name = request.POST.get("label", "")
    if "unlabel" in request.POST:
        taken = unlabel_ideas(**whom, name=name)
        return _("The label “%(label)s” is off.") % {"label": taken.name}
    put = label_ideas(**whom, name=name)
    return _("Labelled “%(label)s”.") % {"label": put.name}


def _watched(request: Request, topic_id: int) -> tuple[Challenge, ChallengePanel]:
    challenge = visible_challenge(request, topic_id)
    watch(request, f"topic-{topic_id}", within=[f"space-{challenge.topic.space_id}"])
    return challenge, challenge_head(challenge, request.viewer)


def _for_runners(request: Request, panel: ChallengePanel) -> dict[str, Any]:
    runs = panel.runs
    return {
        "panel": panel,
        "topic": panel.topic,
        "last_move": fresh_move(panel.challenge, request.viewer) if runs else None,
    }


def _strange_stage(panel: ChallengePanel, stage: str) -> bool:
    return bool(stage) and all(str(it.id) != stage for it in panel.stages)
