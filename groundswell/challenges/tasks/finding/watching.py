"""How far a run is, said in its row and to the pages that show it, at most once a second."""

import time
from collections.abc import Callable

from groundswell.challenges.models import ThemeRun
from groundswell.core.bus import publish
from groundswell.core.clock import now

Progress = Callable[[float], None]
SECONDS = 1.0


class Watch:
    """Says what the run is at."""

    def __init__(self, run: ThemeRun) -> None:
        self.run = run
        self.said_at = 0.0
        self.began: dict[str, float] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """How long each step took, the last one until now."""
        times = [*self.began.values(), time.monotonic()]
        spans = zip(self.began, times[1:], times, strict=False)
        return {name: round(end - start, 1) for name, end, start in spans}

    def step(self, name: str, begins: int, ends: int) -> Progress:
        """A part of the run that takes it from one hundredth to another."""
        self.began[name] = time.monotonic()
        self._say(name, begins)

        def progress(done: float) -> None:
            if time.monotonic() - self.said_at >= SECONDS:
                self._say(name, begins + int((ends - begins) * min(1.0, max(0.0, done))))

        return progress

    def _say(self, name: str, hundredths: int) -> None:
        self.said_at = time.monotonic()
        mine = ThemeRun.objects.filter(id=self.run.id, state=ThemeRun.State.RUNNING)
        if not mine.update(step=name, progress=hundredths, beat_at=now()):
            raise LeftError
        publish(f"themes-{self.run.challenge_id}")


class LeftError(Exception):
    """Somebody else has the run now, or it is over."""
