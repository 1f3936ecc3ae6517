"""Choosing the rules of a decision anew, while nobody has voted."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.core.limits import EDIT, demand
from groundswell.core.pages import render
from groundswell.decisions.actions import change_rules
from groundswell.decisions.forms.opening import RulesForm, as_chosen
from groundswell.decisions.models import Decision
from groundswell.decisions.purposes import BY_CODE, COUNTED, PURPOSES, VOTERS, purpose_of
from groundswell.decisions.rules import require_changeable
from groundswell.decisions.views._previewing import preview_of
from groundswell.decisions.views._scope import own_decision


@require_http_methods(["GET", "HEAD", "POST"])
def rules_change(request: Request, topic_id: int) -> HttpResponse:
    """Everything that was chosen when the decision was put up."""
    person, decision = own_decision(request, topic_id)
    require_changeable(decision)
    asked = BY_CODE.get(request.GET.get("purpose", ""))
    purpose = asked or purpose_of(decision.method, decision.seats)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        purpose=purpose,
        viewer=person,
        initial=as_chosen(decision),
    )
    if decision.state == Decision.State.OPEN:
        del form.fields["opens_at"]
    preview = None
    if form.is_bound and form.is_valid():
        if request.POST.get("act") == "preview":
            preview = preview_of(form)
        elif _change(person, decision, form):
            messages.success(request, _("Saved. These are the rules now."))
            return HttpResponseRedirect(decision.get_absolute_url(), status=303)
    context = {"decision": decision, "topic": decision.topic, "form": form, "purpose": purpose}
    context |= {
        "preview": preview,
        "voters_do": VOTERS,
        "counted": COUNTED,
        "purposes": _purposes(),
    }
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "decisions/rules_change.html", context, status=status)


def _purposes() -> list[dict[str, object]]:
    return [{"key": one.code, "href": f"?purpose={one.code}", "text": one.name} for one in PURPOSES]


def _change(person: Actor, decision: Decision, form: RulesForm) -> bool:
    listed = form.cleaned_data.get("options", ())
    try:
        demand(f"actor:{person.id}", EDIT)
        change_rules(actor=person, decision=decision, rules=form.rules(), options=listed)
    except DomainError as error:
        form.refuse(error)
        return False
    return True
