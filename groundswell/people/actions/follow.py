"""Following people, and keeping away from them."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.people.activities import (
    PERSON_BLOCKED,
    PERSON_FOLLOWED,
    PERSON_MUTED,
    PERSON_RELEASED,
    PERSON_UNFOLLOWED,
)
from groundswell.people.models import Block, Level, PersonFollow
from groundswell.people.rules import require_another_person, require_may_meet


@action
def follow_person(*, actor: Actor, person: Actor, level: str = Level.NORMAL) -> PersonFollow:
    """Follows the person, or changes how much the actor wants to hear."""
    require_another_person(actor, person)
    require_may_meet(actor, person)
    if level not in Level.values:
        raise Invalid(_("Choose how much you want to hear: quiet, normal or all."), "level")
    follow, made = PersonFollow.objects.get_or_create(
        actor=actor, followed=person, defaults={"level": level, "created_at": moment()}
    )
    if not made:
        follow.level = level
        follow.save(update_fields=["level"])
    data = {"level": level, "new": made}
    record(PERSON_FOLLOWED, actor=actor, target_actor_id=person.id, data=data)
    return follow


@action
def unfollow_person(*, actor: Actor, person: Actor) -> None:
    """Ends the following."""
    ended, _rows = PersonFollow.objects.filter(actor=actor, followed=person).delete()
    if not ended:
        raise Conflict(_("You do not follow %(name)s.") % {"name": person.name})
    record(PERSON_UNFOLLOWED, actor=actor, target_actor_id=person.id)


@action
def mute_person(*, actor: Actor, person: Actor) -> Block:
    """Hides the person's words from the actor; the person notices nothing."""
    return _avoid(actor, person, Block.Kind.MUTE)


@action
def block_person(*, actor: Actor, person: Actor) -> Block:
    """Keeps the two apart: neither follows, mentions or answers the other any longer."""
    block = _avoid(actor, person, Block.Kind.BLOCK)
    PersonFollow.objects.filter(actor=actor, followed=person).delete()
    PersonFollow.objects.filter(actor=person, followed=actor).delete()
    return block


@action
def release_person(*, actor: Actor, person: Actor) -> None:
    """Ends muting or blocking."""
    ended, _rows = Block.objects.filter(actor=actor, blocked=person).delete()
    if not ended:
        raise Conflict(_("You neither mute nor block %(name)s.") % {"name": person.name})
    record(PERSON_RELEASED, actor=actor)


def _avoid(actor: Actor, person: Actor, kind: Block.Kind) -> Block:
    require_another_person(actor, person)
    block, made = Block.objects.get_or_create(actor=actor, blocked=person, defaults={"kind": kind})
    if not made:
        block.kind = kind
        block.save(update_fields=["kind"])
    record(PERSON_BLOCKED if kind == Block.Kind.BLOCK else PERSON_MUTED, actor=actor)
    return block
