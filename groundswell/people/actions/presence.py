"""A person's pages elsewhere."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.fetching import FetchRefused, checked_url
from groundswell.core.text.clean import one_line
from groundswell.people.activities import PRESENCE_ADDED, PRESENCE_REMOVED
from groundswell.people.models import Presence

MOST_PRESENCES = 12
LONGEST_ADDRESS = 500


@action
def add_presence(*, actor: Actor, url: str, label: str) -> Presence:
    """Lists a page of the person's; whether it is theirs is found out afterwards, by the worker."""
    count = Presence.objects.filter(actor=actor).count()
    if count >= MOST_PRESENCES:
        sentence = ngettext(
            "At most %(most)d page fits.", "At most %(most)d pages fit.", MOST_PRESENCES
        )
        raise Invalid(sentence % {"most": MOST_PRESENCES}, "url")
    address = _address(url)
    presence, made = Presence.objects.get_or_create(
        actor=actor, url=address, defaults={"label": _label(label, address)}
    )
    if not made:
        raise Conflict(_("This page is on your list already."))
    record(PRESENCE_ADDED, actor=actor, target_actor_id=actor.id, data=_told(presence))
    return presence


@action
def remove_presence(*, actor: Actor, presence: Presence) -> None:
    """Takes the page off the person's list."""
    record(PRESENCE_REMOVED, actor=actor, target_actor_id=actor.id, data=_told(presence))
    presence.delete()


def _address(url: str) -> str:
    """The address as we keep it; without a scheme it is taken for a secure one."""
    typed = one_line(url, most=500, least=1, field="url")
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        URLValidator(schemes=["http", "https"])(whole)
        address = str(checked_url(whole))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "url") from error
    except FetchRefused as error:
        raise Invalid(error.message, "url") from error
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(_("This address is too long."), "url")
    return address


def _told(presence: Presence) -> dict[str, str]:
    return {"presence": str(presence.id)}


def _label(label: str, address: str) -> str:
    """The given name of the page, or its host."""
    given = one_line(label, most=60, field="label")
    return given or address.split("/")[2].removeprefix("www.")[:60]
