"""Changing the stages of a challenge while it runs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.challenges.actions import (
    Moved,
    StageWords,
    add_stage,
    arrange_stages,
    change_stage,
    close_stage,
    reopen_stage,
    restore_stage,
    retire_stage,
)
from groundswell.challenges.forms.flow import CriterionForm, ReasonForm, RetireForm, StageForm
from groundswell.challenges.models import Challenge, Stage
from groundswell.challenges.rules import stages_of
from groundswell.challenges.selectors.challenge import challenge_head
from groundswell.challenges.selectors.flow import flow_of, stage_of
from groundswell.challenges.tasks import go_on_moving
from groundswell.challenges.views._scope import own_challenge
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch

WORDS = ("name", "kind", "says", "opens", "counts", "starts_on", "ends_on")
MOST_IN_ORDER = 100


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_flow(request: Request, topic_id: int) -> HttpResponse:
    """The stages and criteria of a challenge; adds a stage."""
    person, challenge = own_challenge(request, topic_id)
    form = StageForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            add_stage(actor=person, challenge=challenge, words=stage_words(form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The stage is in the flow."))
            return to_flow(challenge)
    return flow_page(request, person, challenge, form=form)


def flow_page(
    request: Request,
    person: Actor,
    challenge: Challenge,
    *,
    form: StageForm | None = None,
    criterion_form: CriterionForm | None = None,
) -> HttpResponse:
    """The page, with what was filled in."""
    watch(request, f"topic-{challenge.topic_id}", within=[f"space-{challenge.topic.space_id}"])
    shown, asked = form or StageForm(), criterion_form or CriterionForm()
    context = {
        "panel": challenge_head(challenge, person),
        "topic": challenge.topic,
        "flow": flow_of(challenge),
        "form": shown,
        "criterion_form": asked,
    }
    status = 422 if shown.is_bound or asked.is_bound else 200
    return render(request, "challenges/flow_update.html", context, region="flow", status=status)


@require_POST
def stage_order(request: Request, topic_id: int) -> HttpResponse:
    """Puts the stages into another order."""
    person, challenge = own_challenge(request, topic_id)
    return arranged(request, person, challenge, arrange=arrange_stages)


def arranged(
    request: Request, person: Actor, challenge: Challenge, *, arrange: Callable[..., None]
) -> HttpResponse:
    """Does what the two lists of ids say; whoever was slower sees the order as it is now."""
    order, seen = (ids_in(request.POST.get(name, "")) for name in ("order", "seen"))
    try:
        arrange(actor=person, challenge=challenge, order=order, seen=seen)
    except Conflict as error:
        messages.warning(request, str(error))
    return to_flow(challenge)


def ids_in(text: str) -> list[int]:
    """Ids with commas between them."""
    return [id_in(part) for part in text.split(",")[:MOST_IN_ORDER]]


@require_http_methods(["GET", "HEAD", "POST"])
def stage_update(request: Request, topic_id: int, stage_id: int) -> HttpResponse:
    """Says anew what a stage is."""
    person, challenge = own_challenge(request, topic_id)
    stage = own_stage(challenge, stage_id)
    now = {name: getattr(stage, name) for name in WORDS} | {"opens": stage.opens.split()}
    form = StageForm(request.POST or None, initial={**now, "sight": stage.sight})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            change_stage(
                actor=person, stage=stage, words=stage_words(values), sight=values["sight"]
            )
        except Conflict as error:
            form, status = again(StageForm, request, error, sight=stage.sight), 409
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The stage says so now."))
            return to_flow(challenge)
    context = {"challenge": challenge, "topic": challenge.topic, "stage": stage, "form": form}
    return render(
        request, "challenges/stage_update.html", context | {"late": status == 409}, status=status
    )


def again(kind: type[Any], request: Request, error: Conflict, *, sight: str) -> Any:
    """The form with what was typed, as an answer to what stands there now."""
    data = request.POST.copy()
    data["sight"] = sight
    form = kind(data)
    form.refuse(error)
    return form


@require_POST
def stage_closing(request: Request, topic_id: int, stage_id: int) -> HttpResponse:
    """Closes a stage, or opens it again; the button says which."""
    person, challenge = own_challenge(request, topic_id)
    stage = own_stage(challenge, stage_id)
    form = ReasonForm(request.POST)
    work = reopen_stage if "reopen" in request.POST else close_stage
    if not form.is_valid():
        messages.warning(request, _("Say why in one line: everybody reads it."))
        return to_flow(challenge)
    try:
        work(actor=person, stage=stage, reason=form.cleaned_data["reason"])
    except Conflict as error:
        messages.warning(request, str(error))
    return to_flow(challenge)


@require_http_methods(["GET", "HEAD", "POST"])
def stage_retire(request: Request, topic_id: int, stage_id: int) -> HttpResponse:
    """Takes a stage out of the flow: its ideas go to another one in the same act."""
    person, challenge = own_challenge(request, topic_id)
    stage = own_stage(challenge, stage_id)
    if "restore" in request.POST:
        restore_stage(actor=person, stage=stage)
        messages.success(request, _("The stage is back, at the end of the flow."))
        return to_flow(challenge)
    others = [it for it in stages_of(challenge) if it.id != stage.id]
    form = RetireForm(request.POST or None, stages=others, empty=not stage.idea_count)
    if form.is_bound and form.is_valid():
        to = next((it for it in others if it.id == form.cleaned_data.get("to")), None)
        try:
            moved = retire_stage(
                actor=person, stage=stage, to=to, reason=form.cleaned_data["reason"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return _retired(request, challenge, moved)
    context = {"challenge": challenge, "topic": challenge.topic, "stage": stage, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "challenges/stage_retire.html", context, status=status)


def _retired(request: Request, challenge: Challenge, moved: Moved) -> HttpResponse:
    if moved.run is not None:
        go_on_moving.enqueue(moved.move.id)
        messages.info(request, _("Its ideas are being moved. It goes once the last one has left."))
    else:
        messages.success(request, _("The stage is out of the flow. What went through it says so."))
    return to_flow(challenge)


def own_stage(challenge: Challenge, stage_id: int) -> Stage:
    """The stage, or 404 where the challenge has none such."""
    found = stage_of(challenge, stage_id)
    if found is None:
        raise Http404
    return found


def stage_words(values: dict[str, Any]) -> StageWords:
    """What was filled in, as the action takes it."""
    return StageWords(**{name: values[name] for name in WORDS})


def to_flow(challenge: Challenge) -> HttpResponse:
    """Back to the page of the flow."""
    return HttpResponseRedirect(f"{challenge.get_absolute_url()}flow/", status=303)
