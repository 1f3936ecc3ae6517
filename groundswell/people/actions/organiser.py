"""Who stewards the organisation: naming somebody, and stepping down."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Account, Actor
from groundswell.core.errors import Conflict
from groundswell.people.activities import ORGANISER_NAMED, ORGANISER_STEPPED_DOWN
from groundswell.people.rules import require_another_organiser, require_organiser


@action
def name_organiser(*, actor: Actor, person: Actor) -> Account:
    """Makes somebody who has an account a steward of the organisation."""
    require_organiser(actor)
    account = _locked(person)
    if account is None or not account.is_active or account.approved_at is None:
        raise Conflict(_("%(name)s has no account that is in use here.") % {"name": person.name})
    if account.is_staff:
        raise Conflict(
            _("%(name)s is a steward of the organisation already.") % {"name": person.name}
        )
    account.is_staff = True
    account.save(update_fields=["is_staff"])
    record(ORGANISER_NAMED, actor=actor, target_actor_id=person.id)
    return account


@action
def step_down(*, actor: Actor) -> None:
    """Stewards the organisation no longer, as long as somebody else does."""
    require_organiser(actor)
    require_another_organiser(Account.objects.get(actor=actor))
    account = Account.objects.select_for_update(of=("self",)).get(actor=actor)
    account.is_staff = False
    account.save(update_fields=["is_staff"])
    record(ORGANISER_STEPPED_DOWN, actor=actor)


def _locked(person: Actor) -> Account | None:
    return Account.objects.select_for_update(of=("self",)).filter(actor=person).first()
