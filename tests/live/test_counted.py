"""Pages of sessions ask as often for three of everything as for one."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.live.actions import (
    Answered,
    Asks,
    Rhythm,
    Typed,
    add_takeaway,
    answer_poll,
    answer_question,
    begin_series,
    begin_session,
    close_poll,
    close_session,
    give_sign,
    open_poll,
    plan_prompts,
    prepare_poll,
    put_prompt,
    say_too,
    write_line,
)
from groundswell.live.models import Session
from groundswell.live.tasks import announce_next_sessions
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own

Browser = Callable[..., Client]


def lived(session: Session, ada: Actor, ben: Actor, *, many: int) -> Session:
    """So many prompts, lines, questions of each end, polls, signs and takeaways."""
    lines = "\n".join(f"Prompt {at}" for at in range(many))
    plan_prompts(actor=ada, session=session, typed=Typed(lines=lines))
    begin_session(actor=ada, session=own(session))
    mine = came(ben, session)
    Session.objects.filter(topic=session.topic_id).update(most_unanswered=10)
    for at in range(many):
        put_prompt(actor=ada, session=own(session), number=at + 1)
        said = {"actor": ben, "session": own(session), "participant": mine}
        write_line(**said, text=f"A{at + 1} https://example.org/{at}")
        asks(mine, session, f"Which road stays open, number {at}?")
        done = asks(mine, session, f"How high is the dyke, number {at}?")
        answered = Answered(how="writing", words="Four metres.")
        answer_question(actor=ada, question=again(done), answered=answered)
        poll = prepare_poll(
            actor=ada, session=own(session), asks=Asks(words="Is it?", kind="pulse")
        )
        poll.session = own(session)
        open_poll(actor=ada, poll=poll)
        yes = str(poll.options.first().id)
        answer_poll(actor=ben, poll=poll, participant=mine, answers=[yes])
        close_poll(actor=ada, poll=poll)
        with time_machine.travel(own(session).began_at + timedelta(seconds=30 * at)):
            give_sign(actor=ben, session=own(session), participant=mine, sign="clap")
        took = add_takeaway(actor=ben, session=own(session), text=f"Boots by door {at}")
        say_too(actor=ada, takeaway=took, words=f"The boots, {at}")
    close_session(actor=ada, session=own(session))
    return own(session)


def asked(browser: Client, *pages: str) -> list[int]:
    """How often each page asks, after it was shown once."""
    counts = []
    for page in pages:
        browser.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page).status_code == 200
        counts.append(len(seen))
    return counts


def test_recap_replay_and_takeaways_ask_the_same_for_one_and_three(
    ada: Actor, ben: Actor, meadow: Space, as_: Browser
) -> None:
    one, three = (lived(factories.session(ada, meadow), ada, ben, many=many) for many in (1, 3))
    parts = ("", "replay/", "takeaways/", "recap.html", "recap.json", "embed/")
    counts = [
        asked(as_(None), *(f"{it.get_absolute_url()}{part}" for part in parts))
        for it in (one, three)
    ]

    assert dict(zip(parts, counts[1], strict=True)) == dict(zip(parts, counts[0], strict=True))


def test_series_and_its_calendar_ask_the_same_for_two_and_four(
    ada: Actor, ben: Actor, meadow: Space, as_: Browser
) -> None:
    """From two on, it is asked who came for the first time."""
    pages = []
    for many in (2, 4):
        session = factories.session(ada, meadow)
        rhythm = Rhythm(title="River", weeks=1, hosts=[ada, ben][: many // 2])
        series = begin_series(actor=ada, session=own(session), rhythm=rhythm)
        for _week in range(many):
            session = series.sessions.order_by("-starts_at").first()
            with time_machine.travel(session.starts_at + timedelta(minutes=1)):
                begin_session(actor=ada, session=own(session))
                asks(came(ben, session), session, "Which road stays open?")
                close_session(actor=ada, session=own(session))
                announce_next_sessions()
        own_page = series.get_absolute_url()
        pages.append([own_page, f"{own_page}calendar.ics"])

    assert asked(as_(None), *pages[1]) == asked(as_(None), *pages[0])
