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


class Gathered:
    """Hands each signal to `deliver` once, from a thread of its own, a moment after the first of
    its like; what comes while it is handed over is of the next moment."""

    def __init__(self, name: str, deliver: Callable[[Told], None], apart: float = APART) -> None:
        self.name, self.deliver, self.apart = name, deliver, apart
        self.lock = threading.Lock()
        self.waiting: dict[Told, None] = {}
        self.ready = threading.Event()
        self.owner = 0

    def put(self, signal: Told) -> None:
        with self.lock:
            self.waiting[signal] = None
            if self.owner != os.getpid():  # the first of this process: a fork has no threads
                self.ready = threading.Event()
                threading.Thread(target=self._run, name=self.name, daemon=True).start()
                atexit.register(self.flush)
                self.owner = os.getpid()
        self.ready.set()

    def flush(self) -> None:
        """Hands over what waits."""
        with self.lock:
            gathered, self.waiting = self.waiting, {}
        for signal in gathered:
            self.deliver(signal)

    def _run(self) -> None:
        while True:
            self.ready.wait()
            time.sleep(self.apart)
            self.ready.clear()
            self.flush()
