"""Where an import goes: the space by its handle or name, and who brings it."""

from django.db.models import Q

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.text.handles import bare_handle
from groundswell.exchange.actions._importer import free_handle
from groundswell.exchange.importers.shapes import SourceError
from groundswell.spaces.actions import open_space
from groundswell.spaces.models import Space


def find_space(name: str) -> Space | None:
    """The space with this handle, or else the one with this name."""
    spaces = Space.objects.select_related("actor")
    by_handle = spaces.filter(actor__handle=name.strip().lower()).first()
    if by_handle is not None:
        return by_handle
    named = list(spaces.filter(Q(actor__name__iexact=name.strip()))[:2])
    if len(named) > 1:
        raise SourceError(f"Several spaces are called {name}. Give the handle of one instead.")
    return named[0] if named else None


def open_for(source: str, *, name: str, purpose: str, actor: Actor) -> Space:
    """A new space for what comes from the source, under a free handle made of its name."""
    with importing(source, now()):
        return open_space(actor=actor, handle=free_handle(name), name=name, purpose=purpose)


def find_person(handle: str) -> Actor:
    """A local person by handle."""
    person = Actor.objects.person_called(handle)
    if person is None:
        raise SourceError(f"There is no person @{bare_handle(handle)} here.")
    return person
