"""Opening a space and changing what it says of itself."""

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.text.clean import one_line
from groundswell.spaces.activities import SPACE_OPENED
from groundswell.spaces.models import Membership, Space


@action
def open_space(
    *,
    actor: Actor,
    handle: str,
    name: str,
    purpose: str,
    visibility: str = Space.Visibility.PUBLIC,
    joining: str = Space.Joining.OPEN,
    parent: Space | None = None,
) -> Space:
    """Opens a space with the actor as its first steward."""
    group = Actor(
        kind=Actor.Kind.GROUP,
        handle=handle.lower(),
        name=one_line(name, most=150, least=1, field="name"),
    )
    group.save(force_insert=True)
    space = Space(
        actor=group,
        purpose=one_line(purpose, most=300, least=1, field="purpose"),
        visibility=visibility,
        joining=joining,
        parent=parent,
        member_count=1,
        created_at=moment(),
    )
    space.save(force_insert=True)
    Membership(space=space, actor=actor, role=Membership.Role.STEWARD).save(force_insert=True)
    record(SPACE_OPENED, actor=actor, space_id=space.id)
    return space
