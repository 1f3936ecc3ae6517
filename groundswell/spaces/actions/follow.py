"""Following a space: wanting to hear of what is said in it."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.people.models import Level
from groundswell.spaces.activities import SPACE_FOLLOWED, SPACE_UNFOLLOWED
from groundswell.spaces.models import Space, SpaceFollow


@action
def follow_space(*, actor: Actor, space: Space, level: str = Level.NORMAL) -> SpaceFollow:
    """Follows the space, or changes how much of it one hears."""
    if level not in Level.values:
        raise Invalid(_("Choose quiet, normal or all."), "level")
    follow, _made = SpaceFollow.objects.update_or_create(
        space=space, actor=actor, defaults={"level": level}
    )
    record(SPACE_FOLLOWED, actor=actor, space_id=space.id, data={"level": str(level)})
    return follow


@action
def unfollow_space(*, actor: Actor, space: Space) -> None:
    """Hears of the space no longer."""
    found, _by_model = SpaceFollow.objects.filter(space=space, actor=actor).delete()
    if not found:
        raise Conflict(_("You do not follow %(space)s.") % {"space": space.name})
    record(SPACE_UNFOLLOWED, actor=actor, space_id=space.id)
