"""A background sender: signals that would make a request wait leave from a thread of their own."""

import atexit
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

CAPACITY: Final = 10_000
PATIENCE: Final = 1.0  # seconds that a process which ends waits for its last signals


class Sender:
    """Hands payloads one after the other to `deliver`; the oldest are dropped when it is stuck."""

    def __init__(self, name: str, deliver: Callable[[bytes], None]) -> None:
        self.name = name
        self.deliver = deliver
        self.queue: deque[bytes] = deque(maxlen=CAPACITY)
        self.ready = threading.Event()
        self.busy = False
        self.thread: threading.Thread | None = None
        self.owner = 0
        self.lock = threading.Lock()

    def put(self, payload: bytes) -> None:
        self.queue.append(payload)
        self.ready.set()
        if self.thread is None or self.owner != os.getpid():
            self._start()

    def _start(self) -> None:
        with self.lock:
            if self.thread is not None and self.owner == os.getpid():
                return  # another thread was first
            # A fork inherits the queue but not the thread.
            self.owner = os.getpid()
            self.thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self.thread.start()
            atexit.register(self.flush, PATIENCE)

    def _run(self) -> None:
        while True:
            self.ready.wait()
            self.ready.clear()
            while self.queue:
                self.busy = True
                self.deliver(self.queue.popleft())
            self.busy = False

    def flush(self, timeout: float) -> None:
        """Wait until everything has left, but no longer than `timeout`."""
        until = time.monotonic() + timeout
        while (self.queue or self.busy) and time.monotonic() < until:
            time.sleep(0.002)
