"""The one door: every write is an action, and every action leaves exactly one activity."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from groundswell.activity import projector
from groundswell.activity.declarations import KINDS, Kind
from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.prepared import PreparedModels
from groundswell.core.queueing import writing
from groundswell.core.rows import insert_objects


class AlreadyDone(Exception):  # noqa: N818 - read as what happened
    """The same form was sent before; `activity` is what it did the first time."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity.kind)
        self.activity = activity


class ActionError(RuntimeError):
    """The programmer broke a rule of the door."""


@dataclass(frozen=True)
class Origin:
    """Where what is written comes from, and its true date when it is brought in."""

    source: str = "local"
    published_at: datetime | None = None


@dataclass
class _Scope:
    activities: list[Activity] = field(default_factory=list)


_scope: ContextVar[_Scope | None] = ContextVar("scope", default=None)
_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen
_nonce: ContextVar[str | None] = ContextVar("nonce", default=None)


def origin() -> Origin:
    """Where the present writes come from."""
    return _origin.get()


def moment() -> datetime:
    """The time of what is being written: now, or the true date of an import."""
    return _origin.get().published_at or now()


@contextmanager
def importing(source: str, published_at: datetime) -> Iterator[None]:
    """Writes inside keep their true date and name their source; nobody is alerted."""
    token = _origin.set(Origin(source, published_at))
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def once(nonce: str | None) -> Iterator[None]:
    """A write inside happens once for this nonce and actor; a repeat raises `AlreadyDone`."""
    token = _nonce.set(nonce)
    try:
        yield
    finally:
        _nonce.reset(token)


def record(
    kind: Kind,
    *,
    actor: Actor,
    space_id: int | None = None,
    topic_id: int | None = None,
    message_id: int | None = None,
    target_actor_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Activity:
    """Writes the running action's activity. `data` holds ids and codes, never people's words."""
    scope = _scope.get()
    if scope is None:
        raise ActionError(f"{kind.name} was recorded outside an action")
    if kind.name not in KINDS:
        raise ActionError(f"{kind.name} is not declared")
    here = _origin.get()
    activity = Activity(
        id=new_id(here.published_at),
        kind=kind.name,
        actor=actor,
        space_id=space_id,
        topic_id=topic_id,
        message_id=message_id,
        target_actor_id=target_actor_id,
        published_at=moment(),
        source=here.source,
        nonce=_nonce.get(),
        data=data or {},
    )
    insert_objects(Activity, [activity])
    insert_objects(Outbox, [Outbox(activity=activity)])
    scope.activities.append(activity)
    return activity


P = ParamSpec("P")
T = TypeVar("T")


def action(function: Callable[P, T]) -> Callable[P, T]:
    """Makes a keyword-only function a write: one transaction, one activity, effects after commit.

    Raises what the function raises, after rolling back; `AlreadyDone` for a repeated form;
    `ActionError` when it records no activity, or more than one.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if args:
            raise ActionError(f"{function.__name__} takes keywords only")
        if _scope.get() is not None:
            raise ActionError(f"{function.__name__} was called inside another action")
        actor = kwargs["actor"]
        if not isinstance(actor, Actor):
            raise ActionError(f"{function.__name__} needs an actor")
        refuse_repeat(actor)
        try:
            return _run(function, kwargs)
        except IntegrityError:
            # Two copies of one form at the same instant: the constraint let one through.
            refuse_repeat(actor)
            raise

    # Read by the law that every write is an action.
    run.is_action = True  # type: ignore[attr-defined]
    return run


def unlogged(*, because: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes a write that is state rather than something that happened, and says why.

    One transaction, no activity: for read positions, drafts and the like.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            if args:
                raise ActionError(f"{function.__name__} takes keywords only")
            with writing(), transaction.atomic():
                return function(*args, **kwargs)

        # Read by the law that every write is an action, or says why it is not.
        run.is_action = True  # type: ignore[attr-defined]
        run.unlogged_because = because  # type: ignore[attr-defined]
        return run

    return decorate


def _run(function: Callable[..., T], kwargs: dict[str, Any]) -> T:
    scope = _Scope()
    token = _scope.set(scope)
    try:
        with writing(), transaction.atomic():
            result = function(**kwargs)
            if len(scope.activities) != 1:
                count = len(scope.activities)
                raise ActionError(f"{function.__name__} recorded {count} activities, not one")
            transaction.on_commit(partial(projector.committed, scope.activities[0]))
            return result
    finally:
        _scope.reset(token)


def refuse_repeat(actor: Actor) -> None:
    """Raises `AlreadyDone` for a form that was sent before. Actions ask this themselves; a view
    asks it before it counts how often somebody writes."""
    nonce = _nonce.get()
    if not nonce:
        return
    earlier = _EARLIER(actor=actor.id, nonce=nonce)
    if earlier:
        raise AlreadyDone(earlier[0])


def _earlier(actor: int, nonce: str) -> QuerySet[Activity]:
    return Activity.objects.filter(actor=actor, nonce=nonce)[:1]


_EARLIER = PreparedModels(_earlier)
