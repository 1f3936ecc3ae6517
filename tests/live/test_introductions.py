"""The round of introductions that a numbered chat may begin with."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.live.actions import (
    Typed,
    begin_session,
    plan_prompts,
    put_prompt,
    run_prompts,
    skip_prompt,
)
from groundswell.live.models import Prompt
from groundswell.live.tasks import put_due_prompts
from groundswell.spaces.models import Space
from tests import factories

PLAN = "Who are you?\nWhat did you try?\nWhat comes next?"


@pytest.mark.parametrize("skips", [False, True])
def test_session_begins_with_its_introductions(ada: Actor, meadow: Space, skips: bool) -> None:
    session = factories.session(ada, meadow)
    typed = Typed(lines=PLAN, welcome="Say who you are.", last="What do you take along?")
    plan_prompts(actor=ada, session=session, typed=typed)
    if skips:
        skip_prompt(actor=ada, session=session, number=0)
    begin_session(actor=ada, session=session)
    before = Prompt.objects.filter(message__isnull=False).count()
    project_pending()

    put = list(Prompt.objects.filter(message__isnull=False).values_list("message__text", flat=True))
    assert (before, put) == (0, [] if skips else ["Say who you are."])


def test_introductions_do_not_come_after_another_prompt(ada: Actor, meadow: Space) -> None:
    session = factories.session(ada, meadow)
    plan_prompts(actor=ada, session=session, typed=Typed(lines=PLAN, welcome="Say who you are."))
    begin_session(actor=ada, session=session)
    put_prompt(actor=ada, session=session, number=1)
    project_pending()

    assert [one.number for one in Prompt.objects.filter(message__isnull=False)] == [1]


def test_plan_goes_on_without_introductions_after_another_prompt(ada: Actor, meadow: Space) -> None:
    session = factories.session(ada, meadow)
    plan_prompts(actor=ada, session=session, typed=Typed(lines=PLAN, welcome="Say who you are."))
    begun = begin_session(actor=ada, session=session)
    put_prompt(actor=ada, session=session, number=1)
    run_prompts(actor=ada, session=session, runs=True)
    with time_machine.travel(begun.began_at + timedelta(minutes=21)):
        put_due_prompts()

    assert [one.number for one in Prompt.objects.filter(message__isnull=False)] == [1, 2]


@pytest.mark.parametrize("chosen", [0, 2])
def test_what_the_plan_chose_does_not_come_where_a_hand_was_quicker(
    ada: Actor, meadow: Space, chosen: int
) -> None:
    session = factories.session(ada, meadow)
    plan_prompts(actor=ada, session=session, typed=Typed(lines=PLAN, welcome="Say who you are."))
    begin_session(actor=ada, session=session)
    run_prompts(actor=ada, session=session, runs=True)
    put_prompt(actor=ada, session=session, number=1)

    with pytest.raises(Conflict, match="plan has changed"):
        put_prompt(actor=ada, session=session, number=chosen, by_itself=True)
    assert [one.number for one in Prompt.objects.filter(message__isnull=False)] == [1]


@pytest.mark.parametrize(("typed", "skips"), [("", False), ("Hello", False), ("Hello", True)])
def test_plan_speaks_of_introductions_that_will_come(
    ada: Actor, meadow: Space, as_: Callable[..., Client], typed: str, skips: bool
) -> None:
    session = factories.session(ada, meadow)
    plan_prompts(actor=ada, session=session, typed=Typed(lines=PLAN, welcome=typed))
    if skips:
        skip_prompt(actor=ada, session=session, number=0)
    address = f"{session.get_absolute_url()}prompts/"
    before = as_(ada).get(address).content.decode()
    begin_session(actor=ada, session=session)
    begun = as_(ada).get(address).content.decode()

    said = "but for introductions, which come when it begins."
    assert before.count("Otherwise you put them yourself") == 1
    assert before.count(said) == (1 if typed and not skips else 0)
    assert begun.count("You put each prompt yourself.") == 1
    assert begun.count("introductions come") == 0
