"""Somebody is asked to leave: at once, for every way in, and is let back in."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.core.bus import subscribe
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import (
    ask_to_leave,
    begin_session,
    delay_chat,
    enter_as_guest,
    hold_line,
    let_back_in,
    write_line,
)
from groundswell.live.models import HeldLine, Participant, Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

Browser = Callable[..., Client]
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


def test_who_is_asked_to_leave_does_nothing_more_and_hears_nothing(
    ada: Actor, evening: Session, tmp_path, settings, django_capture_on_commit_callbacks
) -> None:
    settings.DATA_DIR, settings.BUS = tmp_path, "local"
    asked = asks(came(ada, evening), evening, ROAD)
    renee = enter_as_guest(actor=None, session=evening, name="Renee", device="d" * 64)
    delay_chat(actor=ada, session=evening, seconds=5)
    hold_line(actor=renee.actor, session=own(evening), participant=renee, text="Buy it")
    with subscribe() as ear:
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_leave(actor=ada, session=evening, participant=renee)
        told = [(signal.channel, signal.event) for signal in ear.receive(3)]

    assert told[0] == (f"revoke-{renee.actor_id}", evening.channel)
    assert HeldLine.objects.count() == 0
    gone = Participant.objects.select_related("actor").get(id=renee.id)
    for act in (
        lambda: asks(gone, evening, ROAD),
        lambda: votes(gone, asked),
        lambda: write_line(actor=gone.actor, session=own(evening), participant=gone, text="Buy"),
        lambda: enter_as_guest(actor=None, session=evening, device="d" * 64),
    ):
        with pytest.raises(Refused, match="asked to leave"):
            act()
    back = let_back_in(actor=ada, session=evening, participant=gone)
    assert votes(back, asked).vote_count == 1


def test_desk_and_menu_ask_to_leave_by_what_was_said(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    host, desk = as_(ada), evening.desk_url
    renee, sam, mine = guest(evening), guest(evening, "Sam"), came(ben, evening)
    question = asks(renee, evening, ROAD, voice="hidden")
    line = write_line(actor=sam.actor, session=own(evening), participant=sam, text="Buy it now")
    host.post(
        f"/t/{evening.topic_id}/questions/{question.id}/move/",
        {"act": "dismiss", "reason": "unkind", "leave": "1"},
    )
    menus = [
        one.get(f"/m/{line.id}/acts/").content.decode().count(f"{desk}people/")
        for one in (host, as_(ben))
    ]
    refused = as_(ben).post(f"{desk}people/", {"message": str(line.id)})
    sent = host.post(f"{desk}people/", {"message": str(line.id)})
    listed = host.get(desk).content.decode()
    host.post(f"{desk}people/", {"back": str(sam.id)})

    out = Participant.objects.filter(removed_at__isnull=False)
    assert (again(question).state, list(out)) == ("dismissed", [renee])
    assert (refused.status_code, sent.status_code, mine.removed_at) == (403, 303, None)
    assert listed.count("2 people were asked to leave") == 1
    assert host.post(f"{desk}people/", {"message": "7"}).status_code == 404
    assert menus == [1, 0]


def test_who_leads_cannot_be_asked_to_leave(ada: Actor, ben: Actor, evening: Session) -> None:
    with pytest.raises(Conflict, match="leads the session"):
        ask_to_leave(actor=ada, session=evening, participant=came(ada, evening))
    with pytest.raises(Refused):
        ask_to_leave(actor=ben, session=evening, participant=came(ben, evening))
