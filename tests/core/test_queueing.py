"""Writes that come at the same instant share a commit, and nothing else."""

import fcntl
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import translation

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag
from groundswell.core import queueing
from groundswell.core.errors import Conflict
from groundswell.core.queueing import in_turn, writing
from tests.racing import several_connections, together

pytestmark = pytest.mark.django_db(transaction=True)
PATIENTLY = 30.0
HELD = threading.Event()


@pytest.fixture(autouse=True)
def on_sqlite(tmp_path: Path) -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets writes share a commit by itself.")
    with several_connections(tmp_path):
        yield


@in_turn
@unlogged(because="a test looks at who does it")
def note(*, actor: Actor, name: str, fails: bool = False) -> tuple[str, int]:
    """Writes a tag; says in which language and in which thread."""
    del actor
    Hashtag.objects.create(key=name, name=name)
    if fails:
        raise Conflict(f"{name} is not possible.")
    return f"{name}, {translation.get_language()}", threading.get_ident()


def another_process_writes(until_waiting: int) -> None:
    """Keeps this process waiting until so many writes lie there."""
    with Path(f"{connection.settings_dict['NAME']}-writers").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        HELD.set()
        until = time.monotonic() + PATIENTLY
        while len(queueing._company.waiting) < until_waiting and time.monotonic() < until:
            time.sleep(0.001)


def in_language(code: str, work: partial[tuple[str, int]]) -> tuple[str, int]:
    with translation.override(code):
        return work()


def kept() -> list[str]:
    return sorted(Hashtag.objects.values_list("key", flat=True))


def test_what_waits_is_written_by_one_in_the_surroundings_of_each(ben: Actor) -> None:
    HELD.clear()

    def call(number: int) -> tuple[str, int]:
        assert HELD.wait(PATIENTLY)
        work = partial(note, actor=ben, name=f"n{number}")
        return in_language("de" if number % 2 else "en", work)

    calls = [partial(call, number) for number in range(9)]
    said = together([partial(another_process_writes, 9), *calls])[1:]

    assert [words for words, _thread in said] == [
        f"n{number}, {'de' if number % 2 else 'en'}" for number in range(9)
    ]
    assert len({thread for _words, thread in said}) == 1
    assert kept() == [f"n{number}" for number in range(9)]


def test_one_that_fails_takes_only_itself_back(ben: Actor) -> None:
    works = [partial(note, actor=ben, name=f"n{n}", fails=n % 3 == 0) for n in range(12)]

    said = together(works)

    failed = [str(each) for each in said if isinstance(each, Conflict)]
    assert failed == [f"n{number} is not possible." for number in (0, 3, 6, 9)]
    assert kept() == sorted(f"n{number}" for number in range(12) if number % 3)


def test_commit_that_fails_is_told_to_everybody_in_it(
    ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_group: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(queueing, "_commit", full)
    said = together([partial(note, actor=ben, name=f"n{number}") for number in range(5)])
    monkeypatch.undo()

    assert [str(each) for each in said] == ["The disk is full."] * 5
    assert note(actor=ben, name="after")[0] == "after, en"
    assert kept() == ["after"]


def test_who_waits_lets_another_work_first(ben: Actor) -> None:
    aside: list[str] = []
    queueing.when_waiting(lambda: aside.append("aside"))
    try:
        note(actor=ben, name="one")
    finally:
        queueing.when_waiting(lambda: None)

    assert aside == ["aside"]


def test_who_waits_for_too_long_is_told_as_by_the_database(
    ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with writing():
            held.set()
            go_on.wait(PATIENTLY)

    def wait() -> str:
        assert held.wait(PATIENTLY)
        with pytest.raises(OperationalError) as refused, writing():
            pass
        go_on.set()
        return str(refused.value)

    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)

    assert together([hold, wait])[1] == "database is locked"
    assert note(actor=ben, name="after")[0] == "after, en"


def test_right_to_write_that_one_has_is_not_waited_for(ben: Actor) -> None:
    with writing(), writing():
        words, _thread = note(actor=ben, name="inside")

    assert (words, kept()) == ("inside, en", ["inside"])


def test_lock_is_open_only_as_long_as_its_database_is_written(ben: Actor, tmp_path: Path) -> None:
    note(actor=ben, name="first")
    kept_open = queueing._beside.file
    queueing.let_go()
    note(actor=ben, name="second")
    again = queueing._beside.file
    (tmp_path / "other").touch()
    queueing._beside.lock(str(tmp_path / "other"))

    assert [file is not None and file.closed for file in (kept_open, again)] == [True, True]
    assert kept() == ["first", "second"]
