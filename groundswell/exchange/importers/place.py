"""Where an import goes: the space by its handle or name, and who brings it."""

from django.db.models import Q

from groundswell.actors.models import Actor
from groundswell.exchange.importers.shapes import SourceError
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


def find_person(handle: str) -> Actor:
    """A local person by handle."""
    bare = handle.strip().removeprefix("@").lower()
    person = Actor.objects.local().people().filter(handle=bare).first()
    if person is None:
        raise SourceError(f"There is no person @{bare} here.")
    return person
