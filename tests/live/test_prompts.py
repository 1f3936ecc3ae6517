"""A numbered chat: prompts planned and put, answers beneath the right one."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import (
    begin_session,
    close_session,
    plan_prompts,
    put_prompt,
    write_line,
)
from groundswell.live.filing import answers
from groundswell.live.models import Prompt, Session
from groundswell.live.selectors.recap import recap_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import came, own

PLAN = "Who are you?\nWhat did you try?\nWhat comes next?"


@pytest.fixture
def chat(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River chat")
    plan_prompts(actor=ada, session=session, lines=PLAN)
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
        ("A 2: with a space", 2),
        ("A2", 2),
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
    plan_prompts(actor=ada, session=chat, lines="What helps?\n\nWho is missing?")

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
    page = as_(None).get(chat.room_url).content.decode()

    assert page.count("Who are you?") >= 1
    assert page.count('class="answers"') == 1


def test_late_answer_stands_in_the_recap(ada: Actor, ben: Actor, chat: Session) -> None:
    prompt = put_prompt(actor=ada, session=chat, number=1)
    says(ben, chat, "I am Ben")
    close_session(actor=ada, session=own(chat))
    post_reply(actor=ada, topic=chat.topic, text="I am Ada", parent=prompt.message)

    [found] = recap_of(own(chat)).prompts
    assert (found.count, [line.text for line in found.best]) == (2, ["I am Ben", "I am Ada"])
