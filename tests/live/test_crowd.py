"""A hall that votes at the same instant: counted in one go, and each answered as if alone."""

import asyncio
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.config.serve_crowd import answer_together
from groundswell.config.serve_outbox import Outbox
from groundswell.core.signing import GUEST, sign
from groundswell.live.actions import (
    ask_to_leave,
    begin_session,
    merge_questions,
    pause_room,
)
from groundswell.live.keys import key_in
from groundswell.live.models import Participant, Question, QuestionVote, Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

CSRF = "a" * 32
Browser = Callable[..., Client]
Answer = tuple[int, Any]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The transaction of the test is not over when a request is, as Django's own client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


def click(question: Question, *, vote: str = "on", **cookies: str) -> dict[str, Any]:
    """What a browser with these cookies sends when its reader presses the button."""
    request = RequestFactory().post(
        f"/t/{question.session_id}/questions/{question.id}/vote/",
        {"vote": vote, "csrfmiddlewaretoken": CSRF},
        headers={"Accept": "application/json"},
    )
    kept = {"gs-csrf": CSRF, **{name.replace("_", "-"): value for name, value in cookies.items()}}
    request.environ["wsgi.input"] = io.BytesIO(request.environ["wsgi.input"].read())
    request.environ["HTTP_COOKIE"] = "; ".join(f"{name}={kept[name]}" for name in kept)
    return request.environ


def device(who: Participant) -> str:
    """What the device of a guest keeps."""
    return sign(GUEST, {str(who.session_id): who.id})


def at_once(*clicks: dict[str, Any]) -> list[Answer]:
    """What the server answers to each, where it gathered them: status and words."""
    loop = asyncio.new_event_loop()
    jobs = [(environ, Outbox(loop)) for environ in clicks]
    wsgi = get_wsgi_application()
    answer_together(wsgi, jobs, lambda job: job[1].fill(wsgi, job[0]))
    starts = [loop.run_until_complete(asyncio.wait_for(box.start, 5)) for _environ, box in jobs]
    loop.close()
    lengths = [int(dict(start.headers)[b"content-length"]) for start in starts]
    assert lengths == [len(start.body) for start in starts]
    return [
        (start.status, json.loads(start.body) if start.status == 200 else None) for start in starts
    ]


def counted(question: Question, count: int) -> Answer:
    return 200, {"question": str(question.id), "count": count, "voted": True}


def test_guests_and_members_count_once_each_in_one_go(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    one, two = (asks(came(ada, evening), evening, f"How high is dyke {name}?") for name in "AB")
    came(ben, evening)
    kim, lou = guest(evening, "Kim"), guest(evening, "Lou")
    votes(lou, two)
    signed_in = as_(ben).cookies["gs"].value

    found = at_once(
        click(one, gs_guest=device(kim)),
        click(one, gs_guest=device(kim)),
        click(two, gs_guest=device(lou)),
        click(one, gs=signed_in),
        click(two, gs_guest=device(kim)),
    )

    assert found == [counted(one, 2), counted(one, 2), counted(two, 2), counted(one, 2),
                     counted(two, 2)]  # fmt: skip
    assert (again(one).vote_count, again(two).vote_count) == (2, 2)
    assert QuestionVote.objects.count() == 4


def test_hall_is_asked_about_at_once_and_not_guest_by_guest(ada: Actor, evening: Session) -> None:
    asked = asks(came(ada, evening), evening, "How high is the dyke?")
    clicks = [click(asked, gs_guest=device(guest(evening, f"Guest {n}"))) for n in range(20)]
    at_once(clicks[0])

    with CaptureQueriesContext(connection) as few:
        at_once(*clicks[1:3])
    with CaptureQueriesContext(connection) as many:
        at_once(*clicks[3:])

    assert len(few) == len(many)
    assert again(asked).vote_count == 20


def test_whoever_cannot_be_counted_so_is_told_what_they_would_be_alone(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    host = came(ada, evening)
    one, two, gone = (asks(host, evening, f"How high is dyke {name}?") for name in "ABC")
    kim, lou, max_ = (guest(evening, name) for name in ("Kim", "Lou", "Max"))
    merge_questions(actor=ada, source=again(gone), into=again(one))
    ask_to_leave(actor=ada, session=evening, participant=max_)
    nothing = Question(id=one.id + 1, session_id=evening.topic_id)

    found = at_once(
        click(one, gs_guest=device(kim)),
        click(one, gs=as_(ada).cookies["gs"].value),  # her own
        click(one, gs=as_(ben).cookies["gs"].value),  # comes in with it
        click(one, gs_guest=device(max_)),  # was asked to leave
        click(one),  # a stranger
        click(one, gs_guest="made-up"),
        click(gone, gs_guest=device(lou)),  # goes to what it was merged into
        click(nothing, gs_guest=device(lou)),
        click(two, vote="off", gs_guest=device(lou)),  # gave none
    )

    assert [status for status, _words in found] == [200, 403, 200, 403, 303, 303, 200, 404, 200]
    assert [words for status, words in found if status == 200] == [
        {"question": str(one.id), "count": 1, "voted": True},
        {"question": str(one.id), "count": 2, "voted": True},
        {"question": str(one.id), "count": 3, "voted": True},
        {"question": str(two.id), "count": 0, "voted": False},
    ]
    assert (again(one).vote_count, again(two).vote_count) == (3, 0)


def test_nobody_wants_what_their_own_device_asked_without_a_name(
    ada: Actor, evening: Session
) -> None:
    Session.objects.update(naming=Session.Naming.UNKNOWN)
    kim, kept = guest(evening, "Kim"), "k" * 32
    key = key_in(kept, evening.topic_id)
    asked = asks(kim, evening, "How high is the dyke?", voice=Question.Voice.UNKNOWN, key=key)

    found = at_once(
        click(asked, gs_guest=device(kim), gs_asks=kept),
        click(asked, gs_guest=device(guest(evening, "Lou")), gs_asks="l" * 32),
    )

    assert (found[0][0], found[1]) == (403, counted(asked, 1))


def test_votes_wait_while_the_room_is_paused(ada: Actor, evening: Session) -> None:
    asked = asks(came(ada, evening), evening, "How high is the dyke?")
    kim = guest(evening, "Kim")
    pause_room(actor=ada, session=evening)

    found = at_once(click(asked, gs_guest=device(kim)), click(asked, gs_guest=device(kim)))

    assert [status for status, _words in found] == [409, 409]
    assert again(asked).vote_count == 0


def test_what_somebody_did_last_holds(ada: Actor, evening: Session) -> None:
    one, two = (asks(came(ada, evening), evening, f"How high is dyke {name}?") for name in "AB")
    kim, lou = device(guest(evening, "Kim")), device(guest(evening, "Lou"))

    found = at_once(
        click(one, gs_guest=kim),
        click(one, vote="off", gs_guest=kim),
        click(two, vote="off", gs_guest=lou),
        click(two, gs_guest=lou),
    )

    assert [(status, words["voted"]) for status, words in found] == [
        (200, True), (200, False), (200, False), (200, True)
    ]  # fmt: skip
    assert (again(one).vote_count, again(two).vote_count) == (0, 1)


def test_whoever_is_asked_again_alone_is_counted_once(
    ada: Actor, evening: Session, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    here, gone = (asks(came(ada, evening), evening, f"How high is dyke {name}?") for name in "AB")
    merge_questions(actor=ada, source=again(gone), into=again(here))
    kim = device(guest(evening, "Kim"))

    found = at_once(*(click(gone, gs_guest=kim) for _ in range(10)))
    late = at_once(click(gone, gs_guest=kim))

    assert [status for status, _words in (*found, *late)] == [*[200] * 10, 429]


def test_form_that_another_site_sends_counts_nothing(ada: Actor, evening: Session) -> None:
    asked = asks(came(ada, evening), evening, "How high is the dyke?")
    kim = guest(evening, "Kim")
    forged = click(asked, gs_guest=device(kim))
    forged["HTTP_COOKIE"] = f"gs-guest={device(kim)}"

    assert [status for status, _words in at_once(forged)] == [403]
    assert again(asked).vote_count == 0
