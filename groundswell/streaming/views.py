"""Whether the site is alive, and whether it is ready for people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from groundswell.activity.projector import stuck
from groundswell.core.clock import now
from groundswell.streaming.models import Heartbeat

FRESH: Final = timedelta(seconds=60)
_NO_STORE: Final = {"Cache-Control": "no-store"}


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers=_NO_STORE)


def readyz(request: HttpRequest) -> HttpResponse:
    checks = {
        name: _holds(check)
        for name, check in (
            ("database", _database_answers),
            ("migrations", _migrations_applied),
            ("worker", _worker_alive),
        )
    }
    ready = all(checks.values())
    headers = _NO_STORE if ready else _NO_STORE | {"Retry-After": "5"}
    # What cannot be followed up is no reason to keep people out, and every reason to look.
    body = {"ready": ready, "checks": checks, "followed_up": _holds(_nothing_stuck)}
    return JsonResponse(body, status=200 if ready else 503, headers=headers)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except DatabaseError:
        connection.close()
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _nothing_stuck() -> bool:
    return not stuck().exists()


def _worker_alive() -> bool:
    return Heartbeat.objects.filter(at__gt=now() - FRESH).exists()
