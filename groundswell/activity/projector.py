"""Everything else is read off the log: this hands each activity to those who read it.

`immediate` readers run in the request right after the commit and must be quick and never fail it;
`eventual` readers run in the worker, each activity until it succeeded, so each must be idempotent.
`bulk` readers are given what an import wrote, a batch at a time, inside its transaction.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from groundswell.activity.models import Activity, Outbox
from groundswell.core.clock import now

logger = logging.getLogger(__name__)

Reader = Callable[[Activity], None]
BulkReader = Callable[[Sequence[Activity]], None]
MOST_ATTEMPTS = 12
BATCH = 50

_immediate: dict[str, Reader] = {}
_eventual: dict[str, Reader] = {}
_bulk: dict[str, BulkReader] = {}


def immediate(reader: Reader) -> Reader:
    """Registers a reader that runs right after the commit."""
    _immediate[f"{reader.__module__}.{reader.__name__}"] = reader
    return reader


def eventual(reader: Reader) -> Reader:
    """Registers a reader that runs in the worker."""
    _eventual[f"{reader.__module__}.{reader.__name__}"] = reader
    return reader


def bulk(reader: BulkReader) -> BulkReader:
    """Registers a reader of imports. It reads all of a batch at once and alerts nobody."""
    _bulk[f"{reader.__module__}.{reader.__name__}"] = reader
    return reader


def read_in_bulk(activities: Sequence[Activity]) -> Sequence[Activity]:
    """Runs the bulk readers; gives what the worker has to read again because one of them failed."""
    unread: Sequence[Activity] = ()
    for name, reader in _bulk.items():
        try:
            with transaction.atomic():
                reader(activities)
        except Exception:
            logger.exception(
                "%s failed on a batch of %d; the worker will do it", name, len(activities)
            )
            unread = activities
    return unread


def committed(activity: Activity) -> None:
    """Runs the immediate readers; what was written stays written whatever they do."""
    for name, reader in _immediate.items():
        try:
            reader(activity)
        except Exception:
            logger.exception("%s failed on %s", name, activity.kind)


def project_pending(limit: int = 200) -> int:
    """Makes the projections of up to `limit` waiting activities, oldest first; gives how many.

    A batch is one transaction; where one of it fails, each is tried alone, so that the others get
    through. Several workers share the work on PostgreSQL by skipping rows another one holds.
    """
    ids = list(_due().values_list("id", flat=True)[:limit])
    done = 0
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        done += _project(batch)
    return done


def rebuild(reader: Reader) -> int:
    """Runs one reader over the whole log, in order; gives how many activities it read."""
    count = 0
    for activity in Activity.objects.select_related("actor").order_by("id").iterator():
        reader(activity)
        count += 1
    return count


def _due() -> QuerySet[Outbox]:
    return Outbox.objects.filter(next_try_at__lte=now()).order_by("id")


def _project(outbox_ids: list[int]) -> int:
    try:
        with transaction.atomic():
            rows = Outbox.objects.filter(id__in=outbox_ids).select_related("activity__actor")
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            waiting = list(rows.order_by("id"))
            for row in waiting:
                for reader in _eventual.values():
                    reader(row.activity)
            Outbox.objects.filter(id__in=[row.id for row in waiting]).delete()
            return len(waiting)
    except Exception:
        if len(outbox_ids) > 1:
            return sum(_project([outbox_id]) for outbox_id in outbox_ids)
        logger.exception("a projection failed; it will be tried again")
        _postpone(outbox_ids[0])
        return 0


def _postpone(outbox_id: int) -> None:
    waiting = Outbox.objects.filter(id=outbox_id).first()
    if waiting is None:
        return
    waiting.attempts = min(waiting.attempts + 1, MOST_ATTEMPTS)
    waiting.next_try_at = now() + timedelta(seconds=2**waiting.attempts)
    waiting.save(update_fields=["attempts", "next_try_at"])
