"""The figures of a challenge, and what each of them counts."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.challenge import challenge_head
from groundswell.challenges.selectors.figures import comments_counted, ideas_counted
from groundswell.challenges.selectors.figures_kept import figures_shown
from groundswell.challenges.views._scope import visible_challenge
from groundswell.conversations.selectors.window import plain_start
from groundswell.core.errors import Invalid
from groundswell.core.pages import render
from groundswell.core.pagination import Page
from groundswell.core.subscriptions import watch

WORDS = 480


@require_safe
def figure_list(request: Request, topic_id: int) -> HttpResponse:
    """Every figure of a challenge; of a large one, as the worker counted them."""
    challenge = visible_challenge(request, topic_id)
    figures, at = figures_shown(challenge)
    if at is not None or figures is None:
        watch(request, f"figures-{topic_id}", within=[f"space-{challenge.topic.space_id}"])
    context = _around(request, challenge) | {"figures": figures, "at": at}
    return render(request, "challenges/figure_list.html", context, region="figures")


@require_safe
def figure_ideas(request: Request, topic_id: int) -> HttpResponse:
    """The ideas behind a figure."""
    challenge = visible_challenge(request, topic_id)
    page = _page(request, challenge, ideas_counted)
    context = _around(request, challenge) | {"page": page, "query": _query(request)}
    return render(request, "challenges/figure_ideas.html", context)


@require_safe
def figure_comments(request: Request, topic_id: int) -> HttpResponse:
    """The comments behind a figure."""
    challenge = visible_challenge(request, topic_id)
    page = _page(request, challenge, comments_counted)
    rows = [(message, plain_start(message.text[:WORDS])) for message in page.items]
    context = _around(request, challenge) | {"page": page, "rows": rows, "query": _query(request)}
    return render(request, "challenges/figure_comments.html", context)


def _around(request: Request, challenge: Challenge) -> dict[str, Any]:
    panel = challenge_head(challenge, request.viewer)
    return {"panel": panel, "topic": challenge.topic}


def _page(
    request: Request,
    challenge: Challenge,
    counted: Callable[[Challenge, Mapping[str, str]], Page[Any]],
) -> Page[Any]:
    try:
        return counted(challenge, request.GET.dict())
    except Invalid as error:
        raise Http404 from error


def _query(request: Request) -> str:
    """What of the address says which figure it is."""
    asked = request.GET.copy()
    for name in ("after", "before"):
        asked.pop(name, None)
    return asked.urlencode()
