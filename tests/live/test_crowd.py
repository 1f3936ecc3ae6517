"""A hall that votes at the same instant: counted in one go, and each answered as if alone."""

import asyncio
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.config.serve_crowd import answer_together
from groundswell.config.serve_outbox import Outbox, Start
from groundswell.core.clock import now
from groundswell.core.signing import GUEST, sign
from groundswell.live.actions import (
    Asks,
    ask_to_leave,
    begin_session,
    close_poll,
    merge_questions,
    open_poll,
    pause_room,
    prepare_poll,
)
from groundswell.live.keys import key_in
from groundswell.live.models import (
    Participant,
    Poll,
    PollOption,
    PollVote,
    Question,
    QuestionVote,
    Session,
)
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
    return sent(f"{question.session_id}/questions/{question.id}/vote", {"vote": vote}, cookies)


def choice(poll: Poll, *options: PollOption, **cookies: str) -> dict[str, Any]:
    """The same of who answers a poll."""
    form = {"answer": [str(option.id) for option in options]}
    return sent(f"{poll.session_id}/room/polls/{poll.id}", form, cookies, **{"hx-request": "true"})


def sent(
    place: str, form: dict[str, Any], cookies: dict[str, str], **headers: str
) -> dict[str, Any]:
    request = RequestFactory().post(
        f"/t/{place}/",
        {**form, "csrfmiddlewaretoken": CSRF},
        headers={"accept": "application/json", **headers},
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
    return [(start.status, said_by(start) if start.status == 200 else None) for start in starts]


def said_by(start: Start) -> Any:
    """Data as such, and a part of a page as its text."""
    kind = dict(start.headers)[b"content-type"]
    return json.loads(start.body) if kind == b"application/json" else start.body.decode()


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


def asked_of_all(ada: Actor, session: Session, **asks: Any) -> tuple[Poll, list[PollOption]]:
    """An open poll and its answers, in order."""
    asked = Asks(words="Which bank first?", options="North\nSouth\nMill", **asks)
    opened = open_poll(actor=ada, poll=prepare_poll(actor=ada, session=session, asks=asked))
    return opened, list(opened.options.all())


def ballots(poll: Poll) -> list[tuple[str, str]]:
    """Who said what."""
    votes = PollVote.objects.filter(poll=poll).order_by("participant", "place")
    return [(vote.participant.actor.name, vote.option.text) for vote in votes]


def test_answers_to_a_poll_are_counted_in_one_go_and_each_reads_their_own(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    asked, (north, south, mill) = asked_of_all(ada, evening)
    kim, lou = guest(evening, "Kim"), guest(evening, "Lou")
    came(ben, evening)
    at_once(choice(asked, mill, gs_guest=device(lou)))

    found = at_once(
        choice(asked, north, gs_guest=device(kim)),
        choice(asked, south, gs_guest=device(lou)),  # another answer than before
        choice(asked, mill, gs=as_(ben).cookies["gs"].value),
        choice(asked, south, gs_guest=device(kim)),  # changed at once: the last one holds
    )

    assert [status for status, _page in found] == [200] * 4
    ticked = [
        [option.text for option in (north, south, mill) if f'value="{option.id}" checked' in page]
        for _status, page in found
    ]
    assert ticked == [["South"], ["South"], ["Mill"], ["South"]]
    assert [page.count("3 people answered") for _status, page in found] == [1] * 4
    assert ballots(asked) == [("Kim", "South"), ("Lou", "South"), ("Ben", "Mill")]


def test_whose_answer_does_not_count_is_told_why_and_the_others_count(
    ada: Actor, evening: Session
) -> None:
    asked, (north, south, _mill) = asked_of_all(ada, evening)
    other, (elsewhere, *_others) = asked_of_all(ada, evening)
    kim, lou, max_ = (guest(evening, name) for name in ("Kim", "Lou", "Max"))
    ask_to_leave(actor=ada, session=evening, participant=max_)

    found = at_once(
        choice(asked, north, gs_guest=device(kim)),
        choice(asked, north, south, gs_guest=device(lou)),  # one is asked for
        choice(asked, elsewhere, gs_guest=device(lou)),
        choice(asked, north, gs_guest=device(max_)),
        choice(asked, north),  # a stranger
    )

    assert [status for status, _page in found][:4] == [200, 422, 422, 403]
    assert found[4][0] != 200
    assert (ballots(asked), ballots(other)) == ([("Kim", "North")], [])


def test_closed_poll_and_paused_room_take_no_answers_together(
    ada: Actor, evening: Session, time_machine: Any
) -> None:
    asked, (north, *_others) = asked_of_all(ada, evening)
    kim, lou = guest(evening, "Kim"), guest(evening, "Lou")
    both = [choice(asked, north, gs_guest=device(one)) for one in (kim, lou)]
    again_both = [
        dict(one, **{"wsgi.input": io.BytesIO(one["wsgi.input"].getvalue())}) for one in both
    ]
    pause_room(actor=ada, session=evening)
    assert [status for status, _page in at_once(*both)] == [422, 422]

    close_poll(actor=ada, poll=asked)
    time_machine.move_to(now() + timedelta(seconds=5))

    assert [status for status, _page in at_once(*again_both)] == [422, 422]
    assert ballots(asked) == []


def test_hall_that_answers_is_asked_about_at_once(ada: Actor, evening: Session) -> None:
    asked, options = asked_of_all(ada, evening)
    clicks = [
        choice(asked, options[number % 3], gs_guest=device(guest(evening, f"Guest {number}")))
        for number in range(20)
    ]
    at_once(clicks[0])

    with CaptureQueriesContext(connection) as few:
        at_once(*clicks[1:3])
    with CaptureQueriesContext(connection) as many:
        at_once(*clicks[3:])

    assert len(few) == len(many)
    assert PollVote.objects.count() == 20
