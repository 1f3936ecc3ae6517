"""Trying an accepted idea."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.actions.pilot import Lesson, Trial, end_pilot, start_pilot
from groundswell.challenges.forms.ending import LessonForm, TrialForm
from groundswell.challenges.models import Idea, Pilot
from groundswell.challenges.rules import (
    require_accepted_idea,
    require_may_tell_outcome,
    require_standing,
)
from groundswell.challenges.views._scope import visible_idea
from groundswell.core.errors import DomainError
from groundswell.core.forms import PlainForm
from groundswell.core.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_start(request: Request, topic_id: int) -> HttpResponse:
    """Begins to try an idea."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_tell_outcome(person, idea)
    form = TrialForm(request.POST or None)
    if not form.is_bound:
        require_standing(idea)
        require_accepted_idea(idea)

    def start() -> None:
        start_pilot(actor=person, idea=idea, trial=Trial(**form.cleaned_data))
        messages.success(request, _("It is being tried. Everybody who had a part in it is told."))

    return _answered(request, idea, form, start)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_end(request: Request, topic_id: int) -> HttpResponse:
    """Says what was learnt from trying an idea."""
    idea = visible_idea(request, topic_id)
    person = signed_in(request)
    require_may_tell_outcome(person, idea)
    pilot = Pilot.objects.filter(idea=idea).order_by("-id").first()
    if pilot is None or (pilot.ended_at is not None and request.method != "POST"):
        raise Http404
    form = LessonForm(request.POST or None)

    def end() -> None:
        end_pilot(actor=person, pilot=pilot, lesson=Lesson(**form.cleaned_data))
        messages.success(request, _("Thank you for saying it. Whoever had a part in it is told."))

    return _answered(request, idea, form, end)


def _answered(
    request: Request, idea: Idea, form: PlainForm, work: Callable[[], None]
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            work()
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(idea.get_absolute_url(), status=303)
    context = {"idea": idea, "topic": idea.topic, "form": form}
    status = 422 if form.is_bound else 200
    name = "pilot_end" if isinstance(form, LessonForm) else "pilot_start"
    return render(request, f"challenges/{name}.html", context, status=status)
