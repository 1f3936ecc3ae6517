"""What people take along from a session, and the whole of it to take away."""

import csv
import io
import json
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.growing import Words, title_from
from groundswell.conversations.models import Message
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.limits import EXPORT, POST, demand, viewer_key
from groundswell.core.pages import render
from groundswell.core.policy import plays_from, stands_anywhere
from groundswell.live.actions import (
    add_takeaway,
    grow_takeaway,
    lift_takeaway,
    plan_day,
    say_too,
)
from groundswell.live.forms.recap import TakeawayForm
from groundswell.live.models import Session, Takeaway
from groundswell.live.rules import may_host
from groundswell.live.selectors.export import COLUMNS, markdown_of, rows_of, whole
from groundswell.live.selectors.recap import (
    Recap,
    Said,
    items_to_choose,
    near_repeat,
    recap_of,
    takeaway_of,
    takeaways_of,
)
from groundswell.live.selectors.replay import replay_of
from groundswell.live.selectors.series import days_of
from groundswell.live.selectors.session import session_seen
from groundswell.live.views._scope import visible_session

LAST_NUMBER: Final = 2**31 - 1
MOST_SECONDS: Final = 7 * 24 * 3600
MOST_ITEMS: Final = 40
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@require_http_methods(["GET", "HEAD", "POST"])
def takeaway_list(request: Request, topic_id: int) -> HttpResponse:
    """What people took along; anyone may add, now or years later."""
    session = visible_session(request, topic_id)
    form = TakeawayForm(request.POST if request.method == "POST" else None, session=session)
    near, chosen = None, _chosen(request)
    if form.is_bound and form.is_valid():
        person, words = signed_in(request), form.cleaned_data["text"]
        near = None if "anyway" in request.POST else near_repeat(session, words)
        if near is None:
            try:
                demand(f"actor:{person.id}", POST)
                add_takeaway(actor=person, session=session, **form.cleaned_data)
            except DomainError as error:
                form.refuse(error)
            else:
                return _back(session)
    context = {
        "session": session,
        "topic": session.topic,
        "form": form,
        "near": near,
        "items": items_to_choose(session, chosen) if request.viewer else [],
        "chosen": chosen,
        "said": takeaways_of(session, request.viewer),
        "hosts": may_host(request.viewer, session),
    }
    status = 422 if form.is_bound else 200
    return render(request, "live/takeaway_list.html", context, status=status)


@require_POST
def takeaway_act(request: Request, topic_id: int, message_id: int) -> HttpResponse:
    """Says it too, lifts it, or lets a topic grow out of it; the button says which."""
    session = visible_session(request, topic_id)
    takeaway = takeaway_of(session, message_id) if message_id <= LAST_ID else None
    if takeaway is None:
        raise Http404
    person, act = signed_in(request), request.POST.get("act", "")
    if act == "next":
        return _next_focus(request, takeaway)
    if act == "grow":
        words = Words(title=title_from(takeaway.message.text), text=takeaway.message.text)
        here = f"space-{session.topic.space_id}"
        grown = grow_takeaway(actor=person, takeaway=takeaway, ground=here, words=words)
        return HttpResponseRedirect(grown.get_absolute_url(), status=303)
    try:
        if act in {"lift", "lower"}:
            lift_takeaway(actor=person, takeaway=takeaway, lifted=act == "lift")
        else:
            rows = Message.objects.filter(topic=session.topic_id, id__in=_chosen(request))
            own = request.POST.get("words", "")
            say_too(actor=person, takeaway=takeaway, words=own, items=rows)
    except DomainError as error:
        messages.warning(request, str(error))
    return _back(session, takeaway)


def _chosen(request: Request) -> set[int]:
    """What shows the takeaway, as the form says or the menu that led to it."""
    given = request.POST.getlist("items") or request.GET.getlist("item")
    return {id_ for one in given[:MOST_ITEMS] if 0 < (id_ := id_in(one)) <= LAST_ID}


def _next_focus(request: Request, takeaway: Takeaway) -> HttpResponse:
    """It is what the next free day of the series is about."""
    series = takeaway.session.series
    free = [one for one in days_of(series) if not one.skipped and not one.focus] if series else []
    if series is None or not free:
        raise Http404
    focus = takeaway.message.text.splitlines()[0][:100]
    plan_day(actor=signed_in(request), series=series, day=free[0].day, skipped=False, focus=focus)
    messages.success(request, _("The next session without a focus is about this."))
    return HttpResponseRedirect(f"{series.get_absolute_url()}#days", status=303)


@require_safe
def session_print(request: Request, topic_id: int) -> HttpResponse:
    """The recap as a page to print."""
    session = visible_session(request, topic_id)
    context = {
        "recap": recap_of(session, hosts=may_host(request.viewer, session)),
        "said": takeaways_of(session, request.viewer),
        "session": session,
        "topic": session.topic,
    }
    return render(request, "live/session_print.html", context)


@require_safe
def session_replay(request: Request, topic_id: int) -> HttpResponse:
    """What was said and asked, each at its time, beside the recording."""
    session = visible_session(request, topic_id)
    asked = {name: request.GET.get(name, "") for name in ("after", "t")}
    at = min(id_in(asked["t"]), MOST_SECONDS) if asked["t"].isdecimal() else None
    replay = replay_of(session, min(id_in(asked["after"]), LAST_NUMBER), at)
    player = session.player
    start = max(0, (at or 0) + session.recording_lead)
    context = {"replay": replay, "session": session, "topic": session.topic}
    context |= {"player": player, "start": start, "asked": at is not None}
    response = render(request, "live/session_replay.html", context)
    if player is not None:
        plays_from(response, player.origin)
    return response


@require_safe
def session_embed(request: Request, topic_id: int) -> HttpResponse:
    """The recap for a page of another site: what everybody may read, whoever asks."""
    session = session_seen(topic_id, None) if topic_id <= LAST_ID else None
    if session is None:
        raise Http404
    context: dict[str, object] = {"session": session, "topic": session.topic}
    if session.is_over:
        context |= {"recap": recap_of(session), "said": takeaways_of(session, None)}
    # Nothing there reckons with the reader's clock: the time is said where it was said first.
    with timezone.override(session.zone):
        response = render(request, "live/session_embed.html", {"recap": None, **context})
    stands_anywhere(response)
    return response


@require_safe
def session_markdown(request: Request, topic_id: int) -> HttpResponse:
    """The recap as words."""
    recap, said = _whole(request, topic_id)
    return _file(recap.session, "md", "text/markdown", markdown_of(recap, said))


@require_safe
def session_csv(request: Request, topic_id: int) -> HttpResponse:
    """The recap as a table."""
    recap, said = _whole(request, topic_id)
    return _file(recap.session, "csv", "text/csv", _table(rows_of(recap, said)))


@require_safe
def session_json(request: Request, topic_id: int) -> HttpResponse:
    """The recap as data."""
    recap, said = _whole(request, topic_id)
    words = json.dumps(whole(recap, said), ensure_ascii=False, indent=1)
    return _file(recap.session, "json", "application/json", words)


def _whole(request: Request, topic_id: int) -> tuple[Recap, list[Said]]:
    session = visible_session(request, topic_id)
    demand(viewer_key(request), EXPORT)
    recap = recap_of(session, hosts=may_host(request.viewer, session))
    return recap, takeaways_of(session, request.viewer)


def _file(session: Session, form: str, kind: str, words: str) -> HttpResponse:
    name = f"session-{session.topic_id}.{form}"
    named = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(words, content_type=f"{kind}; charset=utf-8", headers=named)


def _table(rows: list[list[str]]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    table.writerows([[_safe(cell) for cell in row] for row in rows])
    return "\ufeff" + written.getvalue()  # without it the usual spreadsheet misreads our letters


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would calculate begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _back(session: Session, takeaway: Takeaway | None = None) -> HttpResponse:
    place = f"#k{takeaway.message_id}" if takeaway else ""
    return HttpResponseRedirect(f"{session.get_absolute_url()}takeaways/{place}", status=303)
