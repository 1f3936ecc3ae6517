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
    """A piece of work and how often it is due; it must bear being run twice.

    `outside`: it waits for somebody else's server, and so it keeps nothing else waiting.
    """

    name: str
    interval: timedelta
    work: Work
    outside: bool = False


_jobs: Final[dict[str, Job]] = {}


def every(
    *,
    seconds: float = 0,
    minutes: float = 0,
    hours: float = 0,
    days: float = 0,
    outside: bool = False,
) -> Callable[[Work], Work]:
    """Register a function without arguments to be run by the worker at this interval.

    With `outside` it runs in a thread of its own, since it waits for servers elsewhere.
    """
    interval = timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
    if interval <= timedelta(0):
        raise ValueError("A job needs an interval.")

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _jobs[name] = Job(name=name, interval=interval, work=work, outside=outside)
        return work

    return register


def jobs() -> list[Job]:
    """All registered jobs, by name."""
    return [_jobs[name] for name in sorted(_jobs)]
