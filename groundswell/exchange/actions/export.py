"""Asking for a space in one file."""

from datetime import timedelta

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.exchange.activities import EXPORT_ASKED
from groundswell.exchange.models import Export
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_steward

WAIT = timedelta(minutes=10)


@action
def ask_for_export(*, actor: Actor, space: Space) -> Export:
    """The worker writes the file; one at a time for a space."""
    require_steward(actor, space)
    Space.objects.select_for_update().get(id=space.id)
    waiting = Export.objects.of(space).filter(ready_at=None, problem="", asked_at__gt=now() - WAIT)
    if waiting.exists():
        raise Conflict(_("An export is being written already. Come back in a few minutes."))
    export = Export(space=space, by=actor)
    export.save(force_insert=True)
    record(EXPORT_ASKED, actor=actor, space_id=space.id, data={"export": str(export.id)})
    return export
