"""After a session: who came is told, asked what they took, and told once more a week later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.live.actions import (
    Rhythm,
    Typed,
    add_takeaway,
    begin_series,
    begin_session,
    close_session,
    plan_prompts,
    put_prompt,
)
from groundswell.live.models import Session, Takeaway
from groundswell.live.tasks import tell_what_was_added
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import came, own

Browser = Callable[..., Client]


@pytest.fixture
def past(ada: Actor, ben: Actor, meadow: Space) -> Session:
    """Ada led it; Ben was there and only read."""
    session = factories.session(ada, meadow, title="River evening")
    plan_prompts(actor=ada, session=session, typed=Typed(lines="What did you try?"))
    begin_session(actor=ada, session=session)
    put_prompt(actor=ada, session=own(session), number=1)
    came(ben, session)
    close_session(actor=ada, session=own(session))
    return own(session)


def told(person: Actor, kind: str) -> list[str]:
    project_pending()
    rows = Notification.objects.filter(recipient=person, kind=kind)
    return list(rows.values_list("reason", flat=True))


def test_who_came_is_told_of_the_recap_and_asked(
    ben: Actor, cyn: Actor, past: Session, as_: Browser
) -> None:
    question = "What did you take from it?</label>"
    page = as_(ben).get(past.get_absolute_url()).content.decode()
    as_(ben).post(f"{past.get_absolute_url()}takeaways/", {"text": "Boots by the door", "add": "1"})
    after = as_(ben).get(past.get_absolute_url()).content.decode()

    assert told(ben, "live.session_closed") == ["outcome"]
    assert told(cyn, "live.session_closed") == []
    assert (page.count(question), after.count(question)) == (1, 0)
    assert as_(cyn).get(past.get_absolute_url()).content.decode().count(question) == 0
    assert Takeaway.objects.get().message.text == "Boots by the door"


def test_who_came_is_told_once_what_was_added_in_a_week(
    ada: Actor, ben: Actor, past: Session, as_: Browser
) -> None:
    add_takeaway(actor=ada, session=past, text="Keep the boots by the door")
    tell_what_was_added()
    early = told(ben, "live.session_grew")
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        tell_what_was_added()
        tell_what_was_added()
        late = told(ben, "live.session_grew"), told(ada, "live.session_grew")
    page = as_(None).get(past.get_absolute_url()).content.decode()

    assert (early, late) == ([], (["outcome"], []))
    assert page.count("Added since:") == 1


def test_nobody_is_told_of_a_week_without_additions(ben: Actor, past: Session) -> None:
    with time_machine.travel(now() + timedelta(days=8)):
        tell_what_was_added()

    assert told(ben, "live.session_grew") == []
    assert Activity.objects.filter(kind="live.session_grew").count() == 0
    assert own(past).grown_at is not None


def test_takeaway_belongs_to_a_prompt_and_becomes_the_next_focus(
    ada: Actor, ben: Actor, past: Session, as_: Browser
) -> None:
    series = begin_series(
        actor=ada, session=past, rhythm=Rhythm(title="River chat", weeks=1, hosts=[ada])
    )
    own_page = f"{past.get_absolute_url()}takeaways/"
    prompt = past.prompts.get()
    as_(ben).post(own_page, {"text": "Willows hold the bank", "prompt": str(prompt.id)})
    takeaway = Takeaway.objects.get()
    page = as_(ada).get(own_page).content.decode()
    answer = as_(ada).post(f"{own_page}{takeaway.message_id}/", {"act": "next"})

    assert (takeaway.prompt, page.count("on Q1")) == (prompt, 1)
    assert answer["Location"] == f"{series.get_absolute_url()}#days"
    assert [one.focus for one in series.exceptions.all()] == ["Willows hold the bank"]
    assert as_(ben).post(f"{own_page}{takeaway.message_id}/", {"act": "next"}).status_code == 403


def test_replay_leads_to_the_moments_of_the_recording(
    ada: Actor, ben: Actor, past: Session, as_: Browser
) -> None:
    start = past.topic.published_at.replace(microsecond=0)
    Session.objects.update(
        began_at=start,
        closed_at=start + timedelta(hours=2),
        recording_url="https://videos.example/river",
        recording_lead=30,
    )
    Message.objects.filter(kind="prompt").update(published_at=start + timedelta(minutes=5))
    factories.reply(ben, past.topic, text="Zqafter")
    Message.objects.filter(text="Zqafter").update(published_at=start + timedelta(hours=3))
    page = as_(None).get(f"{past.get_absolute_url()}replay/").content.decode()
    beyond = as_(None).get(f"{past.get_absolute_url()}replay/?after=99999999999")

    assert page.count("https://videos.example/river?t=330#t=330") == 1
    assert (page.count(">5:00<"), page.count("Zqafter")) == (1, 0)
    assert beyond.content.decode().count("Nothing was written") == 1
