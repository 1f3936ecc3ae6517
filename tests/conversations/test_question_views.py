"""Questions through the public door: asked too, answered, promised, routed, and how quickly."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    delete_message,
    post_holding_reply,
    route_question,
)
from groundswell.conversations.models import (
    AcceptedAnswer,
    HoldingReply,
    Message,
    MeToo,
    Routing,
    Topic,
)
from groundswell.conversations.selectors.answers import answers_page
from groundswell.conversations.selectors.question import question_state
from groundswell.conversations.selectors.routing import suggestions
from groundswell.core import limits
from groundswell.core.clock import now
from groundswell.people.models import Skill
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.reset()


@pytest.fixture
def question(ben: Actor, meadow: Space) -> Topic:
    return factories.topic(
        ben, meadow, kind="question", title="Why does it flood?", text="Each winter. #flood"
    )


def asked(author: Actor, space: Space, *, days: int, title: str = "Why?") -> Topic:
    """A question asked so many days ago."""
    with importing("test", now() - timedelta(days=days)):
        return factories.topic(author, space, kind="question", title=title)


def replied(author: Actor, topic: Topic, *, days: int) -> Message:
    """A reply written so many days ago."""
    with importing("test", now() - timedelta(days=days)):
        return factories.reply(author, topic)


# Asked too


def test_question_is_asked_too_and_no_longer(as_: Browser, ada: Actor, question: Topic) -> None:
    browser = as_(ada)

    region = browser.post(f"/t/{question.id}/me-too/", {"ask": "1"}, headers=HTMX)
    again = browser.post(f"/t/{question.id}/me-too/", {"ask": "1"})

    assert region.text.lstrip().startswith('<span class="me-too" id="me-too">')
    assert "1 person asks this too" in region.text
    assert again["Location"] == f"/t/{question.id}/"
    assert list(MeToo.objects.values_list("actor_id", flat=True)) == [ada.id]

    browser.post(f"/t/{question.id}/me-too/", {"ask": "0"})
    assert MeToo.objects.count() == 0


def test_people_who_ask_too_are_one_click_away(as_: Browser, ada: Actor, question: Topic) -> None:
    ask_too(actor=ada, topic=question)

    topic = as_(None).get(f"/t/{question.id}/").text
    page = as_(None).get(f"/t/{question.id}/me-too/").text

    assert f'href="/t/{question.id}/me-too/">1 person asks this too' in topic
    assert ">Ada</a>" in page
    assert "I ask this too" not in page


def test_stranger_to_the_space_cannot_ask_too(as_: Browser, cyn: Actor, question: Topic) -> None:
    assert as_(cyn).post(f"/t/{question.id}/me-too/", {"ask": "1"}).status_code == 403


def test_discussion_has_no_pages_of_questions(as_: Browser, ada: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)

    seen = {
        as_(ada).get(f"/t/{topic.id}/{path}").status_code
        for path in ("me-too/", "promise/", "ask/")
    }

    assert seen == {404}


# Answered


def test_answer_is_accepted_and_stands_under_the_question(
    as_: Browser, ada: Actor, ben: Actor, question: Topic
) -> None:
    factories.reply(ben, question)
    answer = factories.reply(ada, question, text="The *pipe* is too small.")

    done = as_(ben).post(f"/m/{answer.id}/accept/")

    page = as_(None).get(f"/t/{question.id}/").text
    assert done["Location"] == f"/t/{question.id}/#answer"
    assert page.count("<em>pipe</em>") == 2
    assert page.index("Show it in its place") < page.index('id="m2"')
    assert f'href="{answer.get_absolute_url()}">Show it in its place' in page
    assert 'class="message is-answer" id="m3"' in page


def test_answer_by_htmx_shows_the_whole_page_anew(
    as_: Browser, ada: Actor, ben: Actor, question: Topic
) -> None:
    answer = factories.reply(ada, question)

    done = as_(ben).post(f"/m/{answer.id}/accept/", headers=HTMX)

    assert (done.status_code, done["HX-Refresh"]) == (204, "true")
    assert AcceptedAnswer.objects.get().message_id == answer.id


def test_answer_is_withdrawn(as_: Browser, ada: Actor, ben: Actor, question: Topic) -> None:
    accept_answer(actor=ben, message=factories.reply(ada, question))

    done = as_(ben).post(f"/t/{question.id}/answer/withdraw/")

    assert done.status_code == 303
    assert AcceptedAnswer.objects.count() == 0
    assert as_(ben).post(f"/t/{question.id}/answer/withdraw/").status_code == 409


def test_members_see_no_button_that_would_refuse_them(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, question: Topic
) -> None:
    factories.member(cyn, meadow)
    answer = factories.reply(ada, question)
    address = f"/t/{question.id}/"

    assert "This answers it" not in as_(cyn).get(address).text
    assert "This answers it" in as_(ben).get(address).text
    assert "This answers it" in as_(ada).get(address).text
    assert as_(cyn).post(f"/m/{answer.id}/accept/").status_code == 403


def test_deleted_answer_opens_the_question_again(ada: Actor, ben: Actor, question: Topic) -> None:
    answer = factories.reply(ada, question)
    accept_answer(actor=ben, message=answer)

    delete_message(actor=ada, message=answer)

    state = question_state(question, ben)
    assert state is not None
    assert (state.answer, state.clock.answered_at) == (None, None)
    assert AcceptedAnswer.objects.count() == 0


# Promised


def test_steward_promises_an_answer(as_: Browser, ada: Actor, question: Topic) -> None:
    friday = (now() + timedelta(days=3)).date()
    browser = as_(ada)

    assert "Promise an answer" in browser.get(f"/t/{question.id}/promise/").text
    done = browser.post(
        f"/t/{question.id}/promise/", {"due_on": friday.isoformat(), "text": "We measure."}
    )

    assert done["Location"] == f"/t/{question.id}/2/#m2"
    assert HoldingReply.objects.get().due_on == friday
    assert "Ada has seen this and will answer by" in browser.get(f"/t/{question.id}/").text


@pytest.mark.parametrize("due_on", ["", "tomorrow", "2001-01-01", "9999-12-31", "\0", "1" * 999])
def test_impossible_promise_is_refused_and_keeps_the_words(
    as_: Browser, ada: Actor, question: Topic, due_on: str
) -> None:
    page = as_(ada).post(f"/t/{question.id}/promise/", {"due_on": due_on, "text": "We measure."})

    assert page.status_code == 422
    assert "We measure." in page.text
    assert HoldingReply.objects.count() == 0


def test_impossible_day_can_be_put_right_at_once(as_: Browser, ada: Actor, question: Topic) -> None:
    browser, address = as_(ada), f"/t/{question.id}/promise/"
    wrong = browser.post(address, {"due_on": "2001-01-01", "text": "We measure."})
    friday = (now() + timedelta(days=3)).date().isoformat()

    assert wrong.status_code == 422
    assert browser.post(address, {"due_on": friday, "text": "We measure."}).status_code == 303


def test_only_stewards_promise(as_: Browser, ben: Actor, question: Topic) -> None:
    assert as_(ben).get(f"/t/{question.id}/promise/").status_code == 403
    assert "Promise an answer" not in as_(ben).get(f"/t/{question.id}/").text


def test_promise_is_overdue_then_late(
    as_: Browser, ada: Actor, ben: Actor, question: Topic
) -> None:
    day = now().date() + timedelta(days=1)
    post_holding_reply(actor=ada, topic=question, text="Soon.", due_on=day)
    answer = factories.reply(ada, question)

    with time_machine.travel(now() + timedelta(days=3)):
        assert "It has not come yet." in as_(None).get(f"/t/{question.id}/").text
        accept_answer(actor=ben, message=answer)
        assert "Kept, but late" in as_(None).get(f"/t/{question.id}/").text


def test_promise_is_kept(as_: Browser, ada: Actor, ben: Actor, question: Topic) -> None:
    post_holding_reply(actor=ada, topic=question, text="Soon.", due_on=now().date())

    accept_answer(actor=ben, message=factories.reply(ada, question))

    assert "Promise kept" in as_(None).get(f"/t/{question.id}/").text


# Put before somebody


def test_people_are_suggested_with_reasons(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, question: Topic
) -> None:
    dan, eve, fay = (factories.person(name) for name in ("dan", "eve", "fay"))
    for person in (dan, eve, fay):
        factories.member(person, meadow)
    Skill.objects.create(actor=dan, name="Flood", key="flood")
    Skill.objects.create(actor=fay, name="Baking", key="baking")
    Skill.objects.create(actor=cyn, name="Flood", key="flood")
    for _ in range(2):
        other = factories.topic(ben, meadow, kind="question", text="And there? #Flood")
        accept_answer(actor=ben, message=factories.reply(eve, other))

    found = suggestions(question, ada)

    assert [(one.actor, one.reasons) for one in found] == [
        (eve, ["answered 2 questions on #flood"]),
        (dan, ["knows Flood"]),
    ]


def test_somebody_is_asked_told_and_declines(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, question: Topic
) -> None:
    factories.member(cyn, meadow)
    browser = as_(ben)

    done = browser.post(f"/t/{question.id}/ask/", {"handle": "@Cyn "})
    assert done["Location"] == f"/t/{question.id}/ask/"
    assert list(Routing.objects.values_list("actor_id", "by_id")) == [(cyn.id, ben.id)]
    assert "Ben thinks you may know the answer." in as_(cyn).get(f"/t/{question.id}/").text
    assert "thinks you may know" not in as_(ada).get(f"/t/{question.id}/").text

    as_(cyn).post(f"/t/{question.id}/ask/decline/")
    assert "thinks you may know" not in as_(cyn).get(f"/t/{question.id}/").text
    assert "leaves it to others" in as_(ada).get(f"/t/{question.id}/ask/").text
    assert "leaves it to others" not in browser.get(f"/t/{question.id}/ask/").text
    assert as_(cyn).post(f"/t/{question.id}/ask/decline/").status_code == 409


@pytest.mark.parametrize("handle", ["", "nobody", "\0", "ünï", "x" * 5000, "'; --"])
def test_asking_nobody_says_so(as_: Browser, ben: Actor, question: Topic, handle: str) -> None:
    answer = as_(ben).post(f"/t/{question.id}/ask/", {"handle": handle}, follow=True)

    assert answer.status_code == 200
    assert "Nobody here is called" in answer.text
    assert Routing.objects.count() == 0


def test_asked_twice_is_said_in_words(
    as_: Browser, ada: Actor, ben: Actor, question: Topic
) -> None:
    route_question(actor=ben, topic=question, person=ada)

    assert as_(ben).post(f"/t/{question.id}/ask/", {"handle": "ada"}).status_code == 409


# How quickly


def test_clock_counts_the_first_word_of_somebody_else(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = asked(ben, meadow, days=9)
    replied(ben, topic, days=8)
    replied(ada, topic, days=7)
    answer = replied(ada, topic, days=4)
    accept_answer(actor=ben, message=answer)

    state = question_state(topic, None)

    assert state is not None
    assert _days(state.clock.to_first) == 2
    assert _days(state.clock.to_answer) == 5


def _days(wait: timedelta | None) -> int | None:
    return round(wait / timedelta(days=1)) if wait is not None else None


def test_figures_are_real_waits_and_count_those_who_wait(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    for days in (1, 2, 3, 4, 5, 6, 7, 8, 9):
        topic = asked(ben, meadow, days=50)
        accept_answer(actor=ben, message=replied(ada, topic, days=50 - days))
    asked(ben, meadow, days=40)
    asked(ben, meadow, days=100)

    figures = answers_page(meadow, None, show="open").figures

    assert (figures.asked, figures.first.waiting, figures.answer.waiting) == (10, 1, 1)
    assert [_days(figures.first.median), _days(figures.first.slow)] == [5, 9]


def test_lists_hold_the_questions_they_name(ada: Actor, ben: Actor, meadow: Space) -> None:
    old = asked(ben, meadow, days=30, title="Old")
    fresh = asked(ben, meadow, days=1, title="Fresh")
    held = asked(ben, meadow, days=30, title="Held")
    post_holding_reply(actor=ada, topic=held, text="Soon.", due_on=now().date())
    broken = asked(ben, meadow, days=2, title="Broken")
    with importing("test", now() - timedelta(days=2)):
        post_holding_reply(actor=ada, topic=broken, text="Soon.", due_on=now().date())
    HoldingReply.objects.filter(topic=broken).update(due_on=now().date() - timedelta(days=1))
    done = asked(ben, meadow, days=5, title="Done")
    accept_answer(actor=ben, message=factories.reply(ada, done))

    def listed(show: str) -> list[str]:
        return [row.topic.title for row in answers_page(meadow, None, show=show).rows]

    assert listed("open") == [old.title, held.title, broken.title, fresh.title]
    assert listed("unanswered") == [old.title, fresh.title]
    assert listed("promised") == [held.title]
    assert listed("overdue") == [old.title, broken.title]
    assert listed("answered") == [done.title]
    assert listed("recent") == [fresh.title, broken.title, done.title, held.title, old.title]


def test_page_of_answers_is_for_all_and_hides_closed_spaces(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space, question: Topic
) -> None:
    page = as_(None).get("/s/meadow/answers/")
    region = as_(None).get("/s/meadow/answers/?show=unanswered", headers=HTMX)

    assert "Why does it flood?" in page.text
    assert "Nine in ten within" in page.text
    assert region.text.lstrip().startswith('<div id="answers"')
    assert as_(cyn).get("/s/burrow/answers/").status_code == 404
    for query in ("show=nonsense", "after=x", "before=i1.i2"):
        assert as_(None).get(f"/s/meadow/answers/?{query}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_answers_asks_the_database_as_often_for_three_as_for_one(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, count: int
) -> None:
    for _ in range(count):
        topic = asked(ben, meadow, days=3)
        post_holding_reply(actor=ada, topic=topic, text="Soon.", due_on=now().date())
    browser = as_(None)
    browser.get("/s/meadow/answers/")

    with CaptureQueriesContext(connection) as queries:
        browser.get("/s/meadow/answers/")

    assert len(queries) == 15
