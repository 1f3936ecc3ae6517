"""Signs: counted by the second, nobody's own, and the moments that they make."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.live.actions import begin_session, give_sign
from groundswell.live.models import ReactionTick, Session
from groundswell.live.selectors.signs import moments_of, signs_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import guest, own

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def gives(session: Session, sign: str, many: int = 1) -> None:
    for _one in range(many):
        who = guest(session)
        give_sign(actor=who.actor, session=session, participant=who, sign=sign)


def test_signs_are_counted_by_the_second_and_shown_for_ten(evening: Session) -> None:
    before = Activity.objects.count()
    with time_machine.travel(now() + timedelta(minutes=3), tick=False) as clock:
        gives(evening, "clap", 3)
        gives(evening, "heart")
        clock.shift(timedelta(seconds=4))
        gives(evening, "clap")
        shown = signs_of(evening.topic_id)
        clock.shift(timedelta(seconds=7))
        later = signs_of(evening.topic_id)

    assert (shown, later) == ({"clap": 4, "heart": 1}, {"clap": 1})
    assert sorted(ReactionTick.objects.values_list("sign", "count")) == [
        ("clap", 1),
        ("clap", 3),
        ("heart", 1),
    ]
    assert Activity.objects.count() == before


def test_moments_are_the_liveliest_ten_seconds_in_order(evening: Session) -> None:
    for second, sign, count in [
        (65, "idea", 5),
        (61, "clap", 2),
        (600, "clap", 9),
        (30, "agree", 1),
    ]:
        ReactionTick.objects.create(session=evening, second=second, sign=sign, count=count)

    found = [(one.second, one.count, str(one.says)) for one in moments_of(evening)]
    assert found == [(60, 7, "New to me"), (600, 9, "Applause")]


def test_one_person_gives_one_sign_in_two_seconds(evening: Session, as_: Browser) -> None:
    browser = as_(None)
    browser.post(f"/join/{evening.code}/", {})
    address = f"{evening.room_url}signs/"
    answers = [browser.post(address, {"sign": "clap"}).status_code for _press in range(3)]

    assert (answers, signs_of(evening.topic_id)) == ([303] * 3, {"clap": 1})


def test_signs_are_five_and_given_while_it_is_live(ada: Actor, meadow: Space) -> None:
    early = own(factories.session(ada, meadow, guests=True))
    with pytest.raises(Conflict, match="while the session is live"):
        gives(early, "clap")
    with pytest.raises(Invalid, match="five signs"):
        gives(early, "boo")


def test_each_sign_has_its_word(evening: Session, as_: Browser) -> None:
    browser = as_(None)
    browser.post(f"/join/{evening.code}/", {})
    page = browser.get(evening.room_url).content.decode()

    words = ["Applause", "From the heart", "New to me", "I wonder", "I agree"]
    assert [page.count(f'<span class="visually-hidden">{word}</span>') for word in words] == [1] * 5
