"""Who brings what was said elsewhere, when no steward lends their name."""

from groundswell.actors.models import Actor
from groundswell.core.text.handles import handle_from

HANDLE = "importer"


def importer() -> Actor:
    """The site's own service for imports, made when it is first needed."""
    here = Actor.objects.local().filter(kind=Actor.Kind.SERVICE, handle__startswith=HANDLE)
    found = here.order_by("id").first()
    if found is not None:
        return found
    handle = handle_from(HANDLE, taken=lambda it: Actor.objects.local().filter(handle=it).exists())
    actor = Actor(kind=Actor.Kind.SERVICE, handle=handle, name="Importer")
    actor.save(force_insert=True)
    return actor


def free_handle(name: str) -> str:
    """A handle for a space of this name."""
    return handle_from(
        name,
        taken=lambda it: Actor.objects.local().filter(handle=it).exists(),
        fallback="space",
    )
