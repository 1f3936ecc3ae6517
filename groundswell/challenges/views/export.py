"""A challenge to take along: as a table, as data, and as a page to print."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.export import (
    FORMAT,
    VERSION,
    criteria_of,
    flow_of,
    head_of,
    ideas_of,
)
from groundswell.challenges.selectors.printing import printed
from groundswell.challenges.views._scope import visible_challenge
from groundswell.core.limits import EXPORT, demand, viewer_key
from groundswell.core.pages import render

COLUMNS: Final = (
    "id",
    "url",
    "title",
    "text",
    "author",
    "credited",
    "shared_at",
    "stage",
    "category",
    "sector",
    "discipline",
    "origin",
    "theme",
    "supporters",
    "replies",
    "combined_into",
    "folded_under",
    "grew_out_of",
    "answer",
    "answered_at",
    "reason",
    "owner",
    "next_step",
    "next_step_by",
    "outcomes",
)
BOM: Final = "\ufeff"
"""Without it the usual spreadsheet takes our letters for others."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@require_safe
def challenge_csv(request: Request, topic_id: int) -> StreamingHttpResponse:
    """One row an idea, for spreadsheets."""
    challenge = visible_challenge(request, topic_id)
    demand(viewer_key(request), EXPORT)
    rows = _csv(ideas_of(challenge, request.viewer))
    return _file(rows, challenge, "csv", "text/csv; charset=utf-8")


@require_safe
def challenge_json(request: Request, topic_id: int) -> StreamingHttpResponse:
    """Everything that the pages show, for programs."""
    challenge = visible_challenge(request, topic_id)
    demand(viewer_key(request), EXPORT)
    parts = _json(challenge, ideas_of(challenge, request.viewer))
    return _file(parts, challenge, "json", "application/json")


@require_safe
def challenge_print(request: Request, topic_id: int) -> HttpResponse:
    """One page to print: what was asked, what came, what was answered."""
    challenge = visible_challenge(request, topic_id)
    page = printed(challenge, request.viewer)
    context = {"page": page, "topic": challenge.topic, "site_url": settings.SITE_URL}
    return render(request, "challenges/challenge_print.html", context)


def _file(
    parts: Iterable[str], challenge: Challenge, ending: str, content_type: str
) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        (part.encode("utf-8", "replace") for part in parts), content_type=content_type
    )
    name = f"challenge-{challenge.topic_id}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


class _Line:
    """Gives back what a writer of tables writes."""

    def write(self, line: str) -> str:
        """As it stands."""
        return line


def _csv(ideas: Iterable[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(COLUMNS)
    for idea in ideas:
        cells = _cells(idea)
        yield writer.writerow([_safe(cells[column]) for column in COLUMNS])


def _cells(idea: dict[str, Any]) -> dict[str, Any]:
    answer = idea["answer"] or {}
    owner = answer.get("owner") or {}
    grew = [
        it["to"] if it["kind"] == "derived_from" else it["from"]
        for it in idea["lineage"]
        if (it["from"] == idea["id"]) == (it["kind"] == "derived_from")
    ]
    told = {
        "author": idea["author"]["name"],
        "credited": "; ".join(f"{it['name']} ({it['role']})" for it in idea["credits"]),
        "grew_out_of": " ".join(grew),
        "answer": answer.get("verdict"),
        "answered_at": answer.get("at"),
        "reason": answer.get("text"),
        "owner": owner.get("name"),
        "next_step": answer.get("next_step"),
        "next_step_by": answer.get("next_step_by"),
        "outcomes": "\n".join(f"{it['at'][:10]} {it['text']}" for it in idea["outcomes"]),
    }
    return idea | told


def _safe(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(challenge: Challenge, ideas: Iterable[dict[str, Any]]) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "challenge": head_of(challenge),
        "stages": flow_of(challenge),
        "criteria": criteria_of(challenge),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "ideas": ['
    between = "\n"
    for idea in ideas:
        yield between + json.dumps(idea, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"
