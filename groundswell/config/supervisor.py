"""`groundswell run`: set up what is missing, then keep the server processes and the worker alive.

One parent opens the port, prepares Django once and forks: the server processes share the port and
the parent's memory. A child that dies is started again, each time after a longer pause; when the
parent ends, however it ends, the children end too.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, Never

GRACE: Final = 10.0  # seconds a child has to finish what it is doing
SETTLED: Final = 30.0  # seconds after which a child counts as healthy
LONGEST_PAUSE: Final = 10.0
MOST_FAILURES: Final = 8  # in a row, none of them settled
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)


def say(text: str) -> None:
    """A line for the person who started us."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Child:
    """A process to keep alive."""

    name: str
    work: Callable[[], object]
    pid: int = 0
    started_at: float = 0.0
    failures: int = 0
    due_at: float = field(default=0.0)


class Supervisor:
    """Forks the children, restarts those that die, ends with all of them."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False
        self.failed = False
        self.lifeline, self.life = os.pipe()
        self.woken, self.waker = os.pipe()
        os.set_blocking(self.waker, False)
        os.set_blocking(self.woken, False)

    def run(self) -> int:
        """Until SIGTERM, SIGINT or a child that cannot be kept alive; the exit code."""
        for number in _SIGNALS:
            signal.signal(number, self._signalled)
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)
        gc.collect()
        gc.freeze()  # what is there now stays shared between parent and children
        gc.enable()
        while not self.stopping:
            self._start_due()
            self._sleep(1.0)
            self._reap()
        self._end()
        return 1 if self.failed else 0

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stopping = True

    def _sleep(self, seconds: float) -> None:
        paused = [child.due_at for child in self.children if not child.pid]
        if paused:
            seconds = min(seconds, max(0.0, min(paused) - time.monotonic()))
        select.select([self.woken], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self.woken, 1024)

    def _start_due(self) -> None:
        for child in self.children:
            if not child.pid and time.monotonic() >= child.due_at:
                child.started_at = time.monotonic()
                child.pid = self._fork(child.work)

    def _fork(self, work: Callable[[], object]) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            os.close(self.life)
            in_child(work, lifeline=self.lifeline)
        return pid

    def _reap(self) -> None:
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._ended(child, os.waitstatus_to_exitcode(status))

    def _ended(self, child: Child, code: int) -> None:
        child.pid = 0
        if self.stopping:
            return
        lived = time.monotonic() - child.started_at
        child.failures = 1 if lived > SETTLED else child.failures + 1
        if child.failures >= MOST_FAILURES:
            say(f"The {child.name} ended {MOST_FAILURES} times (last with {code}). Giving up.")
            self.stopping = self.failed = True
            return
        pause = min(0.1 * 2 ** (child.failures - 1), LONGEST_PAUSE)
        say(f"The {child.name} ended with {code}. Starting it again in {pause:.1f} s.")
        child.due_at = time.monotonic() + pause

    def _end(self) -> None:
        self._signal_all(signal.SIGTERM)
        until = time.monotonic() + GRACE
        while any(child.pid for child in self.children) and time.monotonic() < until:
            self._sleep(0.1)
            self._reap()
        self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, number)


def in_child(work: Callable[[], object], *, lifeline: int | None = None) -> Never:
    """Do the work in this fresh process and leave without the parent's farewells."""
    code = 1
    try:
        if lifeline is not None:
            threading.Thread(target=_outlive_nobody, args=(lifeline,), daemon=True).start()
        work()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - this is the end of a process
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _outlive_nobody(lifeline: int) -> None:
    """The parent holds the other end and never writes: it closes when the parent is gone."""
    while os.read(lifeline, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def listen(host: str, port: int) -> socket.socket:
    """The one port of the site."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
