"""Opening an account, letting it in or not, and erasing it."""

from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record, unlogged
from groundswell.actors import sessions
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.people.actions._erasing import forget_person
from groundswell.people.activities import (
    ACCOUNT_APPROVED,
    ACCOUNT_ERASED,
    ACCOUNT_OPENED,
    ACCOUNT_REFUSED,
)
from groundswell.people.bearers import bring
from groundswell.people.models import Profile, RetiredHandle, SignUpRefusal
from groundswell.people.rules import require_another_organiser, require_organiser

MOST_AN_HOUR = 50


@action
def open_account(
    *,
    actor: Actor,
    email: str,
    password: str | None,
    steward: bool = False,
    invitation: str = "",
    confirmed: bool = False,
) -> Account:
    """Stores the new person and how they sign in.

    `invitation` is the token they came by: it lets them write without approval, and in where
    nobody else may come, once for each of its uses. `confirmed` says that the address is theirs.
    """
    if RetiredHandle.objects.filter(digest=RetiredHandle.digest_of(actor.handle)).exists():
        raise Invalid(
            _("This handle belonged to somebody who left. Please choose another."), "handle"
        )
    organisation = Organisation.current()
    actor.save(force_insert=True)
    invited = bring(invitation, actor)
    if invitation and not invited and organisation.sign_up == Organisation.SignUp.INVITATION:
        raise Conflict(
            _("This invitation has been used, withdrawn or has expired. Ask for a new one.")
        )
    waits = not (invited or steward) and _must_wait(organisation)
    account = Account(
        actor=actor, email=email, is_staff=steward, approved_at=None if waits else now()
    )
    account.set_password(password)
    account.save(force_insert=True)
    if confirmed:
        EmailAddress(user=account, email=email, verified=True, primary=True).save()
    Profile(actor=actor).save(force_insert=True)
    accepted = sha256(organisation.guidelines.encode()).hexdigest()[:16]
    data = {"waits": waits, "steward": steward, "guidelines": accepted}
    record(ACCOUNT_OPENED, actor=actor, target_actor_id=actor.id, data=data)
    return account


def _must_wait(organisation: Organisation) -> bool:
    """By the organisation's choice, or because more people come than anybody can greet."""
    if organisation.sign_up == Organisation.SignUp.APPROVAL:
        return True
    lately = Account.objects.filter(date_joined__gt=now() - timedelta(hours=1))
    return lately.count() >= MOST_AN_HOUR


@action
def approve_account(*, actor: Actor, account: Account) -> Account:
    """Lets a waiting person write."""
    require_organiser(actor)
    _lock_waiting(account)
    account.approved_at = now()
    account.save(update_fields=["approved_at"])
    record(ACCOUNT_APPROVED, actor=actor, target_actor_id=account.actor_id)
    return account


@action
def refuse_account(*, actor: Actor, account: Account, reason: str) -> SignUpRefusal:
    """Turns a waiting person away with a reason; their account and address are erased."""
    require_organiser(actor)
    _lock_waiting(account)
    refusal = SignUpRefusal(
        actor=account.actor,
        by=actor,
        reason=one_line(reason, most=500, least=1, field="reason"),
    )
    refusal.save(force_insert=True)
    _close(account)
    forget_person(account.actor)
    record(ACCOUNT_REFUSED, actor=actor, target_actor_id=account.actor_id)
    return refusal


@unlogged(because="How somebody signs in is nobody else's business.")
def change_password(*, actor: Actor, account: Account, password: str) -> Account:
    """Stores a new password."""
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@action
def withdraw_account(*, actor: Actor) -> Actor:
    """Takes back an account whose address was never confirmed; its handle is free again."""
    account = Account.objects.select_for_update(of=("self",)).get(actor=actor)
    if account.last_login is not None:
        raise Conflict(_("This account is in use. It can be erased in its settings."))
    _close(account)
    forget_person(actor)
    record(ACCOUNT_ERASED, actor=actor)
    return actor


@action
def erase_account(*, actor: Actor) -> Actor:
    """Removes everything personal of the actor; others remove what they hold when they read it."""
    require_another_organiser(Account.objects.get(actor=actor))
    account = Account.objects.select_for_update(of=("self",)).get(actor=actor)
    RetiredHandle.objects.get_or_create(digest=RetiredHandle.digest_of(actor.handle))
    _close(account)
    forget_person(actor)
    record(ACCOUNT_ERASED, actor=actor)
    return actor


def _lock_waiting(account: Account) -> None:
    if not Account.objects.select_for_update(of=("self",)).filter(id=account.id, approved_at=None):
        raise Conflict(_("Somebody has already decided about this account."))


def _close(account: Account) -> None:
    sessions.end_all(account)
    account.delete()
