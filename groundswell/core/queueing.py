"""Short writes of which many come at the same instant: on SQLite they share a commit.

SQLite has one writer, each commit waits for the disk, and whoever finds it busy sleeps and tries
again, longer each time. So the threads of a process wait for one another here: the first writes
what lies there for all of them, each in the savepoint that an action is, and commits once. The
processes wait for one another by a lock of the system, which wakes the next one at once.
PostgreSQL does all of this by itself.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial, wraps
from pathlib import Path
from typing import IO, Any, Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation

MOST_TOGETHER: Final = 32
USUAL_PATIENCE: Final = 5
"""Seconds, where the connection says nothing."""
P = ParamSpec("P")
T = TypeVar("T")
_process = threading.Lock()
"""Held by the thread of this process that writes."""


class _Here(threading.local):
    """Of this thread: whether it has the right to write, and what it does before it waits."""

    writes = False
    step_aside: Callable[[], object] = staticmethod(lambda: None)


_here = _Here()


def when_waiting(step_aside: Callable[[], object]) -> None:
    """What this thread does before it waits for others to write: let another one work meanwhile."""
    _here.step_aside = step_aside


@dataclass(slots=True, eq=False)
class _Write:
    """One write, in the surroundings of whoever asked for it."""

    work: Callable[[], Any]
    around: Context = field(default_factory=copy_context)
    # Known to one thread alone, whatever its context.
    language: str | None = field(default_factory=translation.get_language)
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)
    ready: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    result: Any = None
    error: BaseException | None = None

    def do(self) -> None:
        """Does it; as an action it is all or nothing, whatever becomes of those beside it."""
        try:
            self.result = self.around.run(self._there)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
            self.error = error

    def _there(self) -> Any:
        with translation.override(self.language), timezone.override(self.zone):
            return self.work()

    def answer(self) -> Any:
        """What it gave, or what it raised."""
        if self.error is not None:
            raise self.error
        return self.result


class _Company:
    """The writes of this process that wait."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.waiting: list[_Write] = []
        self.led = False

    def write(self, write: _Write) -> Any:
        """Writes it, with all that have come by then."""
        with self.guard:
            self.waiting.append(write)
            if not self.led:
                self.led = write.leads = True
        if not write.leads:
            write.ready.wait()
        if write.leads:
            self._lead()
        return write.answer()

    def _lead(self) -> None:
        group: list[_Write] = []
        try:
            with writing():
                with self.guard:
                    group, self.waiting = (
                        self.waiting[:MOST_TOGETHER],
                        self.waiting[MOST_TOGETHER:],
                    )
                _commit(group)
        except BaseException as error:  # noqa: BLE001 - they are told, each in its thread
            group = group or self._first()
            for each in group:
                each.error = each.error or error
        finally:
            self._hand_on(group)

    def _first(self) -> list[_Write]:
        """Who leads, and could not even begin."""
        with self.guard:
            return [self.waiting.pop(0)]

    def _hand_on(self, group: list[_Write]) -> None:
        with self.guard:
            if self.waiting:
                self.waiting[0].leads = True
                self.waiting[0].ready.set()
            else:
                self.led = False
        for each in group:
            each.ready.set()


def _commit(group: list[_Write]) -> None:
    if len(group) == 1:
        group[0].do()
        return
    with transaction.atomic():
        for each in group:
            each.do()


@contextmanager
def writing() -> Iterator[None]:
    """The right to write, for as long as a transaction lasts that this surrounds. On SQLite one
    waits here and is woken, where SQLite itself would look again every now and then; raises what
    SQLite would after as long a time. Inside a transaction, or again, it is nothing."""
    if connection.vendor != "sqlite" or connection.in_atomic_block or _here.writes:
        yield
        return
    _wait()
    try:
        _here.writes = True
        with _alone_among_processes():
            yield
    finally:
        _here.writes = False
        _process.release()


def _wait() -> None:
    if _process.acquire(blocking=False):
        return
    _here.step_aside()
    options = connection.settings_dict.get("OPTIONS") or {}
    if not _process.acquire(timeout=float(options.get("timeout", USUAL_PATIENCE))):
        raise OperationalError("database is locked")


@contextmanager
def _alone_among_processes() -> Iterator[None]:
    lock = _beside.lock(str(connection.settings_dict["NAME"]))
    if lock is None:
        yield
        return
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


class _Beside:
    """The lock beside the database that this process writes: closed when it writes another one.
    Whoever asks has the right to write, so that nobody else holds what is closed."""

    def __init__(self) -> None:
        self.database = ""
        self.file: IO[bytes] | None = None

    def lock(self, database: str) -> IO[bytes] | None:
        """Beside the database's file; a database in memory has no other process."""
        if database != self.database:
            self.close()
            self.database = database
            if Path(database).is_file():
                self.file = open(f"{database}-writers", "ab")  # noqa: SIM115, PTH123 - stays open
        return self.file

    def close(self) -> None:
        """Lets the file go, for whoever takes the database away."""
        if self.file is not None:
            self.file.close()
        self.database, self.file = "", None


def let_go() -> None:
    """Closes the lock beside the database, when that is taken away."""
    with _process:
        _beside.close()


_beside = _Beside()
_company = _Company()


def in_turn(function: Callable[P, T]) -> Callable[P, T]:
    """Lets an action share a commit with those that come with it. Inside a transaction it is simply
    done: it may hold what the others are waiting for."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.vendor != "sqlite" or connection.in_atomic_block or _here.writes:
            return function(*args, **kwargs)
        _here.step_aside()
        written: T = _company.write(_Write(partial(function, *args, **kwargs)))
        return written

    return run
