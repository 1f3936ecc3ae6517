"""What the layout of every page shows of the viewer's own world."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.spaces.models import Space

MOST_SPACES = 30


@dataclass(frozen=True, kw_only=True)
class NavSpace:
    """One of the viewer's spaces in the rail."""

    name: str
    handle: str
    avatar_url: str
    unread: int


def nav_spaces(viewer: Actor | None) -> list[NavSpace]:
    """The viewer's spaces, where something was said last first."""
    if viewer is None:
        return []
    spaces = Space.objects.joined_by(viewer).select_related("actor")
    return [
        NavSpace(
            name=space.actor.name,
            handle=space.actor.handle,
            avatar_url=space.actor.avatar_url,
            unread=0,
        )
        for space in spaces.order_by("-last_activity_at", "id")[:MOST_SPACES]
    ]
