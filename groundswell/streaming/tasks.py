"""What the server processes keep in order among themselves."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connections
from django_tasks_db.models import DBTaskResult

from groundswell.core import schedule
from groundswell.core.clock import now
from groundswell.core.subscriptions import MAX_AGE
from groundswell.streaming.models import Heartbeat, Revocation

DEAD: Final = timedelta(seconds=60)  # without a heartbeat

log: Final = logging.getLogger("groundswell.worker")


def keep_revocation(actor_id: int, channel: str) -> None:
    """Write down what the hubs know already, so that they know it after a restart."""
    channel = "all" if channel == "changed" else channel
    try:
        Revocation.objects.update_or_create(
            actor_id=actor_id, channel=channel, defaults={"at": now()}
        )
    except DatabaseError as error:
        log.warning("A revocation could not be kept (%s).", error)
        connections.close_all()


def revocations_since(moment: datetime) -> list[tuple[int, str, float]]:
    """Those that may still refuse a subscription: actor, channel, time."""
    rows = Revocation.objects.filter(at__gt=moment).values_list("actor_id", "channel", "at")
    return [(actor_id, channel, at.timestamp()) for actor_id, channel, at in rows]


def free_orphans(alive: list[str]) -> None:
    """Tasks whose worker died in the middle wait again; the dead are forgotten after a day."""
    Heartbeat.objects.filter(at__lte=now() - timedelta(days=1)).delete()
    for task in DBTaskResult.objects.running().filter(started_at__lt=now() - DEAD):
        if task.worker_ids and task.worker_ids[-1] not in alive:
            DBTaskResult.objects.filter(id=task.id, status=task.status).update(status="READY")


@schedule.every(hours=1)
def forget_revocations() -> None:
    """What is older than any subscription can be refuses nothing."""
    Revocation.objects.filter(at__lt=now() - timedelta(seconds=MAX_AGE)).delete()
