"""Opinion maps: opening one, voting on statements one at a time, and reading the map."""

from functools import partial
from typing import Any, TypedDict

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.conversations.views.compose import visible_space
from groundswell.core.errors import Conflict
from groundswell.core.limits import EXPORT, STANCE, demand, viewer_key
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.decisions.actions import open_decision
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.forms.opinion import OpinionForm
from groundswell.decisions.models import Decision, RollEntry
from groundswell.decisions.models.opinion import HEIGHT, WIDTH
from groundswell.decisions.rules import entry_of, has_right, require_right, require_taking
from groundswell.decisions.selectors.opinion import (
    A_SITTING,
    SHAPES,
    report_of,
    said_by,
    sees_map,
    turn_of,
)
from groundswell.decisions.selectors.opinion_export import packed
from groundswell.decisions.views._scope import number_in, visible_map
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_may_start
from groundswell.spaces.views.accepting import take_acceptance

VALUES = {"agree": 1, "pass": 0, "disagree": -1}


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_create(request: Request, handle: str) -> HttpResponse:
    """A question, first statements, and who looks at those that people write."""
    space = visible_space(request, handle)
    place = f"opinion-{space.id}"
    person = writer(request, place)
    guidelines = take_acceptance(request, person, space)
    if request.method == "POST":
        form = OpinionForm(request.POST, request.FILES)
        opens = partial(_open, person, space, form)
        decision = written(form, person, space, place=place, write=opens)
        if decision is not None:
            messages.success(request, _("It is open. Say what you think of the first statements."))
            return HttpResponseRedirect(f"{decision.get_absolute_url()}think/", status=303)
    else:
        require_may_start(person, space)
        form = OpinionForm(initial=begun(request, place))
    context = {"space": space, "form": form, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/opinion_create.html", context, status=status)


def _open(person: Actor, space: Space, form: OpinionForm, values: dict[str, Any]) -> Decision:
    return open_decision(
        actor=person,
        space=space,
        title=values["title"],
        text=values["text"],
        rules=form.rules(),
        options=values["statements"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_vote(request: Request, topic_id: int) -> HttpResponse:
    """One statement: agree, disagree or pass, and the next."""
    decision = visible_map(request, topic_id)
    person = signed_in(request)
    entry = entry_of(person, decision)
    require_right(person, decision, entry)
    if request.method == "POST":
        demand(f"actor:{person.id}", STANCE)
        said = stance_in(request)
        take_stance(actor=person, decision=decision, **said)
        there = f"{decision.get_absolute_url()}think/?said={said['number']}"
        return HttpResponseRedirect(there, status=303)
    require_taking(decision)
    context = card_of(request, decision, entry, key=person.id)
    return render(request, "decisions/opinion_vote.html", context)


class Said(TypedDict):
    """A stance as a form sends it."""

    number: int
    value: int
    important: bool


def stance_in(request: Request) -> Said:
    """What was pressed; what is no stance is refused where it is taken."""
    return Said(
        number=number_in(request.POST.get("statement")) or 0,
        value=VALUES.get(request.POST.get("value", ""), 9),
        important="important" in request.POST,
    )


def card_of(
    request: Request, decision: Decision, entry: RollEntry | None, *, key: int
) -> dict[str, Any]:
    """What the page of one statement shows, to people and to guests."""
    turn = turn_of(decision, entry, number_in(request.GET.get("statement")), key=key)
    goes_on = "go" in request.GET or "statement" in request.GET
    full = bool(turn.voted) and turn.voted % A_SITTING == 0 and not goes_on
    rests = full and turn.statement is not None
    sees = sees_map(decision, entry)
    return {
        "decision": decision,
        "topic": decision.topic,
        "turn": turn,
        "rests": rests,
        "said": said_by(decision, entry, number_in(request.GET.get("said")) or 0),
        "sees_map": sees,
        # Where one stands is worth the reading of the whole map once in a sitting.
        **(drawing_of(decision, entry) if rests and sees else {"report": None}),
    }


def drawing_of(decision: Decision, entry: RollEntry | None) -> dict[str, Any]:
    """The map as it was last drawn, and what its picture needs."""
    report = report_of(decision, entry)
    return {"report": report, "shapes": SHAPES, "width": WIDTH, "height": HEIGHT}


@require_safe
def opinion_map(request: Request, topic_id: int) -> HttpResponse:
    """The picture, and the same in sentences and tables."""
    decision = visible_map(request, topic_id)
    entry = entry_of(request.viewer, decision)
    require_map_shown(decision, entry)
    topic = decision.topic
    watch(request, f"map-{topic.id}", within=[f"topic-{topic.id}", f"space-{topic.space_id}"])
    right = has_right(request.viewer, decision, entry)
    context = {
        "decision": decision,
        "topic": topic,
        "votes": decision.state == "open" and right,
        **drawing_of(decision, entry),
    }
    return render(request, "decisions/opinion_map.html", context, region="map")


def require_map_shown(decision: Decision, entry: RollEntry | None) -> None:
    """The map may be seen, or the sentence that says when."""
    if not sees_map(decision, entry):
        raise Conflict(
            _("The map is not shown yet: %(when)s.") % {"when": decision.get_results_display()}
        )


@require_safe
def opinion_export(request: Request, topic_id: int) -> HttpResponse:
    """Once voting has ended, everything in the field's exchange format."""
    decision = visible_map(request, topic_id)
    if not decision.is_over:
        raise Conflict(_("Votes are given out once voting has ended."))
    if not decision.is_crowd:
        raise Conflict(_("Fewer than five people answered, and what they said is given to nobody."))
    demand(viewer_key(request), EXPORT)
    answer = HttpResponse(packed(decision, settings.SITE_URL), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="opinions-{decision.pk}.zip"'
    return answer
