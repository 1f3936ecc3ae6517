"""What the layout of every page shows of the viewer's own world."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.templatetags.static import static

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared
from groundswell.notifications.grouping import line_of
from groundswell.notifications.models import Notification
from groundswell.notifications.sentences import groups
from groundswell.web.selectors import unread

MOST_LINES: Final = 100
"""The bell says "99+" from here on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavSpace:
    """One of the viewer's spaces in the rail; `unread` counts topics with something new.

    Two are the same when the rail shows the same of them.
    """

    id: int
    name: str
    handle: str
    avatar_url: str
    unread: int
    purpose: str = field(compare=False)
    last_activity_at: datetime = field(compare=False)


def nav_spaces(viewer: Actor | None) -> list[NavSpace]:
    """The viewer's spaces, where something was said last first: one query."""
    if viewer is None:
        return []
    return [nav_space(row, unread=number) for *row, number in unread.spaces_of(viewer=viewer.id)]


def nav_space(row: Sequence[Any], *, unread: int = 0) -> NavSpace:
    """The space of a row with id, name, handle, picture, purpose and when something happened."""
    id_, name, handle, picture, purpose, at = row
    return NavSpace(
        id=id_,
        name=name,
        handle=handle,
        avatar_url=picture_url(picture),
        purpose=purpose,
        last_activity_at=at,
        unread=unread,
    )


def unread_alerts(viewer: Actor | None) -> int:
    """How many lines of alerts the viewer has not looked at; the bell shows it on every page."""
    if viewer is None:
        return 0
    return unread_lines(viewer).total()


def unread_lines(viewer: Actor) -> Counter[str]:
    """The same by reason: as many as the list of alerts makes of them, where several are one."""
    lines: Counter[str] = Counter()
    seen: set[tuple[object, ...]] = set()
    for kind, reason, topic_id, about, number in _UNREAD(viewer=viewer.id):
        line = line_of(kind, reason, topic_id=topic_id, about=about)
        if not groups(kind):
            lines[reason] += number
        elif line not in seen:
            seen.add(line)
            lines[reason] += 1
    return lines


def _unread(viewer: int) -> QuerySet[Notification, Any]:
    unseen = Notification.objects.filter(recipient=viewer).unread()
    alike = ("kind", "reason", "topic_id", "about")
    together = unseen.values(*alike).annotate(number=Count("id"))
    lines: QuerySet[Notification, Any] = together.order_by().values_list(*alike, "number")
    return lines[:MOST_LINES]


_UNREAD = Prepared(_unread)


def picture_url(picture: str) -> str:
    """The address of an actor's picture, of a row that was read as values."""
    return picture and (f"/media/{picture}" if "/" in picture else static(picture))
