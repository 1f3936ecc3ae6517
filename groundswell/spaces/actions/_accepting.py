"""Accepting guidelines, by itself or as part of joining."""

from django.utils.translation import gettext as _

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid
from groundswell.spaces.models import Acceptance, Guideline, Space
from groundswell.spaces.rules import guidelines_of


def accept_shown(person: Actor, space: Space, number: int | None) -> Guideline | None:
    """Writes down that the person accepts version `number`, which they were shown."""
    current = guidelines_of(space)
    if not number or current is None:
        return None
    if current.number != number:
        raise Invalid(
            _("The guidelines of %(space)s have just changed. Please read them once more.")
            % {"space": space.name},
            "accept_guidelines",
        )
    Acceptance.objects.get_or_create(guideline=current, actor=person, defaults={"at": moment()})
    return current
