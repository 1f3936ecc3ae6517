"""The desk: what a new question sends again is small, and the open ones hold still."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.live.models import Question, Session
from groundswell.live.selectors import desk
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import asks, came, guest, own, votes

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True, moderation="all")
    Session.objects.update(most_unanswered=10)
    return own(session)


def part(browser: Client, evening: Session, name: str, **given: str) -> str:
    query = {"part": name, **given}
    answer = browser.get(evening.desk_url, query, headers={"HX-Request": "true"})
    return answer.content.decode()


def many(session: Session, who: Actor, number: int) -> list[Question]:
    asker = came(who, session)
    return [asks(asker, session, f"How high is dyke {at}?") for at in range(number)]


def test_desk_grows_with_the_questions_and_not_with_their_square(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    browser, sizes = as_(ada), []
    for _round in range(3):
        many(evening, ada, 3)
        sizes.append(len(browser.get(evening.desk_url).content))

    one, two = sizes[1] - sizes[0], sizes[2] - sizes[1]
    assert abs(two - one) < 300


def test_new_question_sends_none_of_the_open_ones_again(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    many(evening, ada, 9)
    browser = as_(ada)
    before = len(part(browser, evening, "desk"))
    asks(guest(evening), evening, "Is the mill safe?")
    again = part(browser, evening, "desk")

    assert (again.count("How high is dyke"), again.count("Is the mill safe?")) == (0, 1)
    assert len(again) - before < 4_000


def test_full_queue_shows_its_first_and_says_how_many_wait(
    ada: Actor, evening: Session, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_PENDING", 2)
    for number in range(3):
        asks(guest(evening), evening, f"Is mill {number} safe?")
    page = as_(ada).get(evening.desk_url).content.decode()

    assert [page.count(f"Is mill {number} safe?") for number in range(3)] == [1, 1, 0]
    assert page.count("1 more waits behind these.") == 1


def test_order_moves_only_when_it_is_asked_for(ada: Actor, evening: Session, as_: Browser) -> None:
    one, two = many(evening, ada, 2)
    browser = as_(ada)
    shown = part(browser, evening, "open")
    votes(guest(evening), two)
    waiting = part(browser, evening, "order")
    asked = part(browser, evening, "open")

    assert shown.index(one.text) < shown.index(two.text)
    assert f'order="{two.id} {one.id}"' in waiting
    assert asked.index(two.text) < asked.index(one.text)


def test_merging_chooses_the_other_in_the_list(ada: Actor, evening: Session, as_: Browser) -> None:
    one, two = many(evening, ada, 2)
    browser = as_(ada)
    page = browser.get(evening.desk_url, {"merge": str(one.id)}).content.decode()
    browser.post(
        f"/t/{evening.topic_id}/questions/{one.id}/move/", {"act": "merge", "into": str(two.id)}
    )

    assert page.count("Merge into this one") == 1
    assert Question.objects.get(id=one.id).merged_into_id == two.id
