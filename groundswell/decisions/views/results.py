"""What was counted, ballot by ballot, and to take along."""

import csv
import json
from io import StringIO
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.core.errors import Conflict
from groundswell.core.ids import id_in
from groundswell.core.limits import EXPORT, demand, viewer_key
from groundswell.core.pages import render
from groundswell.decisions.counting import write_blt
from groundswell.decisions.links import token_of
from groundswell.decisions.models import Decision, Method, RollEntry
from groundswell.decisions.reading import election_of
from groundswell.decisions.selectors.export import as_data, as_rows, is_exported, is_ranked
from groundswell.decisions.selectors.result import (
    BALLOTS_A_PAGE,
    by_delegate,
    may_see_results,
    participation,
    published_ballots,
    results_of,
)
from groundswell.decisions.views._scope import visible_decision

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_safe
def result_show(request: Request, topic_id: int) -> HttpResponse:
    """The count in words and tables; several counts side by side where ballots are ranked."""
    return counted_page(request, _countable(request, topic_id))


def counted_page(
    request: Request, decision: Decision, guest: RollEntry | None = None
) -> HttpResponse:
    """The page of a count, for whoever may see it; of a guest there is nothing around it."""
    context = {
        **_around(request, decision, guest),
        "results": results_of(decision),
        "took_part": participation(decision),
        "by_delegate": by_delegate(decision),
        "exported": is_exported(decision) and guest is None,
        "ranked": is_ranked(decision),
        "method_names": dict(Method.choices),
    }
    return render(request, "decisions/result_show.html", context)


@require_safe
def ballot_list(request: Request, topic_id: int) -> HttpResponse:
    """Every ballot: open ones by name, secret ones by receipt, both in random order."""
    return ballots_page(request, _countable(request, topic_id))


def ballots_page(
    request: Request, decision: Decision, guest: RollEntry | None = None
) -> HttpResponse:
    """The page of ballots, likewise."""
    rows = published_ballots(decision, id_in(request.GET.get("after", "")))
    context = {**_around(request, decision, guest), "ballots": rows[:BALLOTS_A_PAGE]}
    context["more"] = rows[BALLOTS_A_PAGE - 1].id if len(rows) > BALLOTS_A_PAGE else None
    return render(request, "decisions/ballot_list.html", context)


def _around(request: Request, decision: Decision, guest: RollEntry | None) -> dict[str, Any]:
    """Where these pages stand: below their topic, or below a guest's link."""
    own = f"/ballot/{token_of(guest)}/" if guest else decision.get_absolute_url()
    return {"decision": decision, "topic": decision.topic, "guest": guest, "own": own}


def _countable(request: Request, topic_id: int) -> Decision:
    decision = visible_decision(request, topic_id)
    require_shown(decision, shown=may_see_results(request.viewer, decision))
    return decision


def require_shown(decision: Decision, *, shown: bool) -> None:
    """Counts are shown to whoever asks."""
    if not shown:
        raise Conflict(
            _("Counts of this decision are not shown yet: %(when)s.")
            % {"when": decision.get_results_display()}
        )


@require_safe
def export_json(request: Request, topic_id: int) -> HttpResponse:
    """What `groundswell recount` reads."""
    decision = _exported(request, topic_id)
    told = json.dumps(as_data(decision, settings.SITE_URL), ensure_ascii=False, indent=1)
    return _file(told, "application/json", "decision.json")


@require_safe
def export_csv(request: Request, topic_id: int) -> HttpResponse:
    """One row a ballot."""
    decision = _exported(request, topic_id)
    written = StringIO()
    written.write("\ufeff")
    table = csv.writer(written)
    for row in as_rows(decision):
        table.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return _file(written.getvalue(), "text/csv; charset=utf-8", "ballots.csv")


@require_safe
def export_blt(request: Request, topic_id: int) -> HttpResponse:
    """Ranked ballots as every counting program reads them."""
    decision = _exported(request, topic_id)
    if not is_ranked(decision):
        raise Conflict(_("Only ranked ballots are written as BLT."))
    return _file(write_blt(election_of(decision)), "text/plain; charset=utf-8", "ballots.blt")


def _exported(request: Request, topic_id: int) -> Decision:
    decision = visible_decision(request, topic_id)
    demand(viewer_key(request), EXPORT)
    if not is_exported(decision):
        raise Conflict(
            _("Ballots are given out once voting has ended; of fewer than five secret ones, none.")
        )
    return decision


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
