"""Whose turn it is to host a series: who hears of it, and what happens where they cannot."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.live.actions import Rhythm, begin_series, begin_session
from groundswell.live.models import Series, Session
from groundswell.live.selectors.series import days_of
from groundswell.live.tasks import announce_next_sessions
from groundswell.notifications.models import Notification
from groundswell.spaces.actions import accept_guidelines, edit_guidelines
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import own

Browser = Callable[..., Client]
FIRST = datetime(2093, 3, 19, 17, 30, tzinfo=UTC)


@pytest.fixture
def weekly(ada: Actor, ben: Actor, meadow: Space) -> Series:
    """Ada hosted the first; Ben is next, and then Ada again."""
    first = own(factories.session(ada, meadow, title="River chat", starts_at=FIRST))
    rhythm = Rhythm(title="River chat", weeks=1, hosts=[ada, ben])
    return begin_series(actor=ada, session=first, rhythm=rhythm)


def first_begins(series: Series) -> None:
    first = own(series.sessions.get(series_day=series.first_day))
    with time_machine.travel(FIRST + timedelta(minutes=1)):
        begin_session(actor=first.host, session=first)
        announce_next_sessions()
        announce_next_sessions()
        project_pending()


def hosts(series: Series) -> list[str]:
    rows = Session.objects.filter(series=series).order_by("starts_at")
    return list(rows.values_list("host__handle", flat=True))


def told(person: Actor) -> list[str]:
    """What they are told of turns."""
    rows = Notification.objects.filter(recipient=person, kind__startswith="live.turn_")
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_next_in_turn_hears_of_the_session_that_made_itself(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    first_begins(weekly)
    alerts = as_(ben).get("/alerts/").content.decode()
    second = Session.objects.get(host=ben)
    desk, change = (
        as_(ben).get(page).status_code
        for page in (second.desk_url, f"/t/{second.topic_id}/session/")
    )

    assert (hosts(weekly), told(ada), told(ben)) == (["ada", "ben"], [], ["live.turn_came"])
    assert alerts.count("It is your turn to host") == 1
    assert (desk, change) == (200, 200)


def test_host_who_announces_their_own_day_is_not_told_of_it(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page = f"{weekly.get_absolute_url()}next/"
    as_(ben).post(page, {"day": "2093-03-26"})
    as_(ben).post(page, {"day": "2093-04-02"})
    project_pending()

    assert (hosts(weekly), told(ada), told(ben)) == (["ada", "ben", "ada"], ["live.turn_came"], [])


def test_turn_of_who_has_not_accepted_the_guidelines_passes_and_they_are_told(
    ada: Actor, ben: Actor, meadow: Space, weekly: Series, as_: Browser
) -> None:
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    turns = [one.host for one in days_of(weekly)[:2]]
    page = weekly.get_absolute_url()
    seen = [as_(who).get(page).content.decode().count("Until then") for who in (ada, ben, None)]
    first_begins(weekly)
    alerts = as_(ben).get("/alerts/").content.decode()
    accept_guidelines(actor=ben, space=meadow, number=1)

    assert (turns, seen) == ([ada, ada], [1, 1, 0])
    assert (hosts(weekly), told(ada), told(ben)) == (
        ["ada", "ada"],
        ["live.turn_came"],
        ["live.turn_passed"],
    )
    assert alerts.count("It was your turn to host in") == 1
    assert [one.host for one in days_of(weekly)[:2]] == [ben, ada]


def test_announcing_now_passes_over_who_has_not_accepted(
    ada: Actor, ben: Actor, meadow: Space, weekly: Series, as_: Browser
) -> None:
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    sent = as_(ada).post(f"{weekly.get_absolute_url()}next/", {"day": "2093-03-26"})
    project_pending()
    made = weekly.sessions.get(series_day=date(2093, 3, 26))

    assert (sent.status_code, sent.url) == (303, made.get_absolute_url())
    assert (hosts(weekly), told(ada), told(ben)) == (["ada", "ada"], [], ["live.turn_passed"])


def test_series_whose_hosts_all_have_to_accept_waits_and_tells_each_once(
    ada: Actor, ben: Actor, meadow: Space, as_: Browser
) -> None:
    first = own(factories.session(ben, meadow, title="Mill talk", starts_at=FIRST))
    rhythm = Rhythm(title="Mill talk", weeks=1, hosts=[ben])
    series = begin_series(actor=ben, session=first, rhythm=rhythm)
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    sent = as_(ada).post(f"{series.get_absolute_url()}next/", {"day": "2093-03-26"})
    said = [str(one) for one in get_messages(sent.wsgi_request)]
    first_begins(series)
    waiting = (hosts(series), told(ben))
    accept_guidelines(actor=ben, space=meadow, number=1)
    with time_machine.travel(FIRST + timedelta(hours=2)):
        announce_next_sessions()
        project_pending()

    assert said == [
        (
            "Nobody who hosts this series has accepted the guidelines of this space. "
            "Ask them to, or name other hosts."
        )
    ]
    assert waiting == (["ben"], ["live.turn_passed"])
    assert (hosts(series), told(ben)) == (["ben", "ben"], ["live.turn_passed", "live.turn_came"])
