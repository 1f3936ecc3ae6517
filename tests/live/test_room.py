"""The room, the desk and the way in, by plain forms."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.subscriptions import verify
from groundswell.live.actions import begin_session, close_session, write_line
from groundswell.live.models import ALPHABET, LogItem, Participant, Question, QuestionVote, Session
from groundswell.live.selectors.question import nearest
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

DYKE = "How high is the dyke at the mill?"
Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def text(answer: object) -> str:
    return answer.content.decode()


def test_question_is_asked_and_wanted_by_plain_forms(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    room = evening.room_url
    asked = as_(ben).post(f"{room}questions/", {"words": DYKE, "voice": "named"})
    question = Question.objects.get()
    wanted = as_(ada).post(f"/t/{evening.topic_id}/questions/{question.id}/vote/", {"vote": "on"})
    page = text(as_(ada).get(room))

    assert (asked.status_code, asked["Location"]) == (303, f"{room}#q{question.id}")
    assert (wanted.status_code, wanted["Location"]) == (303, f"{room}#q{question.id}")
    assert page.count(DYKE) == 1
    assert page.count('aria-pressed="true" data-vote') == 1


def test_vote_by_script_answers_with_the_count(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    answer = as_(ada).post(
        f"/t/{evening.topic_id}/questions/{question.id}/vote/",
        {"vote": "on"},
        headers={"Accept": "application/json"},
    )

    assert answer.json() == {"question": str(question.id), "count": 1, "voted": True}


def test_too_short_question_is_refused_and_kept(ben: Actor, evening: Session, as_: Browser) -> None:
    answer = as_(ben).post(f"{evening.room_url}questions/", {"words": "Dykes?", "voice": "named"})

    assert answer.status_code == 422
    assert text(answer).count("Dykes?") == 1


def test_questions_are_paced_for_each_participant(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    room, browsers = f"{evening.room_url}questions/", (as_(ben), as_(ada))
    sent = [
        browser.post(room, {"words": f"{DYKE} {number}", "voice": "named"}).status_code
        for browser in browsers
        for number in range(2)
    ]

    assert sent == [303, 422, 303, 422]


def test_similar_questions_are_shown_while_typing(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    asked = asks(came(ben, evening), evening, DYKE)
    asks(came(ben, evening), evening, "Who pays for sandbags this year?")
    shown = text(as_(ada).get(f"{evening.room_url}similar/", {"words": "how high is the dyke"}))

    assert [one.id for one in nearest(evening, "how high is the dyke")] == [asked.id]
    assert (shown.count(DYKE), shown.count("Add my voice")) == (1, 1)
    assert nearest(evening, "how") == []


def test_lines_are_messages_of_the_topic(ben: Actor, evening: Session, as_: Browser) -> None:
    answer = as_(ben).post(f"{evening.room_url}lines/", {"text": "Good **evening**"})
    line = Message.objects.get(kind="reply")
    page = text(as_(None).get(evening.room_url))

    assert answer["Location"] == f"{evening.room_url}#m{line.number}"
    assert (line.topic_id, line.author) == (evening.topic_id, ben)
    assert page.count("<strong>evening</strong>") == 1


def test_guest_comes_in_by_code(evening: Session, as_: Browser) -> None:
    browser = as_(None)
    led = browser.post("/join/", {"code": f" {evening.code.lower()} "})
    came_in = browser.post(led["Location"], {"name": "Renee"})
    browser.post(f"{evening.room_url}lines/", {"text": "Hello from the hall"})
    line = Message.objects.get(kind="reply")

    assert led["Location"] == f"/join/{evening.code}/"
    assert came_in["Location"] == evening.room_url
    assert (line.author.name, line.author.host) == ("Renee", "guest")
    assert set(evening.code) <= set(ALPHABET)
    assert len(ALPHABET) ** len(evening.code) == 64_000_000


def test_guest_sees_the_room_of_a_private_session_and_nothing_else(
    ada: Actor, burrow: Space, as_: Browser
) -> None:
    session = own(factories.session(ada, burrow, guests=True, title="Zqsecret"))
    asks(came(ada, session), session, DYKE)
    browser, stranger = as_(None), as_(None)
    browser.post(f"/join/{session.code}/", {})

    assert text(browser.get(session.room_url)).count(DYKE) == 1
    assert browser.get(session.get_absolute_url()).status_code == 404
    assert browser.get(session.desk_url).status_code == 404
    assert stranger.get(session.room_url).status_code == 404
    assert stranger.get("/join/222222/").status_code == 404


def test_forged_token_lets_nobody_in(ada: Actor, burrow: Space, as_: Browser) -> None:
    session = factories.session(ada, burrow, guests=True)
    who = guest(session)
    browser = as_(None)
    browser.cookies["gs-guest"] = f'{{"{session.topic_id}": {who.id}}}'

    assert browser.get(session.room_url).status_code == 404


def test_guest_who_was_asked_to_leave_is_out(ada: Actor, burrow: Space, as_: Browser) -> None:
    session = factories.session(ada, burrow, guests=True)
    browser = as_(None)
    browser.post(f"/join/{session.code}/", {})
    Participant.objects.update(removed_at=session.starts_at)

    assert browser.get(session.room_url).status_code == 403


def test_hidden_totals_are_seen_after_voting(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    Session.objects.update(totals="hidden")
    question = asks(came(ben, evening), evening, DYKE)
    votes(guest(evening), question)
    before = text(as_(ada).get(evening.room_url))
    votes(came(ada, evening), question)
    after = text(as_(ada).get(evening.room_url))

    assert (before.count('data-votes="0"'), after.count('data-votes="2"')) == (1, 1)


def test_taking_back_a_voice_never_given_tells_no_hidden_total(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    votes(guest(evening), question)
    browser, counts = as_(ada), []
    for totals, wish in (("hidden", "off"), ("hidden", "on"), ("open", "off")):
        Session.objects.update(totals=totals)
        answer = browser.post(
            f"/t/{evening.topic_id}/questions/{question.id}/vote/",
            {"vote": wish},
            headers={"Accept": "application/json"},
        )
        counts.append(answer.json()["count"])

    assert counts == ["", 2, 1]


def test_only_the_beginning_of_very_long_words_is_compared(
    ben: Actor, evening: Session, as_: Browser
) -> None:
    asks(came(ben, evening), evening, DYKE)
    browser, room = as_(None), f"{evening.room_url}questions/"
    browser.post(f"/join/{evening.code}/", {})
    answers = [
        browser.post(room, {"words": words, "voice": "named"})
        for words in (DYKE + "x" * 500, "x" * 500 + DYKE)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [text(answer).count("Add my voice") for answer in answers] == [1, 0]


def test_orders_of_the_room(ada: Actor, ben: Actor, evening: Session, as_: Browser) -> None:
    Session.objects.update(most_unanswered=10)
    asked = [asks(came(ben, evening), evening, f"{DYKE} {number}") for number in range(4)]
    votes(came(ada, evening), asked[2])
    browser = as_(None)

    def order(name: str) -> list[int]:
        page = text(browser.get(f"{evening.room_url}?order={name}"))
        places = {one.id: page.index(f'id="q{one.id}"') for one in asked}
        return [asked.index(one) for one in sorted(asked, key=lambda it: places[it.id])]

    assert order("top") == [2, 0, 1, 3]
    assert order("new") == [3, 2, 1, 0]
    assert order("fair") == order("fair")
    assert sorted(order("fair")) == [0, 1, 2, 3]


def test_host_leads_from_the_desk(ada: Actor, evening: Session, as_: Browser) -> None:
    question = asks(guest(evening), evening, DYKE)
    browser, move = as_(ada), f"/t/{evening.topic_id}/questions/{question.id}/move/"
    states = []
    for act in ("open", "take", "answered", "undo"):
        browser.post(move, {"act": act})
        states.append(again(question).state)
    page = text(browser.get(evening.desk_url))

    assert states == ["open", "current", "answered", "current"]
    assert page.count(DYKE) >= 1


def test_desk_says_what_came_too_late(ada: Actor, evening: Session, as_: Browser) -> None:
    question = asks(came(ada, evening), evening, DYKE)
    browser, move = as_(ada), f"/t/{evening.topic_id}/questions/{question.id}/move/"
    browser.post(move, {"act": "take"})
    page = text(browser.post(move, {"act": "take"}, follow=True))

    assert page.count("somebody else was faster") == 1


def test_stream_is_the_viewers_own_and_begins_where_the_page_ends(
    ben: Actor, evening: Session, as_: Browser
) -> None:
    write_line(actor=ben, session=evening, participant=came(ben, evening), text="Hello")
    page = text(as_(ben).get(evening.room_url))
    address = page.split('src="/live/room?token=')[1].split('"')[0]
    token, _and, after = address.partition("&amp;after=")
    grant = verify(token.replace("%3A", ":"))

    assert (grant.actor_id, grant.rooms) == (ben.id, (evening.channel,))
    assert (grant.channels, grant.within) == (
        (f"person-{ben.id}", evening.channel),
        (f"space-{evening.topic.space_id}",),
    )
    assert int(after) == LogItem.objects.count() == 3
    assert page.count("<gs-live") == 0


def test_nothing_is_written_once_it_is_over(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    close_session(actor=ada, session=evening)
    browser = as_(ada)
    sent = [
        browser.post(f"{evening.room_url}lines/", {"text": "Late"}).status_code,
        browser.post(f"{evening.room_url}questions/", {"words": DYKE}).status_code,
        browser.post(f"/t/{evening.topic_id}/questions/{question.id}/vote/").status_code,
    ]

    assert sent == [422, 422, 409]
    assert (Message.objects.filter(kind="reply").count(), QuestionVote.objects.count()) == (0, 0)


@pytest.mark.parametrize(("over", "said"), [(False, (1, 1)), (True, (0, 0))])
def test_room_that_is_over_invites_nobody_to_ask(
    ada: Actor, evening: Session, as_: Browser, over: bool, said: tuple[int, int]
) -> None:
    if over:
        close_session(actor=ada, session=evening)
    page = as_(ada).get(evening.room_url).content.decode()

    assert (page.count("Yours would be the first."), page.count("Most wanted")) == said


@pytest.mark.parametrize("many", [1, 3])
def test_room_asks_the_same_for_one_and_three(
    ben: Actor, evening: Session, as_: Browser, many: int
) -> None:
    for number in range(many):
        asks(came(ben, evening), evening, f"{DYKE} {number}")
        write_line(actor=ben, session=evening, participant=came(ben, evening), text="Hello")
    browser = as_(None)
    browser.get(evening.room_url)

    with CaptureQueriesContext(connection) as asked:
        browser.get(evening.room_url)

    assert len(asked) == 7


def test_picture_of_the_way_in_is_drawn(evening: Session, as_: Browser) -> None:
    answer = as_(None).get(f"/t/{evening.topic_id}/join.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.count(b"<path") == 1
