"""What the worker does for sessions: what a clock begins, whoever is awake."""

from datetime import timedelta
from typing import Final

import structlog

from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.core.schedule import every
from groundswell.live.actions import extend_prompts, put_prompt
from groundswell.live.actions.running import PATIENCE
from groundswell.live.models import Prompt, Session
from groundswell.live.pacing import upcoming

log: Final = structlog.get_logger(__name__)


@every(seconds=5)
def put_due_prompts() -> None:
    """Prompts whose minute has come, one for each session: after a pause of the whole site the
    rest comes as far apart as it was planned."""
    running = Session.objects.with_topic().filter(
        state__in=Session.ON, prompts_run_at__isnull=False, prompts_held_at=None
    )
    for session in running:
        found = upcoming(session, Prompt.objects.filter(session=session))
        if found is None or found.at is None or found.at > now():
            continue
        late = now() - found.at
        number = found.prompt.number
        try:
            put_prompt(actor=session.host, session=session, number=number)
            if late > timedelta(seconds=PATIENCE):
                seconds = int(late.total_seconds())
                extend_prompts(actor=session.host, session=session, seconds=seconds)
        except DomainError as error:
            log.warning("prompt_not_put", session=session.topic_id, number=number, why=str(error))
