"""The bulk door: many rows and their activities at once, with their true dates, told to nobody.

What an import writes passes here instead of `log.action`: one transaction a batch, activities of
a named source, no alerts. Projections that must know of imports register with `projector.bulk`.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from groundswell.activity import projector
from groundswell.activity.declarations import KINDS, Kind
from groundswell.activity.log import ActionError
from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Actor
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_objects, made, nothing_to_collect

MOST_PARAMETERS = 900


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One activity to be recorded. `data` holds ids and codes, never people's words."""

    kind: Kind
    actor_id: int
    at: datetime
    space_id: int | None = None
    topic_id: int | None = None
    message_id: int | None = None
    target_actor_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Scope:
    activities: list[Activity] = field(default_factory=list)


_scope: ContextVar[_Scope | None] = ContextVar("bulk_scope", default=None)

P = ParamSpec("P")
T = TypeVar("T")


def bulk_action(function: Callable[P, T]) -> Callable[P, T]:
    """Makes a keyword-only function a write of many things: one transaction for all of them.

    One bulk action may call another and shares its transaction. Readers registered with
    `projector.bulk` run at the end, inside it, so that a kill leaves neither rows nor gaps.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if args:
            raise ActionError(f"{function.__name__} takes keywords only")
        if not isinstance(kwargs["actor"], Actor):
            raise ActionError(f"{function.__name__} needs an actor")
        if _scope.get() is not None:
            return function(*args, **kwargs)
        token = _scope.set(scope := _Scope())
        try:
            with nothing_to_collect(), transaction.atomic():
                result = function(*args, **kwargs)
                _leave_to_worker(projector.read_in_bulk(scope.activities))
                return result
        finally:
            _scope.reset(token)

    # Read by the law that every write is an action.
    run.is_action = True  # type: ignore[attr-defined]
    return run


def record_many(entries: Iterable[Entry], *, source: str) -> list[Activity]:
    """Writes the activities of the running bulk action, in the order of the entries."""
    scope = _scope.get()
    if scope is None:
        raise ActionError("activities were recorded in bulk outside a bulk action")
    given = list(entries)
    ids = fresh_ids(Activity, [entry.at for entry in given])
    activities = [_row(entry, id_, source) for entry, id_ in zip(given, ids, strict=True)]
    insert_objects(Activity, activities)
    scope.activities += activities
    return activities


def fresh_ids(model: type[models.Model], moments: Sequence[datetime]) -> list[int]:
    """Ids for these true dates that no row has: the past is crowded where dates are days."""
    ids: list[int] = []
    seen: set[int] = set()
    taken: set[int] = set()
    drawn = [new_id(at) for at in moments]
    # Ids order by time: what is later than every row is free, as all of it is without dates.
    latest = model._default_manager.aggregate(latest=models.Max("pk"))["latest"] or 0
    asked = [candidate for candidate in drawn if candidate <= latest]
    for start in range(0, len(asked), MOST_PARAMETERS):
        some = asked[start : start + MOST_PARAMETERS]
        taken.update(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))
    for at, candidate in zip(moments, drawn, strict=True):
        id_ = candidate
        while id_ in seen or id_ in taken or (id_ != candidate and _exists(model, id_)):
            id_ = new_id(at)
        seen.add(id_)
        ids.append(id_)
    return ids


def _exists(model: type[models.Model], id_: int) -> bool:
    return model._default_manager.filter(pk=id_).exists()


def _row(entry: Entry, id_: int, source: str) -> Activity:
    if entry.kind.name not in KINDS:
        raise ActionError(f"{entry.kind.name} is not declared")
    return made(
        Activity,
        id=id_,
        kind=entry.kind.name,
        actor_id=entry.actor_id,
        space_id=entry.space_id,
        topic_id=entry.topic_id,
        message_id=entry.message_id,
        target_actor_id=entry.target_actor_id,
        published_at=entry.at,
        source=source,
        data=entry.data,
    )


def _leave_to_worker(unread: Sequence[Activity]) -> None:
    """What a bulk reader failed on is read one by one later, like any other activity."""
    Outbox.objects.bulk_create([Outbox(activity=activity) for activity in unread])
