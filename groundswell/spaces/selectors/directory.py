"""Finding spaces, and the spaces above and below one."""

from django.db.models import Q

from groundswell.actors.models import Actor
from groundswell.core.pagination import Page, keyset
from groundswell.spaces.models import Membership, Space, SpaceQuerySet
from groundswell.spaces.rules import is_organiser

SPACES_PER_PAGE = 24


def parents_for(person: Actor, space: Space | None = None) -> SpaceQuerySet:
    """The spaces under which this person may put one: those they steward, except itself."""
    mine = Q(
        id__in=Membership.objects.of(person).stewards().values("space_id"),
    )
    if is_organiser(person):
        mine |= Q(id__in=Space.objects.visible_to(person).values("id"))
    if space is not None and space.parent_id:
        mine |= Q(id=space.parent_id)
    found = Space.objects.visible_to(person).filter(mine).select_related("actor")
    if space is not None:
        found = found.exclude(id=space.id)
    return found.order_by("actor__name", "id")


def spaces_page(
    viewer: Actor | None,
    *,
    words: str = "",
    mine: bool = False,
    after: str | None = None,
    before: str | None = None,
) -> Page[Space]:
    """The spaces that the viewer can find, the liveliest first."""
    spaces = Space.objects.findable_by(viewer).select_related("actor", "parent__actor", "closing")
    if mine and viewer is not None:
        spaces = spaces.joined_by(viewer)
    for word in words.split()[:6]:
        spaces = spaces.filter(
            Q(actor__name__icontains=word)
            | Q(actor__handle__icontains=word)
            | Q(purpose__icontains=word)
        )
    order = ("-last_activity_at", "-id")
    return keyset(spaces, order, after=after, before=before, limit=SPACES_PER_PAGE)


def roles_in(viewer: Actor | None, spaces: list[Space]) -> dict[int, str]:
    """What the viewer is in each of these spaces, by one query."""
    if viewer is None or not spaces:
        return {}
    rows = Membership.objects.of(viewer).filter(space__in=spaces)
    return dict(rows.values_list("space_id", "role"))


def visible_ids(viewer: Actor | None, spaces: list[Space]) -> set[int]:
    """Which of these spaces the viewer can read, by one query; the others show a door only."""
    ids = [space.id for space in spaces]
    return set(Space.objects.visible_to(viewer).filter(id__in=ids).values_list("id", flat=True))


def children_of(space: Space, viewer: Actor | None) -> list[Space]:
    """The spaces under this one that the viewer can find."""
    children = Space.objects.findable_by(viewer).filter(parent=space).select_related("actor")
    return list(children.order_by("-last_activity_at", "-id")[:12])


def visible_parent(space: Space, viewer: Actor | None) -> Space | None:
    """The space above this one, for who can see it."""
    if space.parent_id is None:
        return None
    found = Space.objects.visible_to(viewer).filter(id=space.parent_id)
    return found.select_related("actor").first()
