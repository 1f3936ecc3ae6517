"""Changing a space's guidelines, and accepting them."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import clean
from groundswell.spaces.actions._accepting import accept_shown
from groundswell.spaces.actions._words import write_guidelines
from groundswell.spaces.activities import GUIDELINES_ACCEPTED, GUIDELINES_CHANGED
from groundswell.spaces.models import LONGEST_GUIDELINES, Guideline, Space
from groundswell.spaces.rules import require_steward


@action
def edit_guidelines(
    *, actor: Actor, space: Space, text: str, based_on: int | None = None
) -> Guideline:
    """Puts the next version into force; an empty text takes the guidelines back.

    `based_on` is the version the steward saw: if another came meanwhile, nobody's is lost.
    """
    require_steward(actor, space)
    Space.objects.select_for_update().get(id=space.id)
    latest = Guideline.objects.filter(space=space).latest_first().first()
    if based_on is not None and based_on != (latest.number if latest else 0):
        raise Conflict(
            _(
                "Another steward changed the guidelines while you were writing. "
                "Your words are kept here: compare them with the new version, then save again."
            )
        )
    source = clean(text, most=LONGEST_GUIDELINES, field="text")
    if source == (latest.source if latest else ""):
        raise Conflict(_("Nothing was changed."))
    guideline = write_guidelines(space, actor, source)
    record(GUIDELINES_CHANGED, actor=actor, space_id=space.id, data={"number": guideline.number})
    return guideline


@action
def accept_guidelines(*, actor: Actor, space: Space, number: int) -> Guideline:
    """The actor accepts the version they were shown."""
    accepted = accept_shown(actor, space, number)
    if accepted is None:
        raise Conflict(_("%(space)s has no guidelines to accept.") % {"space": space.name})
    record(GUIDELINES_ACCEPTED, actor=actor, space_id=space.id, data={"number": accepted.number})
    return accepted
