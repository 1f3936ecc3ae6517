"""What the worker does for decisions: they open, remind and close by their own time."""

from collections.abc import Callable

import structlog
from django.db.models import QuerySet

from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.core.schedule import every
from groundswell.decisions.actions import begin_voting, close_voting
from groundswell.decisions.models import Decision

log = structlog.get_logger(__name__)


@every(seconds=20)
def open_what_is_due() -> None:
    """Scheduled decisions whose time has come; by whoever set the time."""
    due = Decision.objects.filter(state=Decision.State.SCHEDULED, opens_at__lte=now())
    _each(due, lambda one: begin_voting(actor=one.topic.author, decision=one))


@every(seconds=20)
def close_what_is_due() -> None:
    """Open decisions whose end has come; no ballot was taken since."""
    due = Decision.objects.filter(state=Decision.State.OPEN, closes_at__lte=now())
    _each(due, lambda one: close_voting(actor=one.topic.author, decision=one))


def _each(due: QuerySet[Decision], work: Callable[[Decision], object]) -> None:
    for decision in due.select_related("topic__author", "topic__space__actor"):
        try:
            work(decision)
        except DomainError as error:  # somebody was quicker, or it cannot be: the rest goes on
            log.info("decision_waits", decision=decision.topic_id, because=str(error))
