"""When the prompts of a chat are put: a plan of minutes, held, put off and gone on with.

Everything that it reads is in the database, so that a restart changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from groundswell.live.models import Prompt, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The prompt that comes next. `at` is when it is put by itself; none while the host does."""

    prompt: Prompt
    at: datetime | None
    held: bool


def upcoming(session: Session, prompts: Iterable[Prompt]) -> Upcoming | None:
    """The first that was neither put nor left out; none before the session or after it."""
    left = [one for one in prompts if one.message_id is None and one.skipped_at is None]
    if not left or not session.is_on:
        return None
    first = min(left, key=lambda one: (one.minute, one.number))
    return Upcoming(
        prompt=first, at=due_at(session, first), held=session.prompts_held_at is not None
    )


def due_at(session: Session, prompt: Prompt) -> datetime | None:
    """When it is put by itself, as the plan stands now."""
    runs = session.prompts_run_at is not None and session.prompts_held_at is None
    if not runs or session.began_at is None:
        return None
    return session.began_at + timedelta(minutes=prompt.minute, seconds=session.prompts_late)
