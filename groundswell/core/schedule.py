"""Jobs that return: declared where they belong, run by the worker when they are due.

    @every(minutes=5)
    def close_what_is_over() -> None: ...

Declare them in a module that is imported at start, such as an app's `tasks.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

Work = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Job:
    """A piece of work and how often it is due; it must bear being run twice."""

    name: str
    interval: timedelta
    work: Work


_jobs: Final[dict[str, Job]] = {}


def every(
    *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0
) -> Callable[[Work], Work]:
    """Register a function without arguments to be run by the worker at this interval."""
    interval = timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
    if interval <= timedelta(0):
        raise ValueError("A job needs an interval.")

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _jobs[name] = Job(name=name, interval=interval, work=work)
        return work

    return register


def jobs() -> list[Job]:
    """All registered jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]
