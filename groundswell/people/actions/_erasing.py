"""What is left of a person who is erased: a row that others' words can point to."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.people.models import (
    AlertPreference,
    Block,
    PersonFollow,
    Presence,
    Profile,
    Skill,
)


def forget_person(actor: Actor) -> None:
    """Takes the name, the handle, the picture and all that the person said of themself."""
    for model in (AlertPreference, Presence, Profile, Skill):
        model.objects.filter(actor=actor).delete()
    Block.objects.filter(Q(actor=actor) | Q(blocked=actor)).delete()
    PersonFollow.objects.filter(Q(actor=actor) | Q(followed=actor)).delete()
    _drop_picture(actor.picture)
    actor.name = _("Somebody who left")
    actor.handle = f"left-{actor.id:x}"
    actor.picture = ""
    actor.left_at = now()
    actor.save(update_fields=["name", "handle", "picture", "left_at"])


def _drop_picture(path: str) -> None:
    if "/" in path:
        transaction.on_commit(lambda: default_storage.delete(path))
