"""The themes of a challenge, what is in each, and asking for them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.requests import Request
from groundswell.challenges.actions import ask_for_themes
from groundswell.challenges.forms.theming import RunForm
from groundswell.challenges.models import Challenge, Theme
from groundswell.challenges.selectors.challenge import challenge_panel
from groundswell.challenges.selectors.theme import (
    edits_of,
    rows_of,
    theme_ideas,
    theme_list,
    theme_seen,
)
from groundswell.challenges.selectors.theme_map import map_of
from groundswell.challenges.selectors.theming import opposites_of, runs_of
from groundswell.challenges.tasks import find_themes
from groundswell.challenges.views._scope import own_challenge, visible_challenge
from groundswell.challenges.views._theming import Forms
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_themes(request: Request, topic_id: int) -> HttpResponse:
    """The themes that were found; a POST asks for them anew."""
    if request.method == "POST":
        return _ask(request, topic_id)
    challenge = visible_challenge(request, topic_id)
    return _page(request, challenge, None, status=200)


@require_safe
def theme_show(request: Request, topic_id: int, theme_id: int) -> HttpResponse:
    """A theme and its ideas; one that was joined into another leads there."""
    challenge = visible_challenge(request, topic_id)
    theme = visible_theme(challenge, theme_id)
    if theme.joined_into_id is not None:
        return HttpResponseRedirect(f"/t/{topic_id}/themes/{theme.joined_into_id}/")
    return theme_page(request, challenge, theme, forms=Forms())


@require_safe
def theme_none(request: Request, topic_id: int) -> HttpResponse:
    """Ideas that are in no theme."""
    return theme_page(request, visible_challenge(request, topic_id), None, forms=Forms())


def visible_theme(challenge: Challenge, theme_id: int) -> Theme:
    """The theme of this challenge, or 404."""
    theme = theme_seen(challenge, theme_id) if theme_id <= LAST_ID else None
    if theme is None:
        raise Http404
    return theme


def theme_page(
    request: Request, challenge: Challenge, theme: Theme | None, *, forms: Forms
) -> HttpResponse:
    """The page of one theme, or of those in none, with its forms for who runs the challenge."""
    panel = challenge_panel(challenge.topic, request.viewer)
    sector = request.GET.get("sector", "")[:80]
    try:
        page = theme_ideas(challenge, theme, panel.stages, sector=sector, **_cursors(request))
    except (Invalid, ValueError) as error:
        raise Http404 from error
    context = {
        "panel": panel,
        "topic": challenge.topic,
        "theme": theme,
        "row": rows_of([theme])[0] if theme else None,
        "page": page,
        "sector": sector,
        "forms": forms.for_(theme) if panel.runs and theme else None,
        "edits": edits_of(challenge, theme) if theme else [],
    }
    status = 422 if forms.faulty else 200
    return render(request, "challenges/theme_show.html", context, status=status)


def _cursors(request: Request) -> dict[str, str | None]:
    return {"after": request.GET.get("after"), "before": request.GET.get("before")}


def _ask(request: Request, topic_id: int) -> HttpResponse:
    person, challenge = own_challenge(request, topic_id)
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            run = ask_for_themes(actor=person, challenge=challenge, **form.cleaned_data)
        except DomainError as refused:
            form.refuse(refused)
        else:
            find_themes.enqueue(str(run.id))
            messages.success(request, _("Themes are being found. This page shows how far it is."))
            return HttpResponseRedirect(f"/t/{topic_id}/themes/", status=303)
    return _page(request, challenge, form, status=422)


def _page(
    request: Request, challenge: Challenge, form: RunForm | None, *, status: int
) -> HttpResponse:
    topic = challenge.topic
    watch(request, f"themes-{topic.id}", within=[f"topic-{topic.id}", f"space-{topic.space_id}"])
    runs = runs_of(challenge)
    try:
        rows, page = theme_list(challenge, **_cursors(request))
    except Invalid as error:
        raise Http404 from error
    first = not page.previous_cursor
    fine = runs.done.resolution if runs.done else 1
    context: dict[str, Any] = {
        "panel": challenge_panel(topic, request.viewer),
        "topic": topic,
        "runs": runs,
        "rows": rows,
        "page": page,
        "drawn": map_of(challenge) if first else [],
        "form": form or RunForm(initial={"resolution": fine}),
        "opposites": opposites_of(runs.done) if first else [],
        "edits": edits_of(challenge) if first else [],
    }
    return render(request, "challenges/theme_list.html", context, region="themes", status=status)
