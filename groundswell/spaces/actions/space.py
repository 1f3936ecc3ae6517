"""Opening a space, changing what it sets itself, closing it and opening it again."""

from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor, Organisation
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.images import Picture
from groundswell.core.text.clean import one_line
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.people.selectors.people import handle_is_taken
from groundswell.spaces.actions._parent import require_no_circle
from groundswell.spaces.actions._picture import keep_picture
from groundswell.spaces.actions._words import write_guidelines
from groundswell.spaces.activities import (
    SPACE_CHANGED,
    SPACE_CLOSED,
    SPACE_OPENED,
    SPACE_REOPENED,
)
from groundswell.spaces.models import Membership, Space, SpaceClosing
from groundswell.spaces.rules import (
    require_may_be_under,
    require_may_open_space,
    require_open,
    require_steward,
    require_visibility_allowed,
)


class Policies(TypedDict, total=False):
    """What a space decides for itself; what is not given stays as it is, or is the default."""

    visibility: str
    joining: str
    writing: str
    licence: str
    reactions: str
    answer_days: int
    delegate_cap: int
    parent: Space | None


class Opening(Policies, total=False):
    """What one may say when opening a space."""

    guidelines: str


class Changes(Policies, total=False):
    """What may change later."""

    name: str
    purpose: str
    picture: Picture | None


@action
def open_space(
    *, actor: Actor, handle: str, name: str, purpose: str, **choices: Unpack[Opening]
) -> Space:
    """Opens a space with the actor as its first steward."""
    require_may_open_space(actor)
    parent = choices.get("parent")
    if parent is not None:
        require_may_be_under(actor, parent)
    guidelines = choices.pop("guidelines", "")
    choices.setdefault("visibility", _default_visibility())
    space = Space(
        id=new_id(moment()),
        actor=_group(handle, name),
        purpose=one_line(purpose, most=300, least=1, field="purpose"),
        member_count=1,
        created_at=moment(),
        last_activity_at=moment(),
        **_allowed(choices, licence=Organisation.current().licence),
    )
    space.save(force_insert=True)
    Membership(space=space, actor=actor, role=Membership.Role.STEWARD, since=moment()).save(
        force_insert=True
    )
    if guidelines.strip():
        write_guidelines(space, actor, guidelines)
    record(SPACE_OPENED, actor=actor, space_id=space.id)
    return space


@action
def change_space(*, actor: Actor, space: Space, **changes: Unpack[Changes]) -> Space:
    """Changes what is given and differs; the log says which things, not what they became."""
    require_steward(actor, space)
    parent = changes.get("parent")
    if parent is not None and parent.id != space.parent_id:
        require_may_be_under(actor, parent)
        require_no_circle(space, parent)
    locked = Space.objects.select_for_update(of=("self",)).select_related("actor").get(id=space.id)
    wanted = {
        name: value
        for name, value in _allowed(changes, licence=locked.licence).items()
        if name not in {"name", "picture"} and getattr(locked, name) != value
    }
    named = _changed_actor(locked.actor, changes)
    if not wanted and not named:
        raise Conflict(_("Nothing was changed."))
    for name, value in {**wanted, **_follows_from(locked, wanted)}.items():
        setattr(locked, name, value)
        wanted[name] = value
    locked.save(update_fields=list(wanted))
    locked.actor.save(update_fields=list(named))
    record(
        SPACE_CHANGED, actor=actor, space_id=space.id, data={"changed": sorted({*wanted, *named})}
    )
    space.refresh_from_db()
    return space


@action
def close_space(*, actor: Actor, space: Space, reason: str) -> SpaceClosing:
    """From now on the space is read only."""
    require_steward(actor, space)
    Space.objects.select_for_update().get(id=space.id)
    require_open(space)
    closing = SpaceClosing(
        space=space,
        by=actor,
        reason=one_line(reason, most=500, least=1, field="reason"),
        at=moment(),
    )
    closing.save(force_insert=True)
    record(SPACE_CLOSED, actor=actor, space_id=space.id)
    return closing


@action
def reopen_space(*, actor: Actor, space: Space) -> None:
    """What was closed can be written in again."""
    require_steward(actor, space)
    found, _by_model = SpaceClosing.objects.filter(space=space).delete()
    if not found:
        raise Conflict(_("%(space)s is open already.") % {"space": space.name})
    record(SPACE_REOPENED, actor=actor, space_id=space.id)


def _group(handle: str, name: str) -> Actor:
    """The space's actor, under a handle that nobody has; an empty one is made from the name."""
    named = one_line(name, most=150, least=1, field="name")
    free = handle_from(named, taken=handle_is_taken, fallback="space")
    wanted = clean_handle(handle) if handle else free
    if wanted != free and handle_is_taken(wanted):
        raise _taken(wanted, free)
    group = Actor(
        id=new_id(moment()),
        kind=Actor.Kind.GROUP,
        handle=wanted,
        name=named,
        created_at=moment(),
    )
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(wanted, free) from error
    return group


def _taken(handle: str, free: str) -> Invalid:
    return Invalid(
        _("The handle %(handle)s is taken. %(free)s is free, for example.")
        % {"handle": handle, "free": free},
        "handle",
    )


def _default_visibility() -> str:
    allowed = Organisation.current().public_spaces_allowed
    return Space.Visibility.PUBLIC if allowed else Space.Visibility.MEMBERS


def _allowed(choices: Opening | Changes, *, licence: str) -> dict[str, Any]:
    """The choices as they are stored, once the organisation's own decisions allow them."""
    found: dict[str, Any] = dict(choices)
    organisation = Organisation.current()
    if "visibility" in found:
        require_visibility_allowed(found["visibility"])
    if organisation.licence_fixed:
        found["licence"] = organisation.licence
    found.setdefault("licence", licence)
    if found.get("visibility") == Space.Visibility.INVITATION:
        found["joining"] = Space.Joining.INVITATION
    if "purpose" in found:
        found["purpose"] = one_line(found["purpose"], most=300, least=1, field="purpose")
    return found


def _follows_from(space: Space, wanted: dict[str, Any]) -> dict[str, Any]:
    """A space nobody can find lets nobody join, also when only the joining was changed."""
    hidden = wanted.get("visibility", space.visibility) == Space.Visibility.INVITATION
    if hidden and wanted.get("joining", space.joining) != Space.Joining.INVITATION:
        return {"joining": Space.Joining.INVITATION}
    return {}


def _changed_actor(group: Actor, changes: Changes) -> dict[str, str]:
    """Sets the name and picture, which are the actor's, and tells which of them changed."""
    wanted: dict[str, str] = {}
    if "name" in changes:
        wanted["name"] = one_line(changes["name"], most=150, least=1, field="name")
    if "picture" in changes:
        wanted["picture"] = keep_picture(changes["picture"], instead_of=group.picture)
    changed = {name: value for name, value in wanted.items() if getattr(group, name) != value}
    for name, value in changed.items():
        setattr(group, name, value)
    return changed
