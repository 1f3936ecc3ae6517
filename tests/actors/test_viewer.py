"""Who looks: one query, their own zone, and an end to every session."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groundswell.actors.middleware import ViewerMiddleware
from groundswell.actors.models import Account
from groundswell.actors.sessions import end_all
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_viewer_costs_one_query_and_is_the_account_of_the_request(as_, ada):
    browser = as_(ada)
    request = RequestFactory().get("/")
    request.session = browser.session
    request.session.get("began")
    seen = {}

    def page(request):
        seen["viewer"], seen["account"] = request.viewer, request.viewer.account
        return HttpResponse()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        ViewerMiddleware(page)(request)

    assert (seen["viewer"], seen["account"]) == (ada, ada.account)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]


@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("", "UTC"),
        ("Mars/Olympus", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("Europe", "UTC"),
        ("\x00", "UTC"),
    ],
)
def test_pages_take_the_zone_of_the_viewer_if_there_is_such_a_zone(as_, ada, chosen, used):
    account = Account.objects.get(actor=ada)
    account.time_zone = chosen
    request = RequestFactory().get("/")
    request.session = as_(ada).session
    request._cached_user = account
    zones = []

    def page(_request):
        zones.append(timezone.get_current_timezone_name())
        return HttpResponse()

    ViewerMiddleware(page)(request)

    assert zones == [used]
    assert timezone.get_current_timezone_name() == "UTC"


def visits(browser, *days):
    """Whether the person is still signed in at each of these days after signing in."""
    statuses = []
    for day in days:
        with time_machine.travel(START + timedelta(days=day), tick=False):
            statuses.append(browser.get("/settings/account/").status_code == 200)
    return statuses


def signed_in(as_, person):
    with time_machine.travel(START, tick=False):
        return as_(person)


def test_session_lives_while_it_is_used_but_not_for_ever(as_, ada):
    assert visits(signed_in(as_, ada), 13, 26, 39, 52, 59.9, 60.1) == [True] * 5 + [False]


def test_unused_session_ends_after_a_fortnight(as_, ada):
    assert visits(signed_in(as_, ada), 14.1) == [False]


def test_sessions_of_organisers_are_short(as_):
    organiser = factories.person("olu", is_staff=True)

    assert visits(signed_in(as_, organiser), 0.4, 0.8, 1.4) == [True, True, False]
    days = [number * 0.4 for number in range(1, 19)]
    assert visits(signed_in(as_, organiser), *days) == [day <= 7 for day in days]


def test_use_is_noted_at_most_every_half_hour(as_, ada):
    with time_machine.travel(START, tick=False) as clock:
        browser = as_(ada)
        browser.get("/settings/security/sessions/")
        key = browser.session.session_key
        UserSession.objects.create(
            user=ada.account, session_key=key, ip="192.0.2.1", user_agent="", last_seen_at=START
        )
        clock.shift(timedelta(minutes=29))
        browser.get("/settings/account/")
        early = UserSession.objects.get().last_seen_at
        clock.shift(timedelta(minutes=2))
        browser.get("/settings/account/")

    assert early == START
    assert UserSession.objects.get().last_seen_at == START + timedelta(minutes=31)


def test_account_is_signed_out_everywhere_but_here(as_, ada):
    browsers = [as_(ada) for _number in range(3)]
    for browser in browsers:
        UserSession.objects.create(
            user=ada.account, session_key=browser.session.session_key, ip="::1", user_agent=""
        )

    end_all(ada.account, but=browsers[0].session.session_key)

    assert [b.get("/settings/account/").status_code for b in browsers] == [200, 303, 303]


def test_stranger_has_no_viewer_and_costs_nothing(as_):
    request = RequestFactory().get("/")
    request.session = {}

    with CaptureQueriesContext(connection) as queries:
        ViewerMiddleware(lambda request: HttpResponse(str(request.viewer)))(request)

    assert (request.viewer, len(queries)) == (None, 0)
