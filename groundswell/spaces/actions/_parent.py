"""Where a space hangs: never under itself, however long the way round."""

from django.utils.translation import gettext as _

from groundswell.core.errors import Conflict, Invalid
from groundswell.spaces.models import Space


def require_no_circle(space: Space, parent: Space) -> None:
    """Locks `space` and the spaces from `parent` upwards, then looks whether they meet.

    Two stewards who each put their space under the other's lock the same rows in the same order,
    before any other lock, so the second waits and sees what the first has done.
    """
    above = _upwards(parent)
    ids = sorted({space.id, *above})
    locked = list(Space.objects.select_for_update().filter(id__in=ids).order_by("id"))
    again = _upwards(parent)
    if not set(again) <= {one.id for one in locked}:
        raise Conflict(_("Somebody has just moved one of these spaces. Please try again."))
    if space.id in again:
        raise Invalid(
            _("%(parent)s lies under %(space)s already; it cannot lie above it as well.")
            % {"parent": parent.name, "space": space.name},
            "parent",
        )


def _upwards(space: Space) -> list[int]:
    """The ids from this space to the topmost."""
    found: list[int] = []
    at: int | None = space.id
    while at is not None and at not in found:
        found.append(at)
        at = Space.objects.filter(id=at).values_list("parent_id", flat=True).first()
    return found
