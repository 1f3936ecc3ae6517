"""Finding people, and whom a viewer does not meet."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared
from groundswell.people.models import Block, RetiredHandle


def person_at(address: str, viewer: Actor | None) -> Actor | None:
    """The person with this handle (`sam`, or `sam@host` for somebody elsewhere) who is here."""
    handle, _at, host = address.removeprefix("@").partition("@")
    people = Actor.objects.people().known_to(viewer)
    return people.filter(handle__iexact=handle, host=host.lower()).first()


def require_person(address: str, viewer: Actor | None) -> Actor:
    """The person, or 404."""
    person = person_at(address, viewer)
    if person is None:
        raise Http404
    return person


def handle_is_taken(handle: str) -> bool:
    """Whether a person or a space has the handle, or somebody who left had it."""
    if Actor.objects.local().filter(handle__iexact=handle).exists():
        return True
    return RetiredHandle.objects.filter(digest=RetiredHandle.digest_of(handle)).exists()


def hidden_from(viewer: Actor | None) -> frozenset[int]:
    """The ids of people whose words the viewer does not see: muted, or blocked by either side."""
    if viewer is None:
        return frozenset()
    pairs = _AVOIDED(viewer=viewer.id)
    return frozenset({number for pair in pairs for number in pair} - {viewer.id})


def _avoided(viewer: int) -> QuerySet[Block, Any]:
    return Block.objects.filter(Block.between(viewer)).values_list("actor_id", "blocked_id")


_AVOIDED = Prepared(_avoided)
