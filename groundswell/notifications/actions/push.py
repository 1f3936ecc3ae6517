"""Browsers that ask to be told."""

from django.conf import settings
from django.utils.translation import gettext as _

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.fetching import FetchRefused, checked_url
from groundswell.notifications.models import Notification, PushSubscription
from groundswell.notifications.push import is_key

MOST_BROWSERS = 10
LONGEST_ENDPOINT = 1000
PUBLIC_KEY_BYTES = 65
SECRET_BYTES = 16


@unlogged(because="Which browsers somebody is told on is a preference, shown to nobody.")
def subscribe_push(
    *, actor: Actor, endpoint: str, public_key: str, secret: str, browser: str = ""
) -> PushSubscription:
    """Tells this browser from now on. One that belonged to somebody else is theirs no longer."""
    _require_address(endpoint)
    keys_fit = is_key(public_key, length=PUBLIC_KEY_BYTES) and is_key(secret, length=SECRET_BYTES)
    if not keys_fit:
        raise Invalid(_("This browser did not give the keys that are needed. Try again."))
    mine = PushSubscription.objects.filter(actor=actor).exclude(endpoint=endpoint)
    if mine.count() >= MOST_BROWSERS:
        raise Conflict(_("You are told on ten browsers already. Remove one of them first."))
    subscription, _made = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "actor": actor,
            "public_key": public_key,
            "secret": secret,
            "browser": browser[:80],
            "failures": 0,
        },
    )
    # What waits already is in the list; the browser hears of what comes.
    Notification.objects.of(actor).filter(pushed_at=None).update(pushed_at=now())
    return subscription


@unlogged(because="Which browsers somebody is told on is a preference, shown to nobody.")
def unsubscribe_push(*, actor: Actor, subscription_id: int) -> None:
    """Tells this browser no longer."""
    PushSubscription.objects.filter(actor=actor, id=subscription_id).delete()


def _require_address(endpoint: str) -> None:
    try:
        scheme = checked_url(endpoint).scheme
    except FetchRefused as error:
        raise _unreachable() from error
    if len(endpoint) > LONGEST_ENDPOINT or (
        scheme != "https" and not settings.OUTBOUND_ALLOW_LOOPBACK
    ):
        raise _unreachable()


def _unreachable() -> Invalid:
    return Invalid(_("This browser's push service cannot be reached from here."))
