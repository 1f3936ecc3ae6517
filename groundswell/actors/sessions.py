"""How long a sign-in lasts: as long as it is used, but never past its last day."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from groundswell.actors.models import Account
from groundswell.core import subscriptions
from groundswell.core.clock import now

IDLE = timedelta(days=14)
LONGEST = timedelta(days=60)
IDLE_OF_ORGANISERS = timedelta(hours=12)
LONGEST_OF_ORGANISERS = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=30)
BEGAN, SEEN = "began", "seen"


@receiver(user_logged_in)
def begin(request: Any, **_others: Any) -> None:
    """Every way of signing in starts the clock."""
    request.session[BEGAN] = request.session[SEEN] = _stamp(now())


def is_over(session: SessionBase, account: Account) -> bool:
    """Whether the person must sign in again."""
    at = now()
    idle, longest = (
        (IDLE_OF_ORGANISERS, LONGEST_OF_ORGANISERS) if account.is_staff else (IDLE, LONGEST)
    )
    return (
        at - _moment(session.get(SEEN), at) > idle or at - _moment(session.get(BEGAN), at) > longest
    )


def seen(session: SessionBase) -> None:
    """Notes, at most every half hour, that the session is in use: the cookie lives on from now."""
    at = now()
    if SEEN in session and at - _moment(session[SEEN], at) < SEEN_EVERY:
        return
    session[SEEN] = _stamp(at)
    session.setdefault(BEGAN, _stamp(at))
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)


@receiver([password_changed, password_set, password_reset])
@receiver([authenticator_added, authenticator_removed])
def protect(request: HttpRequest, user: Account, **_others: Any) -> None:
    """Whoever changes how the account is opened may do so because somebody else got in."""
    end_all(user, but=request.session.session_key)


def end_all(account: Account, *, but: str | None = None) -> None:
    """Signs the account out everywhere, except in the session with the key `but`."""
    for session in UserSession.objects.filter(user_id=account.pk):
        if session.session_key != but:
            session.end()
    end_streams(account)


@receiver(user_logged_out)
def end_streams(user: Account | None, **_others: Any) -> None:
    """What was opened while signed in hears nothing any longer, in any window.

    Where the person stays signed in, each page opens its next stream by itself.
    """
    if user is not None:
        transaction.on_commit(partial(subscriptions.revoke, user.actor_id))


@receiver(post_delete, sender=UserSession)
def end_streams_of_session(instance: UserSession, **_others: Any) -> None:
    """The same for a session that was ended from elsewhere."""
    end_streams(Account.objects.filter(pk=instance.user_id).first())


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


def _moment(stamp: Any, otherwise: datetime) -> datetime:
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) else otherwise
