"""Accounts that nobody came back for."""

from datetime import timedelta

from groundswell.actors.models import Account
from groundswell.core.clock import now
from groundswell.core.schedule import every
from groundswell.people.actions import withdraw_account

HOURS_TO_CONFIRM = 24
MOST_AT_ONCE = 500


@every(hours=6)
def withdraw_unconfirmed() -> None:
    """Accounts whose address was never confirmed hold a handle that somebody else may want."""
    old = now() - timedelta(hours=HOURS_TO_CONFIRM)
    never = Account.objects.filter(last_login=None, date_joined__lt=old, is_staff=False)
    unconfirmed = never.exclude(emailaddress__verified=True).order_by("id")
    for account in unconfirmed[:MOST_AT_ONCE]:
        withdraw_account(actor=account.actor)
