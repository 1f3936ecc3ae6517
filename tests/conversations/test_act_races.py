"""Many people at once, each on a connection of their own: every count is exact."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.db import connections

from groundswell.actors.models import Actor
from groundswell.conversations.actions import ask_too, react
from groundswell.conversations.models import Message, MeToo, Reaction, Topic
from groundswell.conversations.selectors.acts import acts_on
from groundswell.conversations.selectors.window import Span
from groundswell.core.errors import DomainError
from tests import factories

CROWD = 20


@pytest.fixture
def database(request, tmp_path, django_db_setup, django_db_blocker):
    """A database as sites have it. SQLite's in memory locks tables among threads, files wait."""
    if connections["default"].vendor != "sqlite":
        request.getfixturevalue("transactional_db")
        yield
        return
    settings, kept = connections.settings["default"], connections["default"]
    name, path = settings["NAME"], str(tmp_path / "race.sqlite3")
    try:
        with django_db_blocker.unblock():
            kept.ensure_connection()
            with closing(sqlite3.connect(path)) as file:
                kept.connection.backup(file)
            del connections["default"]
            settings["NAME"] = path
            yield
            connections["default"].close()
    finally:
        settings["NAME"], connections["default"] = name, kept


@pytest.fixture
def crowd(database: None) -> tuple[list[Actor], Message]:
    ada = factories.person("ada")
    space = factories.space(ada, "meadow")
    topic = factories.topic(ada, space, kind="question")
    people = [factories.person() for _ in range(CROWD)]
    for person in people:
        factories.member(person, space)
    return people, topic.messages.select_related("topic__space__actor").get()


def at_once(works) -> list[bool]:
    """Starts all together; True for those that went through, False for those refused."""
    start = Barrier(len(works))

    def run(work) -> bool:
        start.wait(timeout=20)
        try:
            work()
        except DomainError:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def own(message: Message) -> Message:
    """A copy, as each request reads its own."""
    return Message.objects.select_related("topic__space__actor").get(id=message.id)


@pytest.mark.slow
def test_twenty_people_react_at_once_and_twenty_are_counted(
    crowd: tuple[list[Actor], Message],
) -> None:
    people, message = crowd

    done = at_once([lambda p=p: react(actor=p, message=own(message), sign="💡") for p in people])
    span = Span(message.topic_id, message.number, message.number)

    assert done == [True] * CROWD
    assert [(t.sign, t.count) for t in acts_on(span, None)[message.id].tallies] == [("💡", CROWD)]


@pytest.mark.slow
def test_twenty_clicks_of_one_person_count_once(crowd: tuple[list[Actor], Message]) -> None:
    people, message = crowd

    done = at_once(
        [lambda: react(actor=people[0], message=own(message), sign="💡") for _ in range(CROWD)]
    )

    assert sum(done) == 1
    assert Reaction.objects.count() == 1


@pytest.mark.slow
def test_twenty_people_ask_too_at_once(crowd: tuple[list[Actor], Message]) -> None:
    people, message = crowd

    done = at_once(
        [lambda p=p: ask_too(actor=p, topic=Topic.objects.get(id=message.topic_id)) for p in people]
    )

    assert done == [True] * CROWD
    assert MeToo.objects.count() == CROWD
