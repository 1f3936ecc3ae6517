"""The themes of a challenge, and asking for them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request
from groundswell.challenges.actions import ask_for_themes
from groundswell.challenges.forms.theming import RunForm
from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.challenge import challenge_panel
from groundswell.challenges.selectors.theming import opposites_of, runs_of
from groundswell.challenges.tasks import find_themes
from groundswell.challenges.views._scope import own_challenge, visible_challenge
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_themes(request: Request, topic_id: int) -> HttpResponse:
    """The themes that were found; a POST asks for them anew."""
    if request.method == "POST":
        return _ask(request, topic_id)
    challenge = visible_challenge(request, topic_id)
    return _page(request, challenge, RunForm(), status=200)


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


def _page(request: Request, challenge: Challenge, form: RunForm, *, status: int) -> HttpResponse:
    topic = challenge.topic
    watch(request, f"themes-{topic.id}", within=[f"topic-{topic.id}", f"space-{topic.space_id}"])
    runs = runs_of(challenge)
    context = {
        "panel": challenge_panel(topic, request.viewer),
        "topic": topic,
        "runs": runs,
        "form": form,
        "opposites": opposites_of(runs.done),
    }
    return render(request, "challenges/theme_list.html", context, region="themes", status=status)
