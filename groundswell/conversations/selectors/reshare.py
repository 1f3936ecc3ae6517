"""Who passed a message on, by whom it came, and what was passed on to a reader."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Reshare
from groundswell.core.ids import id_in
from groundswell.spaces.models import Space

_CARD = (
    "actor",
    "via__actor",
    "into__actor",
    "message__author",
    "message__topic__space__actor",
)
MOST_IN_CASCADE = 500


@dataclass(slots=True, kw_only=True)
class Branch:
    """One reshare in a cascade, with those that came by it."""

    passed_on: Reshare
    mine: bool
    onward: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """How a message travelled: its branches, how many, and the longest chain."""

    branches: list[Branch]
    size: int
    depth: int


def cascade(message: Message, viewer: Actor | None) -> Cascade:
    """The tree of reshares. One taken back keeps its place while others came by it, unnamed."""
    rows = Reshare.objects.visible_to(viewer).filter(message=message)
    found = list(rows.select_related("actor", "into__actor").order_by("id")[:MOST_IN_CASCADE])
    own = viewer.id if viewer else 0
    branches = {
        row.id: Branch(passed_on=row, mine=row.actor_id == own and row.withdrawn_at is None)
        for row in found
    }
    roots: list[Branch] = []
    for row in found:
        above = branches.get(row.via_id or 0)
        (above.onward if above else roots).append(branches[row.id])
    kept = _without_dead_ends(roots)
    standing = sum(1 for row in found if row.withdrawn_at is None)
    return Cascade(branches=kept, size=standing, depth=_depth(kept))


def _without_dead_ends(branches: list[Branch]) -> list[Branch]:
    for branch in branches:
        branch.onward = _without_dead_ends(branch.onward)
    return [b for b in branches if b.onward or b.passed_on.withdrawn_at is None]


def _depth(branches: list[Branch]) -> int:
    return max((1 + _depth(branch.onward) for branch in branches), default=0)


def spaces_to_pass_on_into(message: Message, person: Actor) -> QuerySet[Space]:
    """The person's spaces where the message is not yet, by the person or from the start."""
    there = Reshare.objects.standing().filter(message=message, actor=person).exclude(into=None)
    return (
        Space.objects.joined_by(person)
        .exclude(Q(id=message.topic.space_id) | Q(id__in=there.values("into_id")))
        .select_related("actor")
        .order_by("actor__name", "id")
    )


def came_by(message: Message, viewer: Actor | None, given: str) -> Reshare | None:
    """The reshare by which the viewer says the message came."""
    rows = Reshare.objects.standing().visible_to(viewer).select_related("actor")
    return rows.filter(message=message, id=id_in(given)).first()
