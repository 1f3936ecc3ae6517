"""The threads that make pages, of which one works while the others wait to take over.

Python runs one thread at a time, and every statement to SQLite lets go of that right and asks for
it again. Four threads that make pages at once therefore cost half as much again as one that makes
them one after the other, and each page comes later. But a page that waits, for a lock of the
database, for a slow reader, for a long search, must not keep the others waiting: after a moment its
thread loses the turn, and the next one goes on beside it.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import Final, Generic, TypeVar

from groundswell.core.queueing import when_waiting

PATIENCE: Final = 0.05
"""Seconds a page has the turn for itself. Most take a tenth of it."""

log: Final = logging.getLogger(__name__)
Job = TypeVar("Job")


@dataclass(slots=True, eq=False)
class Turn:
    """One job on its way."""

    began: float = field(default_factory=time.monotonic)
    lost: bool = False


class Turns(Generic[Job]):
    """So many threads, of which `together` have the turn at first."""

    def __init__(self, work: Callable[[Job], None], *, threads: int, together: int = 1) -> None:
        self.work = work
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.right = threading.Semaphore(min(together, threads))
        """To take the next job."""
        self.guard = threading.Lock()
        self.under_way: set[Turn] = set()
        self.threads = [
            threading.Thread(target=self._serve, name=f"page-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads: in the process that serves, not in the one it was forked from."""
        for thread in self.threads:
            thread.start()

    def put(self, job: Job) -> None:
        """Leave a job to whoever has the turn next."""
        self.jobs.put(job)

    @property
    def waiting(self) -> bool:
        """Whether a job lies there that nobody has taken."""
        return not self.jobs.empty()

    def hand_on(self) -> None:
        """Take the turn from those who have had it for too long. Called while jobs wait."""
        late = time.monotonic() - PATIENCE
        with self.guard:
            held_long = [turn for turn in self.under_way if turn.began < late]
        for turn in held_long:
            self._step_aside(turn)

    def _step_aside(self, turn: Turn) -> None:
        with self.guard:
            if not turn.lost:
                turn.lost = True
                self.right.release()

    def close(self) -> None:
        """Let the threads end once what is queued is done."""
        for _ in self.threads:
            self.jobs.put(None)

    def _serve(self) -> None:
        while True:
            self.right.acquire()
            while True:
                job = self.jobs.get()
                if job is None:
                    self.right.release()
                    return
                if not self._has_kept_the_turn(job):
                    break

    def _has_kept_the_turn(self, job: Job) -> bool:
        turn = Turn()
        with self.guard:
            self.under_way.add(turn)
        when_waiting(partial(self._step_aside, turn))
        try:
            self.work(job)
        except Exception:
            log.exception("A job failed.")
        finally:
            with self.guard:
                self.under_way.discard(turn)
                lost, turn.lost = turn.lost, True
        return not lost
