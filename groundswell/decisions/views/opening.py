"""Putting something up for a decision: first what one wants to find out, then how."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.conversations.views.compose import visible_space
from groundswell.core.pages import render
from groundswell.decisions.actions import open_decision
from groundswell.decisions.forms.opening import DecisionForm
from groundswell.decisions.models import Decision
from groundswell.decisions.purposes import BY_CODE, COUNTED, PURPOSES, VOTERS
from groundswell.decisions.views._previewing import preview_of
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_may_start
from groundswell.spaces.views.accepting import take_acceptance

PREVIEW, DRAFT = "preview", "draft"


@require_http_methods(["GET", "HEAD", "POST"])
def decision_create(request: Request, handle: str) -> HttpResponse:
    """Asks what one wants to find out; then for the question, the options and the rules."""
    space = visible_space(request, handle)
    place = f"decision-{space.id}"
    person = writer(request, place)
    purpose = BY_CODE.get(request.GET.get("purpose", "") or request.POST.get("purpose", ""))
    if purpose is None:
        require_may_start(person, space)
        context = {"space": space, "purposes": PURPOSES}
        return render(request, "decisions/purpose_choose.html", context)
    guidelines = take_acceptance(request, person, space)
    preview, act = None, request.POST.get("act", "")
    if request.method == "POST":
        form = DecisionForm(request.POST, request.FILES, purpose=purpose, viewer=person)
        if act == PREVIEW:
            preview = preview_of(form)
        else:
            opens = partial(_open, person, space, form, act)
            decision = written(form, person, space, place=place, write=opens)
            if decision is not None:
                messages.success(request, _said(decision))
                return HttpResponseRedirect(decision.get_absolute_url(), status=303)
    else:
        require_may_start(person, space)
        form = DecisionForm(initial=begun(request, place), purpose=purpose, viewer=person)
    context = {"space": space, "form": form, "guidelines": guidelines, "purpose": purpose}
    context |= {"preview": preview, "voters_do": VOTERS, "counted": COUNTED}
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "decisions/decision_create.html", context, status=status)


def _open(
    person: Actor, space: Space, form: DecisionForm, act: str, values: dict[str, Any]
) -> Decision:
    return open_decision(
        actor=person,
        space=space,
        title=values["title"],
        text=values["text"],
        rules=form.rules(),
        options=values.get("options", ()),
        begin=act != DRAFT,
    )


def _said(decision: Decision) -> str:
    if decision.state == Decision.State.DRAFT:
        return _("Kept as a draft: people can read it and talk about it.")
    if decision.state == Decision.State.SCHEDULED:
        return _("It opens for votes by itself at the time you set.")
    return _("It is open for votes.")
