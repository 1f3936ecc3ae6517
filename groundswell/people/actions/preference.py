"""How the pages look to a person, and what the organisation fixes for everybody."""

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.errors import Invalid
from groundswell.core.licences import LICENCES
from groundswell.core.text.clean import clean, one_line
from groundswell.people.activities import ORGANISATION_CHANGED
from groundswell.people.models import Profile
from groundswell.people.rules import known_zones, require_organiser


@unlogged(
    because="How the pages look to somebody is a preference, and not something that happened."
)
def change_preferences(
    *, actor: Actor, theme: str, nested: bool, language: str = "", time_zone: str = ""
) -> Account:
    """Colours, order of conversations, language and time zone of the pages the actor sees. Somebody
    is in one zone: whoever shows theirs shows the new one."""
    _require_one_of(theme, Account.Theme.values, "theme")
    _require_one_of(language, ["", *dict(settings.LANGUAGES)], "language")
    _require_one_of(time_zone, known_zones() | {""}, "time_zone")
    account = Account.objects.get(actor=actor)
    if account.time_zone != time_zone:
        Profile.objects.filter(actor=actor).exclude(time_zone="").update(time_zone=time_zone)
    account.theme, account.nested = theme, nested
    account.language, account.time_zone = language, time_zone
    account.save(update_fields=["theme", "nested", "language", "time_zone"])
    return account


@action
def change_organisation(*, actor: Actor, fixed: dict[str, str | bool]) -> Organisation:
    """Replaces what the organisation fixes for all spaces; `fixed` has the names of its columns."""
    require_organiser(actor)
    organisation = Organisation.current()
    for name, value in fixed.items():
        setattr(organisation, name, value)
    organisation.name = one_line(organisation.name, most=150, least=1, field="name")
    organisation.purpose = one_line(organisation.purpose, most=300, field="purpose")
    organisation.guidelines = clean(organisation.guidelines, most=10_000, field="guidelines")
    organisation.reactions = one_line(organisation.reactions, most=120, field="reactions")
    _require_one_of(organisation.licence, {one.code for one in LICENCES}, "licence")
    _require_one_of(organisation.sign_up, Organisation.SignUp.values, "sign_up")
    _require_one_of(organisation.space_opening, Organisation.Opening.values, "space_opening")
    organisation.save()
    record(ORGANISATION_CHANGED, actor=actor, data={"columns": sorted(fixed)})
    return organisation


def _require_one_of(value: str, known: Collection[str], field: str) -> None:
    if value not in known:
        raise Invalid(_("This is none of the choices."), field)
