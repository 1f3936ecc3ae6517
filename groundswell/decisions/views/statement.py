"""Statements of an opinion map: writing them, reading one, and making something of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.activity.log import refuse_repeat
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.forms import ReplyForm
from groundswell.conversations.forms.growing import GrowForm
from groundswell.conversations.growing import Words, title_from
from groundswell.conversations.rules import pace_of
from groundswell.conversations.selectors.growing import where_it_grows
from groundswell.core.errors import DomainError
from groundswell.core.limits import REACT, SUGGEST, demand, viewer_key
from groundswell.core.pages import render
from groundswell.decisions.actions.growing import grow_statement
from groundswell.decisions.actions.opinion import (
    AlreadyThere,
    moderate_statement,
    write_statement,
)
from groundswell.decisions.forms.opinion import SeenToForm, StatementForm
from groundswell.decisions.models import Decision, Option
from groundswell.decisions.nearness import near_statements
from groundswell.decisions.rules import may_run, may_write, require_may_grow, require_may_run
from groundswell.decisions.selectors.opinion import STATEMENTS_A_PAGE, may_see_map
from groundswell.decisions.selectors.statement import (
    grown_of,
    quotation_of,
    statement_page,
    statement_seen,
)
from groundswell.decisions.views._scope import number_in, visible_map
from groundswell.spaces.selectors import guidelines_for
from groundswell.spaces.views.accepting import take_acceptance


@require_http_methods(["GET", "HEAD", "POST"])
def statement_list(request: Request, topic_id: int) -> HttpResponse:
    """All statements, what became of one's own, and a line to write another."""
    decision = visible_map(request, topic_id)
    form, same = StatementForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST":
        person = signed_in(request)
        if form.is_valid():
            try:
                demand(f"actor:{person.id}", REACT)
                option = write_statement(
                    actor=person, decision=decision, text=form.cleaned_data["text"]
                )
            except AlreadyThere as error:
                form.refuse(error)
                same = error.option
            except DomainError as error:
                form.refuse(error)
            else:
                return _written(request, decision, option)
    return _listed(request, decision, form, same)


def _written(request: Request, decision: Decision, option: Option) -> HttpResponse:
    own = decision.get_absolute_url()
    if option.moderation == Option.Moderation.WAITING:
        messages.success(request, _("It is shown once somebody has looked at it."))
        return HttpResponseRedirect(f"{own}statements/", status=303)
    messages.success(request, _("It is among the statements. Say what you think of it yourself."))
    return HttpResponseRedirect(f"{own}think/?statement={option.number}", status=303)


def _listed(
    request: Request, decision: Decision, form: StatementForm, same: Option | None
) -> HttpResponse:
    viewer = request.viewer
    after = number_in(request.GET.get("after")) or 0
    every = Option.objects.filter(decision=decision, retired_at=None).in_order()
    rows = list(every.shown().filter(number__gt=after)[: STATEMENTS_A_PAGE + 1])
    runs = may_run(viewer, decision)
    waiting = every.filter(moderation=Option.Moderation.WAITING)
    mine = list(every.filter(author=viewer)[:STATEMENTS_A_PAGE]) if viewer and not runs else []
    context = {
        "decision": decision,
        "topic": decision.topic,
        "form": form,
        "rows": rows[:STATEMENTS_A_PAGE],
        "more": rows[STATEMENTS_A_PAGE - 1].number if len(rows) > STATEMENTS_A_PAGE else None,
        "runs": runs,
        "waiting": list(waiting[:STATEMENTS_A_PAGE]) if runs else [],
        "mine": mine,
        "grown": grown_of([*rows, *mine], viewer),
        "same": same,
        "near": near_statements(decision, form["text"].value() or "") if form.is_bound else [],
        "writes": may_write(viewer, decision),
        "sees_map": may_see_map(viewer, decision),
    }
    status = 422 if form.is_bound else 200
    return render(request, "decisions/statement_list.html", context, status=status)


@require_POST
def statement_near(request: Request, topic_id: int) -> HttpResponse:
    """What says nearly the same, while one writes."""
    decision = visible_map(request, topic_id)
    demand(viewer_key(request), SUGGEST)
    near = near_statements(decision, request.POST.get("text", "")[:1000])
    context = {"near": near, "topic": decision.topic}
    return render(request, "decisions/_near_statements.html", context, part=True)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_show(request: Request, topic_id: int, number: int) -> HttpResponse:
    """What people said to it, and what became of it. Who runs the map takes it in, or out."""
    decision, option = _statement(request, topic_id, number)
    if request.method == "POST":
        return _see_to(request, decision, option)
    return _page(request, decision, option)


def _see_to(request: Request, decision: Decision, option: Option) -> HttpResponse:
    person = signed_in(request)
    require_may_run(person, decision)
    form = SeenToForm(request.POST)
    form.is_valid()
    take, because = "take" in request.POST, form.cleaned_data.get("because", "")
    try:
        moderate_statement(
            actor=person, decision=decision, option=option, take=take, because=because
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done. Its author is told."))
    return HttpResponseRedirect(f"{decision.get_absolute_url()}statements/", status=303)


@require_POST
def statement_grow(request: Request, topic_id: int, number: int) -> HttpResponse:
    """Makes an idea, or a topic of its own, of it."""
    decision, option = _statement(request, topic_id, number)
    person = signed_in(request)
    require_may_grow(person, decision)
    form = GrowForm(request.POST, choices=where_it_grows(person, decision.topic.space))
    if form.is_valid():
        values = form.cleaned_data
        try:
            refuse_repeat(person)
            take_acceptance(request, person, decision.topic.space)
            demand(f"actor:{person.id}", pace_of(person))
            topic = grow_statement(
                actor=person,
                decision=decision,
                option=option,
                ground=values["ground"],
                words=Words(title=values["title"], text=values["text"]),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Made. Whoever wrote the statement is credited, and told."))
            return HttpResponseRedirect(topic.get_absolute_url(), status=303)
    return _page(request, decision, option, grow=form)


def _statement(request: Request, topic_id: int, number: int) -> tuple[Decision, Option]:
    decision = visible_map(request, topic_id)
    option = statement_seen(decision, number, request.viewer) if number < 2**31 else None
    if option is None:
        raise Http404
    return decision, option


def _page(
    request: Request, decision: Decision, option: Option, *, grow: GrowForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    page = statement_page(decision, option, viewer)
    if viewer is not None and page.grows and grow is None:
        grow = _grow_form(viewer, decision, option)
    context: dict[str, Any] = {
        "decision": decision,
        "topic": decision.topic,
        "space": decision.topic.space,
        "page": page,
        "grow": grow,
        "reply": ReplyForm(initial={"text": quotation_of(decision, option)}),
        "guidelines": guidelines_for(viewer, decision.topic.space) if viewer else None,
    }
    status = 422 if grow is not None and grow.is_bound else 200
    return render(request, "decisions/statement_show.html", context, status=status)


def _grow_form(viewer: Actor, decision: Decision, option: Option) -> GrowForm | None:
    choices = where_it_grows(viewer, decision.topic.space)
    if not choices:
        return None
    words = {"title": title_from(option.text), "text": quotation_of(decision, option)}
    return GrowForm(initial=words, choices=choices)
