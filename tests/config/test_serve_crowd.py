"""Requests for the same that come while others are answered: done in one go, each answered once."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from django.db import DatabaseError

from groundswell.config.serve_bridge import Pages
from groundswell.config.serve_crowd import MOST_TOGETHER
from groundswell.core import together
from groundswell.core.together import MARK, Together, gather_at
from tests.config.test_serve import ask

groups: list[list[str]] = []
may_go_on = threading.Event()


def count(names: Sequence[str]) -> list[dict[str, Any] | None]:
    may_go_on.wait(5)
    groups.append(list(names))
    if "broken" in names:
        raise DatabaseError("broken")
    if "fewer" in names:
        return []
    return [None if name == "alone" else {"name": name} for name in names]


def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    name = environ["wsgi.input"].read().decode()
    if name == "fails":
        raise ValueError("fails")
    words = f"{name} by itself".encode()
    start_response("200 OK", [("Content-Length", str(len(words)))])
    return Together(count, name) if environ[MARK] and name != "plain" else [words]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Pages, int]]:
    monkeypatch.setattr(together, "_places", [])
    groups.clear()
    may_go_on.set()
    gather_at("/crowd/")
    found = Pages(site, threads=2)
    found.start()
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    config = uvicorn.Config(
        found, interface="asgi3", loop="uvloop", http="httptools", lifespan="off",
        log_level="error", timeout_graceful_shutdown=1, proxy_headers=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield found, listening.getsockname()[1]
    server.should_exit = True
    found.close()
    thread.join(5)
    listening.close()


@pytest.fixture
def send(pages: tuple[Pages, int]) -> Iterator[Callable[[list[str]], list[tuple[int, str]]]]:
    """Sends the first, and the others while it is under way; what each is answered."""
    crowd, port = pages[0].crowd, pages[1]

    def one(name: str) -> tuple[int, str]:
        response: Any = ask(port, "POST", "/crowd/", body=name)
        return response.status, response.text

    def all_of(names: list[str]) -> list[tuple[int, str]]:
        may_go_on.clear()
        first = pool.submit(one, names[0])
        wait_for(lambda: crowd.under_way)
        others = [pool.submit(one, name) for name in names[1:]]
        wait_for(lambda: len(crowd.waiting) == len(others))
        may_go_on.set()
        return [each.result(10) for each in (first, *others)]

    with ThreadPoolExecutor(100) as pool:
        yield all_of


def wait_for(done: Callable[[], bool]) -> None:
    late = time.monotonic() + 5
    while not done():
        assert time.monotonic() < late
        time.sleep(0.005)


def said(name: str) -> tuple[int, str]:
    return 200, json.dumps({"name": name})


def test_those_who_come_meanwhile_are_answered_in_one_go(send: Callable) -> None:
    names = [f"Guest {number}" for number in range(MOST_TOGETHER + 5)]

    assert send(names) == [said(name) for name in names]
    assert [len(group) for group in groups] == [1, MOST_TOGETHER, 4]
    assert sorted(name for group in groups for name in group) == sorted(names)


def test_whoever_must_be_asked_alone_or_is_answered_at_once_keeps_nobody(send: Callable) -> None:
    found = send(["Ada", "alone", "Ben", "plain", "fails", "Kim"])

    assert [status for status, _words in found] == [200, 200, 200, 200, 500, 200]
    assert [found[place] for place in (0, 2, 5)] == [said("Ada"), said("Ben"), said("Kim")]
    assert (found[1][1], found[3][1]) == ("alone by itself", "plain by itself")


def test_work_that_answers_too_few_leaves_nobody_waiting(send: Callable) -> None:
    found = send(["Ada", "fewer", "Ben"])

    assert found == [said("Ada"), (200, "fewer by itself"), (200, "Ben by itself")]


def test_when_all_at_once_is_refused_each_is_asked_alone(send: Callable) -> None:
    found = send(["Ada", "broken", "Ben"])

    assert found == [said("Ada"), (200, "broken by itself"), (200, "Ben by itself")]
