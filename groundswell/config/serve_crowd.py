"""Requests that come by the hundred for the same: while some are answered, the others gather."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from django.db import DatabaseError

from groundswell.config.serve_outbox import Outbox
from groundswell.core.together import MARK, Answer, Together

MOST_TOGETHER: Final = 32
"""What is answered in one go: few enough that it takes no longer than the turn of a thread."""

log: Final = logging.getLogger(__name__)
Job = tuple[dict[str, Any], Outbox]
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Crowd:
    """Those who wait, of whom one group at a time is on its way. Used by the loop alone."""

    def __init__(self, put: Callable[[list[Job]], None]) -> None:
        self.put = put
        self.waiting: list[Job] = []
        self.under_way = False

    def add(self, job: Job) -> None:
        """At once where nobody is on the way; else with all who come until they are answered."""
        self.waiting.append(job)
        if not self.under_way:
            self._admit()

    def done(self) -> None:
        """The group is answered: the next one."""
        self.under_way = False
        if self.waiting:
            self._admit()

    def _admit(self) -> None:
        group, self.waiting = self.waiting[:MOST_TOGETHER], self.waiting[MOST_TOGETHER:]
        self.under_way = True
        self.put(group)


def answer_together(wsgi: WsgiApp, group: list[Job], alone: Callable[[Job], None]) -> None:
    """Answers them all: what views want done together in one go, anything else by itself. Whoever
    must be asked for again is left to `alone`, in turn with all others: no one of them keeps a
    hall waiting."""
    wanted: dict[Any, list[tuple[Job, Together]]] = {}
    for job in group:
        environ, outbox = job
        environ[MARK] = True
        with _answering(job):
            body = wsgi(environ, outbox.start_response)
            if isinstance(body, Together):
                wanted.setdefault(body.work, []).append((job, body))
            else:
                outbox.give(body, environ)
    for work, asked in wanted.items():
        _do(work, asked, alone)


def _do(
    work: Callable[..., Any], asked: list[tuple[Job, Together]], alone: Callable[[Job], None]
) -> None:
    answers: list[Answer | None] = [None] * len(asked)
    try:
        found = work([body.wanted for _job, body in asked])
        answers = [answer for answer, _one in zip(found, asked, strict=True)]
    except DatabaseError:
        # One of them, or the database for a moment: each alone meets what there is to meet.
        log.warning("%s requests are answered one by one.", len(asked), exc_info=True)
    except Exception:
        log.exception("%s requests that were done together failed.", len(asked))
    for (job, body), answer in zip(asked, answers, strict=True):
        with _answering(job), closing(body):
            if answer is None:
                job[0][MARK] = False
                job[0]["wsgi.input"].seek(0)
                alone(job)
            else:
                job[1].say(body.words_of(answer))


@contextmanager
def _answering(job: Job) -> Iterator[None]:
    """One that breaks is told so, and the others are answered."""
    environ, outbox = job
    try:
        yield
    except Exception:
        log.exception("%s %s failed.", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        outbox.fail()
