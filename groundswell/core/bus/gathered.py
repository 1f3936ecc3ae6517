"""Signals that say the same thing within a moment, sent once: a hall votes by the hundred."""

import atexit
import os
import threading
import time
from collections.abc import Callable
from typing import Final

Told = tuple[str, str]
"""A channel and an event."""
APART: Final = 0.03
"""Seconds in which they come together: nobody sees counts move more often."""
IDLE: Final = 1.0
"""Seconds without any, after which the thread ends and gives back what it holds."""


class Gathered:
    """Hands each signal to `deliver` once, from a thread of its own, a moment after the first of
    its like; what comes while it is handed over is of the next moment. `rest` is called in that
    thread when there was nothing to do for a while."""

    def __init__(
        self,
        name: str,
        deliver: Callable[[Told], None],
        *,
        rest: Callable[[], None],
        apart: float = APART,
    ) -> None:
        self.name, self.deliver, self.rest, self.apart = name, deliver, rest, apart
        self.lock = threading.Lock()
        self.waiting: dict[Told, None] = {}
        self.ready = threading.Event()
        self.thread: threading.Thread | None = None
        self.owner = 0
        atexit.register(self.flush)

    def put(self, signal: Told) -> None:
        with self.lock:
            self.waiting[signal] = None
            if self.owner != os.getpid():  # the first for a while; and a fork has no threads
                self.ready = threading.Event()
                self.thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self.thread.start()
                self.owner = os.getpid()
            self.ready.set()

    def flush(self) -> None:
        """Hands over what waits."""
        with self.lock:
            self.ready.clear()
            gathered, self.waiting = self.waiting, {}
        for signal in gathered:
            self.deliver(signal)

    def settle(self, timeout: float) -> None:
        """Waits until the thread has ended, but no longer than `timeout`."""
        if self.thread is not None:
            self.thread.join(timeout)

    def _run(self) -> None:
        while self._is_wanted():
            time.sleep(self.apart)
            self.flush()
        self.rest()

    def _is_wanted(self) -> bool:
        self.ready.wait(IDLE)
        with self.lock:
            if not self.waiting:
                self.owner = 0
            return bool(self.waiting)
