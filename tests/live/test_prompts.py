"""A numbered chat: prompts planned and put, answers beneath the right one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import (
    Typed,
    begin_session,
    close_session,
    extend_prompts,
    go_on_with_room,
    hold_prompts,
    pause_room,
    plan_prompts,
    put_prompt,
    run_prompts,
    skip_prompt,
    write_line,
)
from groundswell.live.filing import answers
from groundswell.live.models import LogItem, Prompt, Session
from groundswell.live.pacing import due_at, upcoming
from groundswell.live.selectors.recap import recap_of
from groundswell.live.selectors.room import as_typed, prompts_of
from groundswell.live.tasks import put_due_prompts
from groundswell.spaces.models import Membership, Space
from tests import factories
from tests.live.acts import came, own

PLAN = "Who are you?\nWhat did you try?\nWhat comes next?"


@pytest.fixture
def chat(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River chat")
    plan_prompts(actor=ada, session=session, typed=Typed(lines=PLAN))
    begin_session(actor=ada, session=session)
    return own(session)


def says(who: Actor, session: Session, text: str, chosen: int | None = None) -> Message:
    said = write_line(
        actor=who, session=own(session), participant=came(who, session), text=text, chosen=chosen
    )
    return Message.objects.select_related("parent__prompt").get(id=said.id)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("A2 we tried willows", 2),
        ("a2: we tried willows", 2),
        ("A2. we tried willows", 2),
        ("re A2 we tried willows", 2),
        ("Re: A12, all of it", 12),
        ("@ben #rivertalk A3 later", 3),
        ("A2, we tried willows", 2),
        ("A2) we tried willows", 2),
        ("A2", 2),
        ("A 2 hour session is too long", None),
        ("a 3 day course", None),
        ("A 5-minute break?", None),
        ("A5-minute break?", None),
        ("A 2: with a space", None),
        ("re A 2 hour session", None),
        ("A2B is a road", None),
        ("All in all", None),
        ("I drove the A2 today", None),
        ("", None),
    ],
)
def test_line_names_the_prompt_it_answers(line: str, number: int | None) -> None:
    assert answers(line) == number


def test_plan_is_the_hosts_until_it_is_put(
    ada: Actor, ben: Actor, chat: Session, as_: Callable[..., Client]
) -> None:
    planned = [(one.number, one.minute, one.text) for one in Prompt.objects.all()]
    room = as_(ben).get(chat.room_url).content.decode()

    assert planned == [
        (1, 10, "Who are you?"),
        (2, 20, "What did you try?"),
        (3, 30, "What comes next?"),
    ]
    assert room.count("Who are you?") == 0
    assert as_(ben).get(f"{chat.get_absolute_url()}prompts/").status_code == 403
    with pytest.raises(Refused):
        put_prompt(actor=ben, session=chat, number=1)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Q1: Who are you?", "Who are you?"),
        ("q1 Who are you?", "Who are you?"),
        ("Q1. Who are you?", "Who are you?"),
        ("Q2 was hard. Why?", "Q2 was hard. Why?"),
        ("Q1", "Q1"),
    ],
)
def test_prompt_does_not_say_its_own_name_twice(
    ada: Actor, chat: Session, as_: Callable[..., Client], typed: str, shown: str
) -> None:
    plan_prompts(actor=ada, session=chat, typed=Typed(lines=typed))
    put_prompt(actor=ada, session=chat, number=1)

    assert Prompt.objects.select_related("message").get(number=1).text == shown
    page = as_(None).get(chat.room_url).content.decode()
    assert page.count(f"<b>Q1</b> {shown}</p>") == 1


def test_answers_go_beneath_the_prompt_they_belong_to(
    ada: Actor, ben: Actor, chat: Session
) -> None:
    before = says(ben, chat, "Good evening")
    put_prompt(actor=ada, session=chat, number=1)
    first = says(ben, chat, "I am Ben")
    put_prompt(actor=ada, session=chat, number=2)
    second, late = says(ben, chat, "Willows"), says(ben, chat, "A1: and I live upstream")
    chosen, planned = says(ben, chat, "From the hill", chosen=1), says(ben, chat, "A3 not yet")

    def beneath(line: Message) -> int | None:
        return line.parent.prompt.number if line.parent else None

    lines = (before, first, second, late, chosen, planned)
    assert [beneath(line) for line in lines] == [None, 1, 2, 1, 1, 2]


def test_prompt_is_put_once_and_the_rest_of_the_plan_may_change(ada: Actor, chat: Session) -> None:
    put_prompt(actor=ada, session=chat, number=1)
    plan_prompts(actor=ada, session=chat, typed=Typed(lines="What helps?\n\nWho is missing?"))

    with pytest.raises(Conflict, match="already"):
        put_prompt(actor=ada, session=chat, number=1)
    assert [(one.number, one.text) for one in Prompt.objects.order_by("number")] == [
        (1, "Who are you?"),
        (2, "What helps?"),
        (3, "Who is missing?"),
    ]


def test_room_shows_prompts_and_what_answers_them(
    ada: Actor, ben: Actor, chat: Session, as_: Callable[..., Client]
) -> None:
    browser = as_(ada)
    browser.post(f"{chat.get_absolute_url()}prompts/put/", {"number": "1"})
    as_(ben).post(f"{chat.room_url}lines/", {"text": "I am Ben"})
    as_(ada).post(f"{chat.room_url}lines/", {"text": "A1: I am Ada"})
    page = as_(None).get(chat.room_url).content.decode()

    assert page.count("Who are you?") >= 1
    assert page.count('class="answers">A1<') == 1  # the other line says so itself
    assert page.count("A1: I am Ada") == 1


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("A1: I am Ada", 2),
        ("re A1 I am Ada", 2),
        ("I am Ada", 1),
        ("A2 no", 1),
        ("A 1 hour session is too short", 1),
    ],
)
def test_late_answer_that_names_its_prompt_stands_beneath_it(
    ada: Actor, ben: Actor, chat: Session, as_: Callable[..., Client], words: str, count: int
) -> None:
    put_prompt(actor=ada, session=chat, number=1)
    says(ben, chat, "I am Ben")
    close_session(actor=ada, session=own(chat))
    as_(ada).post(f"{chat.get_absolute_url()}reply/", {"text": words})

    [found] = recap_of(own(chat)).prompts
    assert (found.count, Message.objects.latest("id").text) == (count, words)


def test_late_answer_stands_in_the_recap(ada: Actor, ben: Actor, chat: Session) -> None:
    prompt = put_prompt(actor=ada, session=chat, number=1)
    says(ben, chat, "I am Ben")
    close_session(actor=ada, session=own(chat))
    post_reply(actor=ada, topic=chat.topic, text="I am Ada", parent=prompt.message)

    [found] = recap_of(own(chat)).prompts
    assert (found.count, [line.text for line in found.best]) == (2, ["I am Ben", "I am Ada"])


def due(session: Session) -> list[tuple[str, int | None]]:
    """Prompts still to come, with the second after the start at which they come by themselves."""
    found = [(one, due_at(session, one)) for one in prompts_of(session) if not one.message]
    return [(one.label, at and int((at - session.began_at).total_seconds())) for one, at in found]


def test_plan_says_when_and_is_typed_again_as_it_was(ada: Actor, chat: Session) -> None:
    typed = Typed(lines="Who?\n+25 What?\nWhy?", welcome="Hello", last="+50 Where next?")
    plan_prompts(actor=ada, session=chat, typed=typed)
    run_prompts(actor=ada, session=chat, runs=True)
    planned = [("Introductions", 0), ("Q1", 600), ("Q2", 1500), ("Q3", 2100), ("Wrap-up", 3000)]

    assert due(own(chat)) == planned
    assert as_typed(prompts_of(chat)) == {
        "welcome": "Hello",
        "lines": "Who?\n+25 What?\nWhy?",
        "last": "+50 Where next?",
    }


def test_prompts_come_by_themselves_one_at_a_time(ada: Actor, chat: Session) -> None:
    run_prompts(actor=ada, session=chat, runs=True)

    def put_after(minutes: int) -> list[int]:
        with time_machine.travel(chat.began_at + timedelta(minutes=minutes, seconds=1)):
            put_due_prompts()
        return list(Prompt.objects.filter(put_at__isnull=False).values_list("number", flat=True))

    came = [put_after(minutes) for minutes in (9, 10, 10, 55, 55, 65)]

    # Nobody was there from minute 20 to 55: the third comes ten minutes after the second.
    assert came == [[], [1], [1], [1, 2], [1, 2], [1, 2, 3]]


def test_prompts_are_held_when_their_host_has_gone(
    ada: Actor, ben: Actor, meadow: Space, chat: Session
) -> None:
    run_prompts(actor=ada, session=chat, runs=True)
    Session.objects.update(host=ben)
    Membership.objects.filter(space=meadow, actor=ben).delete()
    with time_machine.travel(chat.began_at + timedelta(minutes=10, seconds=1)):
        put_due_prompts()
        held = own(chat).prompts_held_at is not None
        Session.objects.update(host=ada)
        hold_prompts(actor=ada, session=own(chat), holds=False)
        put_due_prompts()

    assert (held, Prompt.objects.filter(message__isnull=False).count()) == (True, 1)


def test_plan_is_held_put_off_and_left_out(ada: Actor, chat: Session) -> None:
    run_prompts(actor=ada, session=chat, runs=True)
    began = own(chat).began_at
    with time_machine.travel(began + timedelta(minutes=4)):
        hold_prompts(actor=ada, session=chat, holds=True)
    held = due(own(chat))
    with time_machine.travel(began + timedelta(minutes=30)):
        put_due_prompts()
        hold_prompts(actor=ada, session=chat, holds=False)
        extend_prompts(actor=ada, session=chat, seconds=60)
        skip_prompt(actor=ada, session=chat, number=1)
        put_due_prompts()
    [next_one] = [upcoming(own(chat), prompts_of(chat))]

    assert held == [("Q1", None), ("Q2", None), ("Q3", None)]
    assert due(own(chat))[0][1] in {600 + 26 * 60 + 60, 600 + 26 * 60 + 59}
    assert (next_one.prompt.number, Prompt.objects.filter(message__isnull=False).count()) == (2, 0)


def test_no_prompt_comes_into_a_closed_room(ada: Actor, chat: Session) -> None:
    run_prompts(actor=ada, session=chat, runs=True)
    pause_room(actor=ada, session=own(chat))
    put = Prompt.objects.filter(put_at__isnull=False)
    with time_machine.travel(chat.began_at + timedelta(minutes=11)):
        put_due_prompts()
        closed = put.count()
        go_on_with_room(actor=ada, session=own(chat))
        put_due_prompts()

    assert (closed, put.count()) == (0, 1)


def test_plan_of_a_host_who_left_is_held(ada: Actor, chat: Session) -> None:
    run_prompts(actor=ada, session=chat, runs=True)
    Session.objects.update(host=factories.person("dora"))
    with time_machine.travel(chat.began_at + timedelta(minutes=11)):
        put_due_prompts()
        held = own(chat).prompts_held_at
        Session.objects.update(host=ada)
        hold_prompts(actor=ada, session=own(chat), holds=False)
        put_due_prompts()

    assert held is not None
    assert Prompt.objects.filter(put_at__isnull=False).count() == 1


def test_room_counts_down_without_the_words(
    ada: Actor, chat: Session, as_: Callable[..., Client]
) -> None:
    own_page = f"{chat.get_absolute_url()}prompts/"
    answer = as_(ada).post(f"{own_page}run/", {"act": "run"})
    room = as_(None).get(chat.room_url).content.decode()
    told = LogItem.objects.filter(key="next-prompt").last().html
    plan = as_(ada).get(own_page).content.decode()

    assert answer.status_code == 303
    assert (room.count("Q1 in {time}"), told.count("Q1 in {time}")) == (1, 1)
    assert "Who are you?" not in room + told
    assert plan.count("Five minutes later") == 1
    assert as_(ada).post(f"{own_page}run/", {"act": "skip", "number": "1"}).status_code == 303
    assert as_(None).get(chat.room_url).content.decode().count("Q2 in {time}") == 1


def test_what_leaves_a_session_carries_its_hashtag(
    ada: Actor, ben: Actor, chat: Session, as_: Callable[..., Client]
) -> None:
    Session.objects.update(hashtag="RiverTalk")
    for text in ("Zqbare", "Zqtyped #rivertalk"):
        says(ben, chat, text)
    feed = as_(None).get(f"{chat.get_absolute_url()}feed.json").json()["items"]
    close_session(actor=ada, session=own(chat))
    taken = as_(None).get(f"{chat.get_absolute_url()}recap.md").content.decode()
    signs = {one["summary"]: one["tags"] for one in feed}

    assert signs["Zqbare #RiverTalk"] == signs["Zqtyped #rivertalk"] == ["rivertalk"]
    assert taken.count("#RiverTalk") == 1
