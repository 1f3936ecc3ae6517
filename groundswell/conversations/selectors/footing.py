"""What a viewer may do in a topic: the same for each of its messages."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OWNED
from groundswell.conversations.models import Closing, Lock, Topic
from groundswell.core.errors import DomainError
from groundswell.spaces.models import Membership
from groundswell.spaces.rules import membership_of, stewards_as
from groundswell.spaces.selectors import Door, door_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """How a viewer stands to a topic."""

    member: bool
    steward: bool
    door: Door | None
    """What keeps the viewer from replying, if anything does."""

    @property
    def may_reply(self) -> bool:
        """Whether there is a place to write in."""
        return self.door is None


def footing_in(topic: Topic, viewer: Actor | None) -> Footing:
    """The viewer's footing in a topic that was read with its lock and ends."""
    membership = membership_of(viewer, topic.space)
    steward = stewards_as(viewer, topic.space, membership)
    return Footing(
        member=membership is not None,
        steward=steward,
        door=_door(topic, viewer, membership, steward=steward),
    )


def _door(
    topic: Topic, viewer: Actor | None, membership: Membership | None, *, steward: bool
) -> Door | None:
    """The topic's own lock and end come first: joining the space would not help."""
    lock = lock_of(topic)
    if closing_of(topic) is not None:
        return Door(why="ended")
    if lock is not None and not steward:
        return Door(why="locked", reason=lock.reason)
    closing = getattr(topic.space, "closing", None)
    door = door_of(topic.space, viewer, membership=membership, closing=closing)
    return door or _owners_door(topic, viewer)


def _owners_door(topic: Topic, viewer: Actor | None) -> Door | None:
    """What the owner of the topic's kind says: an idea may be in a stage without comments."""
    if viewer is None or topic.kind not in OWNED:
        return None
    try:
        OWNED[topic.kind].require_reply(viewer, topic)
    except DomainError as error:
        return Door(why="own", reason=str(error))
    return None


def lock_of(topic: Topic) -> Lock | None:
    """The lock of a topic that was read `for_list`."""
    return getattr(topic, "lock", None)


def closing_of(topic: Topic) -> Closing | None:
    """The closing of a topic that was read `for_list`."""
    return getattr(topic, "closing", None)
