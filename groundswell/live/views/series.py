"""Sessions that come again: their page, their days, their calendar."""

from datetime import date
from hashlib import blake2b

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.pages import render
from groundswell.live.actions import (
    Rhythm,
    SeenDay,
    begin_series,
    change_series,
    end_series,
    plan_day_as_seen,
)
from groundswell.live.forms.series import DayForm, SeriesForm
from groundswell.live.models import Series
from groundswell.live.rules import require_may_lead_series
from groundswell.live.selectors.calendar import calendar_of_series
from groundswell.live.selectors.series import hosts_of, series_page, series_seen
from groundswell.live.tasks import Pressed, announce_ahead
from groundswell.live.views._scope import own_session


@require_http_methods(["GET", "HEAD", "POST"])
def series_create(request: Request, topic_id: int) -> HttpResponse:
    """Makes a series of a session."""
    person, session = own_session(request, topic_id)
    if session.series is not None:
        return HttpResponseRedirect(session.series.get_absolute_url(), status=303)
    usual = {"title": session.topic.title, "hosts": f"@{session.host.handle}", "weeks": 1}
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=usual)
    if form.is_bound and form.is_valid():
        try:
            rhythm = Rhythm(**form.cleaned_data)
            series = begin_series(actor=person, session=session, rhythm=rhythm)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The next sessions make themselves, one ahead."))
            return HttpResponseRedirect(series.get_absolute_url(), status=303)
    context = {"session": session, "topic": session.topic, "form": form, "series": None}
    status = 422 if form.is_bound else 200
    return render(request, "live/series_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def series_update(request: Request, series_id: int) -> HttpResponse:
    """Says anew how a series comes again."""
    series = visible_series(request, series_id)
    person = signed_in(request)
    require_may_lead_series(person, series)
    same = {name: getattr(series, name) for name in ("title", "weeks", "until", "carry")}
    hosts = "\n".join(f"@{host.handle}" for host in hosts_of(series))
    typed = request.POST if request.method == "POST" else None
    form = SeriesForm(typed, initial={**same, "hosts": hosts})
    if form.is_bound and form.is_valid():
        try:
            change_series(actor=person, series=series, rhythm=Rhythm(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            return HttpResponseRedirect(series.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "live/series_form.html", {"form": form, "series": series}, status=status)


@require_safe
def series_show(request: Request, series_id: int) -> HttpResponse:
    """A series: its sessions, its days to come, what is carried over."""
    series = visible_series(request, series_id)
    page = series_page(series, request.viewer)
    return render(request, "live/series_show.html", {"page": page, "series": series, "typed": {}})


@require_POST
def series_day(request: Request, series_id: int) -> HttpResponse:
    """Leaves a day out, takes it in again, or says what it is about."""
    series = visible_series(request, series_id)
    person, form = signed_in(request), DayForm(request.POST)
    skipped = {"skip": True, "take": False}.get(request.POST.get("act", ""))
    try:
        if not form.is_valid():
            raise Invalid(_("Choose one of the days."))
        typed = form.cleaned_data
        focus = typed["focus"] if "focus" in request.POST else None
        seen = SeenDay(day=typed["day"], was=typed["was"], focus=focus)
        plan_day_as_seen(actor=person, series=series, seen=seen, skipped=skipped)
    except DomainError as error:
        return _refused(request, series, form, error)
    return HttpResponseRedirect(f"{series.get_absolute_url()}#days", status=303)


@require_POST
def series_next(request: Request, series_id: int) -> HttpResponse:
    """Announces the next session before its time."""
    series = visible_series(request, series_id)
    person = signed_in(request)
    require_may_lead_series(person, series)
    form = DayForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(_("Choose one of the days."))
        pressed = Pressed(**form.cleaned_data)
        session = announce_ahead(actor=person, series=series, pressed=pressed)
    except DomainError as error:
        return _refused(request, series, form, error)
    messages.success(request, _("It is announced. This is its address for good."))
    return HttpResponseRedirect(session.get_absolute_url(), status=303)


def _refused(request: Request, series: Series, form: DayForm, error: DomainError) -> HttpResponse:
    """The page with the reason. What was typed stands in its field yet, beside what the day is
    about by now, and can be sent again."""
    messages.warning(request, str(error))
    page = series_page(series, request.viewer)
    day, focus = form.cleaned_data.get("day"), form.cleaned_data.get("focus", "")
    stands: dict[date | None, str] = {one.day: one.focus for one in page.days}
    if focus in {"", stands.get(day, "")} or not page.leads:
        return HttpResponseRedirect(f"{series.get_absolute_url()}#days", status=303)
    if day not in stands:
        messages.info(request, _("You had typed: %(words)s") % {"words": focus})
        return HttpResponseRedirect(f"{series.get_absolute_url()}#days", status=303)
    context = {"page": page, "series": series, "typed": {day: focus}}
    return render(request, "live/series_show.html", context, status=409)


@require_POST
def series_end(request: Request, series_id: int) -> HttpResponse:
    """No session is made any more."""
    series = visible_series(request, series_id)
    end_series(actor=signed_in(request), series=series)
    return HttpResponseRedirect(series.get_absolute_url(), status=303)


@require_safe
def series_calendar(request: Request, series_id: int) -> HttpResponse:
    """The series for one's own calendar, which may ask again as often as it likes."""
    series = visible_series(request, series_id)
    words = calendar_of_series(
        series_page(series, request.viewer), site=request.build_absolute_uri("/")[:-1]
    )
    etag = f'"{blake2b(words.encode(), digest_size=12).hexdigest()}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        words, content_type="text/calendar; charset=utf-8"
    )
    answer.headers["ETag"] = etag
    answer.headers["Content-Disposition"] = f'inline; filename="series-{series.id}.ics"'
    return answer


def visible_series(request: Request, series_id: int) -> Series:
    """The series, or 404 for those who may not see it."""
    found = series_seen(series_id, request.viewer) if series_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found
