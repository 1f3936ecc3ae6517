"""A thread that listens to the bus on behalf of a process."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from groundswell.core import bus
from groundswell.core.bus import Signal

TURN: Final = 0.5  # seconds; how soon it notices that it shall stop
REST: Final = 1.0

log: Final = logging.getLogger(__name__)


class Ear:
    """Calls `heard` in its own thread with what came, until it is stopped."""

    def __init__(self, heard: Callable[[list[Signal]], None]) -> None:
        self.heard = heard
        self.stopping = threading.Event()
        self.listening = threading.Event()
        self.subscription: bus.Subscription | None = None
        self.thread = threading.Thread(target=self._run, name="bus-ear", daemon=True)

    def start(self, patience: float = 2.0) -> None:
        """Returns once it listens, or after `patience` when the bus is away."""
        self.thread.start()
        self.listening.wait(patience)

    def stop(self) -> None:
        self.stopping.set()
        if self.subscription is not None:
            self.subscription.close()

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._listen()
            except Exception:  # the bus may be away for a while
                log.warning("The bus cannot be heard; trying again.", exc_info=True)
                self.stopping.wait(REST)

    def _listen(self) -> None:
        with bus.subscribe() as subscription:
            self.subscription = subscription
            self.listening.set()
            while not self.stopping.is_set():
                signals = subscription.receive(TURN)
                if signals:
                    self.heard(signals)
