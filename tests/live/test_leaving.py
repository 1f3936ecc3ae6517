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
from groundswell.live.models import HeldLine, Participant, Question, Session
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
    host.post(f"{desk}people/back/", {"person": str(sam.id)})

    out = Participant.objects.filter(removed_at__isnull=False)
    assert (again(question).state, list(out)) == ("dismissed", [renee])
    assert (refused.status_code, sent.status_code, mine.removed_at) == (403, 303, None)
    assert listed.count("2 people were asked to leave") == 1
    assert host.post(f"{desk}people/", {"message": "7"}).status_code == 404
    assert menus == [1, 0]


def test_who_is_asked_to_leave_reads_why(ada: Actor, evening: Session, as_: Browser) -> None:
    device, host, desk = as_(None), as_(ada), evening.desk_url
    device.post(f"/join/{evening.code}/", {"name": "Renee"})
    renee = Participant.objects.select_related("actor").get(guest=True)
    line = write_line(actor=renee.actor, session=own(evening), participant=renee, text="Buy now")
    asked = host.get(f"{desk}people/?message={line.id}").content.decode()
    sent = host.post(
        f"{desk}people/",
        {"message": str(line.id), "reason": "spam", "note": "Come back without your shop."},
    )
    shut = device.get(evening.room_url).content.decode()
    listed = host.get(desk).content.decode()
    host.post(f"{desk}people/", {"person": str(renee.id), "reason": "unkind", "note": "Stop."})
    differently = device.get(evening.room_url).content.decode()
    wrong = host.post(f"{desk}people/", {"person": str(renee.id), "reason": "because"})
    host.post(f"{desk}people/back/", {"person": str(renee.id)})
    back = Participant.objects.get(id=renee.id)

    assert asked.count('<h1 dir="auto">Ask Renee to leave?</h1>') == 1
    assert (sent.status_code, wrong.status_code) == (303, 422)
    assert shut.count("Why: It is advertising, or a machine wrote it.") == 1
    assert shut.count("Come back without your shop.") == 1
    assert shut.count("No reason was written down.") == 0
    assert listed.count("Come back without your shop.") == 1
    assert differently.count("Why: It goes against the guidelines.") == 1
    assert differently.count("advertising") == 0
    assert (back.removed_at, back.removed_for, back.removed_note) == (None, "", "")


def test_whose_line_waits_leaves_at_once_and_is_told_why_afterwards(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    host, renee = as_(ada), guest(evening)
    delay_chat(actor=ada, session=evening, seconds=15)
    line = hold_line(actor=renee.actor, session=own(evening), participant=renee, text="Buy it")
    sent = host.post(f"{evening.desk_url}people/", {"line": str(line.id)})
    page = host.get(sent.url).content.decode()

    assert sent.url == f"{evening.desk_url}people/?person={renee.id}"
    assert page.count("Why Renee was asked to leave") == 2
    assert Participant.objects.get(id=renee.id).removed_at is not None
    assert as_(ben).get(sent.url).status_code == 403
    assert as_(None).get(sent.url).status_code == 303


def test_who_leads_cannot_be_asked_to_leave(ada: Actor, ben: Actor, evening: Session) -> None:
    with pytest.raises(Conflict, match="leads the session"):
        ask_to_leave(actor=ada, session=evening, participant=came(ada, evening))
    with pytest.raises(Refused):
        ask_to_leave(actor=ben, session=evening, participant=came(ben, evening))


def test_room_is_shut_and_says_why_to_who_was_asked_to_leave(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    device, host = as_(None), as_(ada)
    door, others = f"/join/{evening.code}/", asks(came(ben, evening), evening, ROAD)
    device.post(door, {"name": "Renee"})
    device.post(f"{evening.room_url}questions/", {"words": "Who pays you all for this?"})
    question = Question.objects.latest("id")
    host.post(
        f"/t/{evening.topic_id}/questions/{question.id}/move/",
        {"act": "dismiss", "reason": "unkind", "note": "Ask what you want to know.", "leave": "1"},
    )

    shut = [device.get(address) for address in (evening.room_url, door)]
    part = device.get(f"{evening.room_url}?part=mine", headers={"HX-Request": "true"})
    acts = [
        device.post(address, values)
        for address, values in (
            (f"{evening.room_url}questions/", {"words": "Let me in, please."}),
            (f"/t/{evening.topic_id}/questions/{others.id}/vote/", {"vote": "on"}),
            (door, {"name": "Somebody else"}),
        )
    ]

    assert [page.status_code for page in (*shut, part, *acts)] == [403] * 6
    for page in shut:
        words = page.content.decode()
        assert words.count("<h1>You were asked to leave this session</h1>") == 1
        assert words.count("Set aside: It goes against the guidelines") == 1
        assert words.count("Ask what you want to know.") == 1
        assert (words.count("<gs-room"), words.count(ROAD), words.count("/questions/")) == (0, 0, 0)
    assert Participant.objects.filter(session=evening).count() == 2
    assert acts[0].content.decode().count("You were asked to leave this session.") == 1


def test_room_opens_again_where_the_device_was_let_back_in(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    member, stranger = as_(ben), as_(None)
    stranger.post(f"/join/{evening.code}/", {"name": "Renee"})
    mine = came(ben, evening)
    people = [mine, Participant.objects.get(guest=True)]
    for one in people:
        ask_to_leave(actor=ada, session=evening, participant=one)
    shut = [device.get(evening.room_url) for device in (member, stranger)]
    for one in people:
        let_back_in(actor=ada, session=evening, participant=one)
    let_in = [device.get(evening.room_url) for device in (member, stranger)]

    assert [page.status_code for page in (*shut, *let_in)] == [403, 403, 200, 200]
    assert shut[0].content.decode().count("No reason was written down.") == 1


def test_guest_of_a_private_session_is_led_to_no_page_that_is_closed_to_them(
    ada: Actor, burrow: Space, as_: Browser
) -> None:
    evening = factories.session(ada, burrow, guests=True, moderation="off")
    stranger = as_(None)
    stranger.post(f"/join/{evening.code}/", {"name": "Renee"})
    renee = Participant.objects.get(guest=True)
    ask_to_leave(actor=ada, session=evening, participant=renee)

    shut = stranger.get(evening.room_url)

    assert shut.status_code == 403
    assert shut.content.decode().count(f'href="{evening.get_absolute_url()}"') == 0
    assert as_(None).get(evening.room_url).status_code == 404
