"""What the projector shows."""

from django.utils.translation import gettext as _

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_desk, tell_wall
from groundswell.live.models import Session, Wall
from groundswell.live.rules import require_may_host


@unlogged(because="what a wall shows passes; what it shows was written by acts of its own")
def show_scene(*, actor: Actor, session: Session, scene: str) -> Wall:
    """Another picture; a still wall moves again."""
    if scene not in Wall.Scene.values:
        raise Invalid(_("Choose one of the scenes."), "scene")
    return _kept(actor, session, {"scene": scene, "still": ""})


@unlogged(because="what a wall shows passes; what it shows was written by acts of its own")
def still_wall(*, actor: Actor, session: Session, still: str) -> Wall:
    """Keeps what is shown now; with nothing to keep it moves again."""
    return _kept(actor, session, {"still": still})


def _kept(actor: Actor, session: Session, values: dict[str, str]) -> Wall:
    require_may_host(actor, session)
    held = hold(session)
    wall, _made = Wall.objects.update_or_create(session=held, defaults=values)
    tell_wall(held)
    tell_desk(held)
    return wall
