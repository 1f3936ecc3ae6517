"""Everything else is read off the log: this hands each activity to those who read it.

`immediate` readers run in the request right after the commit and must be quick and never fail it;
`eventual` readers run in the worker, each until it has read the activity, so each must be
idempotent. One that fails keeps neither the others nor later activities waiting: it alone is tried
again, later and later, and `stuck` says so.
`bulk` readers are given what an import wrote, a batch at a time, inside its transaction.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from groundswell.activity.models import Activity, Outbox
from groundswell.core.clock import now
from groundswell.core.queueing import writing

logger = logging.getLogger(__name__)

Reader = Callable[[Activity], None]
BulkReader = Callable[[Sequence[Activity]], None]
MOST_ATTEMPTS = 12
STUCK_AFTER = 3
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
            with _apart():
                reader(activities)
        except Exception:
            logger.exception(
                "%s failed on a batch of %d; the worker will do it", name, len(activities)
            )
            unread = activities
            if connection.vendor == "sqlite" and connection.in_atomic_block:
                # Django takes the transaction for broken; SQLite undid one statement of it.
                transaction.set_rollback(False)
    return unread


def _apart() -> AbstractContextManager[object]:
    """Keeps what a reader did to the running transaction to itself, where that has to be.

    On SQLite only the statement that failed is undone, and what came before it is read again, to
    the same end. A savepoint would have every page of an index put aside before it is changed: a
    third of what indexing an import costs.
    """
    return nullcontext() if connection.vendor == "sqlite" else transaction.atomic()


def committed(activity: Activity) -> None:
    """Runs the immediate readers; what was written stays written whatever they do."""
    for name, reader in _immediate.items():
        try:
            reader(activity)
        except Exception:
            logger.exception("%s failed on %s", name, activity.kind)


def project_pending(limit: int = 200) -> int:
    """Makes the projections of up to `limit` waiting activities, oldest first; gives how many.

    A batch is one transaction; where one of it fails, each is read alone. Several workers share
    the work on PostgreSQL by skipping rows another one holds.
    """
    due = Outbox.objects.filter(next_try_at__lte=now()).order_by("id")
    ids = list(due.values_list("id", flat=True)[:limit])
    done = 0
    for start in range(0, len(ids), BATCH):
        done += _project(ids[start : start + BATCH])
    return done


def stuck() -> QuerySet[Outbox]:
    """What could not be read to its end, oldest first: somebody has to look at the reason."""
    return Outbox.objects.filter(attempts__gte=STUCK_AFTER).order_by("id")


def rebuild(reader: Reader) -> int:
    """Runs one reader over the whole log, in order; gives how many activities it read."""
    count = 0
    for activity in Activity.objects.select_related("actor").order_by("id").iterator():
        reader(activity)
        count += 1
    return count


def _project(outbox_ids: list[int]) -> int:
    if len(outbox_ids) > 1:
        try:
            return _project_together(outbox_ids)
        except Exception:  # noqa: BLE001 - it is met again below, alone, and told there
            logger.info("something of a batch failed; each is read alone")
    return sum(_project_alone(outbox_id) for outbox_id in outbox_ids)


def _project_together(outbox_ids: list[int]) -> int:
    with writing(), transaction.atomic():
        waiting = _held(outbox_ids)
        for row in waiting:
            for reader in _readers_of(row).values():
                reader(row.activity)
        Outbox.objects.filter(id__in=[row.id for row in waiting]).delete()
        return len(waiting)


def _project_alone(outbox_id: int) -> int:
    """Lets each reader read in a savepoint of its own; what failed waits for its next time."""
    with writing(), transaction.atomic():
        for row in _held([outbox_id]):
            failed: dict[str, str] = {}
            for name, reader in _readers_of(row).items():
                try:
                    with transaction.atomic():
                        reader(row.activity)
                except Exception as error:
                    logger.exception("%s failed on %s; it is tried again", name, row.activity.kind)
                    failed[name] = type(error).__name__
            if not failed:
                row.delete()
                return 1
            _postpone(row, failed)
    return 0


def _held(outbox_ids: list[int]) -> list[Outbox]:
    rows = Outbox.objects.filter(id__in=outbox_ids).select_related("activity__actor")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows.order_by("id"))


def _readers_of(row: Outbox) -> dict[str, Reader]:
    """Those who have still to read it: all of them, unless only some failed. Where one of these
    has another name since an update, all read again."""
    if not row.failed or row.failed.keys() - _eventual.keys():
        return _eventual
    return {name: _eventual[name] for name in row.failed}


def _postpone(row: Outbox, failed: dict[str, str]) -> None:
    row.failed = failed
    row.attempts = min(row.attempts + 1, MOST_ATTEMPTS)
    row.next_try_at = now() + timedelta(seconds=2**row.attempts)
    row.save(update_fields=["failed", "attempts", "next_try_at"])
