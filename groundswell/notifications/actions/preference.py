"""How somebody wants to be told."""

from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Reason
from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid
from groundswell.notifications.models import DigestClock
from groundswell.people.models import AlertPreference

LAST_HOUR = 23
LAST_WEEKDAY = 6


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a person chose on the page of settings."""

    mail: str
    digest_hour: int
    digest_weekday: int
    quiet_from: time | None
    quiet_until: time | None
    private_words: bool


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def change_alert_preference(*, actor: Actor, wishes: Wishes) -> AlertPreference:
    """Replaces how the actor is told by mail, and when not to be disturbed."""
    if wishes.mail not in AlertPreference.Mail.values:
        raise Invalid(_("Choose when mail should come."), "mail")
    if not 0 <= wishes.digest_hour <= LAST_HOUR:
        raise Invalid(_("Choose an hour of the day."), "digest_hour")
    if not 0 <= wishes.digest_weekday <= LAST_WEEKDAY:
        raise Invalid(_("Choose a day of the week."), "digest_weekday")
    if (wishes.quiet_from is None) != (wishes.quiet_until is None):
        raise Invalid(_("Quiet hours need a beginning and an end."), "quiet_until")
    preference, _made = AlertPreference.objects.get_or_create(actor=actor)
    for name, value in vars(wishes).items():
        setattr(preference, name, value)
    preference.save(update_fields=list(vars(wishes)))
    DigestClock.objects.filter(recipient=actor).delete()
    return preference


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def stop_mail(*, actor: Actor) -> None:
    """No more mail about alerts; they still wait on the site."""
    AlertPreference.objects.update_or_create(
        actor=actor, defaults={"mail": AlertPreference.Mail.NEVER}
    )


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def choose_reasons(*, actor: Actor, wanted: set[Reason]) -> None:
    """Which reasons are worth an alert to the actor; the others are silenced."""
    AlertPreference.objects.update_or_create(
        actor=actor, defaults={"silenced": sorted(set(Reason) - wanted)}
    )
