"""Brings an archive: all of it, or nothing."""

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_files import arrive_files
from groundswell.exchange.actions._arriving_people import (
    arrive_actors,
    arrive_guidelines,
    arrive_memberships,
    arrive_space,
    find_arrived,
)
from groundswell.exchange.actions._arriving_signals import (
    arrive_care,
    arrive_reactions,
    arrive_reshares,
)
from groundswell.exchange.actions._arriving_words import (
    arrive_contributions,
    arrive_links,
    arrive_messages,
    arrive_topics,
    arrive_versions,
)
from groundswell.exchange.importers.archive import Archive
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Membership, Space


@bulk_action
def bring_archive(
    *,
    actor: Actor,
    archive: Archive,
    tally: Tally,
    handle: str = "",
    steward: Actor | None = None,
    with_files: bool = True,
) -> Space:
    """Opens the space of the archive, or adds to it what is not here yet.

    `handle` is for a space that is opened for this; `steward` looks after it besides those whom
    the archive names, since nobody has claimed them yet.
    """
    actors = arrive_actors(archive, tally)
    space = find_arrived(archive)
    tally.add("unchanged" if space else "created", "spaces")
    space = space or arrive_space(archive, actors, handle=handle)
    arrival = Arrival(
        archive=archive, tally=tally, space=space, actors=actors, with_files=with_files
    )
    for arrive in (
        arrive_guidelines,
        arrive_topics,
        arrive_messages,
        arrive_versions,
        arrive_contributions,
        arrive_links,
        arrive_care,
        arrive_reactions,
        arrive_reshares,
        arrive_files,
        arrive_memberships,
    ):
        arrive(arrival)
    if steward is not None:
        role = {"role": Membership.Role.STEWARD}
        Membership.objects.update_or_create(space=space, actor=steward, defaults=role)
    _count(space)
    return space


def _count(space: Space) -> None:
    """The space's own counts, from what is there now."""
    latest = space.topics.order_by("-last_message_at").first()
    Space.objects.filter(id=space.id).update(
        topic_count=space.topics.filter(removed_at=None).count(),
        member_count=space.memberships.count(),
        last_activity_at=latest.last_message_at if latest else space.created_at,
    )
