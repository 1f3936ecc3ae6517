"""The days of a series to come, planned by several hosts at once."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.live.actions import Rhythm, begin_series
from groundswell.live.models import Series
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import own

Browser = Callable[..., Client]
FIRST = datetime(2093, 3, 19, 17, 30, tzinfo=UTC)
DAY = "2093-04-02"


@pytest.fixture
def weekly(ada: Actor, ben: Actor, meadow: Space) -> Series:
    first = own(factories.session(ada, meadow, title="River chat", starts_at=FIRST))
    rhythm = Rhythm(title="River chat", weeks=1, hosts=[ada, ben])
    return begin_series(actor=ada, session=first, rhythm=rhythm)


def planned(series: Series) -> list[tuple[str, bool, str]]:
    return [(f"{one.day:%m-%d}", one.skipped, one.focus) for one in series.exceptions.all()]


def test_second_of_two_hosts_reads_what_the_first_wrote_and_keeps_their_words(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page = f"{weekly.get_absolute_url()}days/"
    as_(ada).post(page, {"act": "keep", "day": DAY, "was": "", "focus": "Willows"})
    stale = as_(ben).post(page, {"act": "keep", "day": DAY, "was": "", "focus": "Reeds"})
    words, kept = stale.content.decode(), planned(weekly)
    anew = as_(ben).post(page, {"act": "keep", "day": DAY, "was": "Willows", "focus": "Reeds"})

    assert (stale.status_code, kept) == (409, [("04-02", False, "Willows")])
    assert words.count("Somebody else wrote meanwhile what this day is about. Look again.") == 1
    assert words.count('value="Reeds" autofocus') == words.count('name="was" value="Willows"') == 1
    assert (anew.status_code, planned(weekly)) == (303, [("04-02", False, "Reeds")])


def test_saving_a_focus_takes_in_no_day_that_somebody_left_out(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page = f"{weekly.get_absolute_url()}days/"
    as_(ada).post(page, {"act": "skip", "day": DAY})
    refused = as_(ben).post(page, {"act": "keep", "day": DAY, "was": "", "focus": "Reeds"})
    words, kept = refused.content.decode(), planned(weekly)
    as_(ben).post(page, {"act": "take", "day": DAY, "was": "", "focus": "Reeds"})

    assert (refused.status_code, kept) == (409, [("04-02", True, "")])
    assert words.count("This day is left out.") == words.count('value="Reeds" autofocus') == 1
    assert planned(weekly) == [("04-02", False, "Reeds")]


def test_day_taken_in_again_is_about_what_it_was(ada: Actor, weekly: Series, as_: Browser) -> None:
    page = f"{weekly.get_absolute_url()}days/"
    as_(ada).post(page, {"act": "skip", "day": DAY, "was": "", "focus": "Willows"})
    as_(ada).post(page, {"act": "take", "day": DAY, "was": "Willows"})

    assert planned(weekly) == [("04-02", False, "Willows")]


def test_focus_of_a_day_that_is_announced_is_not_lost_unsaid(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page = weekly.get_absolute_url()
    as_(ada).post(f"{page}next/", {"day": "2093-03-26", "was": "", "focus": ""})
    sent = as_(ben).post(
        f"{page}days/", {"act": "keep", "day": "2093-03-26", "was": "", "focus": "Reeds"}
    )

    assert [str(one) for one in get_messages(sent.wsgi_request)][-2:] == [
        "This day is announced already. Change its session on its own page.",
        "You had typed: Reeds",
    ]
    assert planned(weekly) == [("03-26", False, "")]
