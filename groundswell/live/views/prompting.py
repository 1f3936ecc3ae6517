"""Planning a numbered chat, putting its prompts, and letting them come by themselves."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request
from groundswell.core.errors import Conflict, DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.live.actions import (
    Typed,
    extend_prompts,
    hold_prompts,
    plan_prompts,
    put_prompt,
    run_prompts,
    skip_prompt,
)
from groundswell.live.forms.recap import PromptsForm
from groundswell.live.models import Prompt
from groundswell.live.pacing import due_at, upcoming
from groundswell.live.selectors.room import as_typed, prompts_of
from groundswell.live.views._scope import own_session, pressed

FIVE_MINUTES: Final = 300


@require_http_methods(["GET", "HEAD", "POST"])
def prompt_plan(request: Request, topic_id: int) -> HttpResponse:
    """The prompts of a session: those put, and those to come."""
    person, session = own_session(request, topic_id)
    prompts = prompts_of(session)
    form = PromptsForm(
        request.POST if request.method == "POST" else None, initial=as_typed(prompts)
    )
    if form.is_bound and form.is_valid():
        try:
            plan_prompts(actor=person, session=session, typed=Typed(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(f"{session.get_absolute_url()}prompts/", status=303)
    context = {
        "session": session,
        "topic": session.topic,
        "form": form,
        "prompts": [(one, due_at(session, one)) for one in prompts],
        "upcoming": upcoming(session, prompts),
        "introduces": any(
            one.number == Prompt.INTRODUCTIONS and one.message_id is None and not one.skipped_at
            for one in prompts
        ),
    }
    status = 422 if form.is_bound else 200
    return render(request, "live/prompt_plan.html", context, status=status)


@require_POST
def prompt_put(request: Request, topic_id: int) -> HttpResponse:
    """Puts a prompt to the room."""
    person, session = own_session(request, topic_id)
    put_prompt(actor=person, session=session, number=_number(request))
    return HttpResponseRedirect(f"{session.get_absolute_url()}prompts/", status=303)


@require_POST
def prompt_run(request: Request, topic_id: int) -> HttpResponse:
    """Lets the plan run, holds it, puts it off, leaves a prompt out; the button says which."""
    person, session = own_session(request, topic_id)
    work, how = pressed(request, ACTS)
    if work is skip_prompt:
        how = {**how, "number": _number(request)}
    try:
        work(actor=person, session=session, **how)
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(f"{session.get_absolute_url()}prompts/", status=303)


def _number(request: Request) -> int:
    typed = request.POST.get("number", "")
    return id_in(typed) if typed.isdecimal() else -1  # none: the introductions have number 0


ACTS: Final[dict[str, tuple[Callable[..., Any], dict[str, Any]]]] = {
    "run": (run_prompts, {"runs": True}),
    "by_hand": (run_prompts, {"runs": False}),
    "hold": (hold_prompts, {"holds": True}),
    "go_on": (hold_prompts, {"holds": False}),
    "later": (extend_prompts, {"seconds": FIVE_MINUTES}),
    "sooner": (extend_prompts, {"seconds": -FIVE_MINUTES}),
    "skip": (skip_prompt, {"skips": True}),
    "unskip": (skip_prompt, {"skips": False}),
}
