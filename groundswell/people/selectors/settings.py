"""What the settings pages show."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.actors.models import Account, Actor
from groundswell.people.models import Block, PersonFollow

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How well an account is protected."""

    has_password: bool
    has_app: bool
    keys: int
    codes_left: int
    sessions: int


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """One place where an account is signed in."""

    id: int
    device: str
    ip: str
    since: datetime
    seen: datetime
    here: bool


def organisers() -> list[Actor]:
    """The stewards of the organisation, by name."""
    staff = Actor.objects.people().filter(account__is_staff=True, account__is_active=True)
    return list(staff.order_by("name", "id"))


def protection_of(account: Account) -> Protection:
    """What stands between a stranger and this account."""
    factors = list(Authenticator.objects.filter(user_id=account.pk))
    codes = [f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES]
    return Protection(
        has_password=account.has_usable_password(),
        has_app=any(f.type == Authenticator.Type.TOTP for f in factors),
        keys=sum(f.type == Authenticator.Type.WEBAUTHN for f in factors),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
        sessions=UserSession.objects.filter(user_id=account.pk).count(),
    )


def sessions_of(account: Account, *, current: str | None) -> list[SignedIn]:
    """Where the account is signed in, the latest first; those that ended are cleared away."""
    rows = UserSession.objects.purge_and_list(account)
    return [
        SignedIn(
            id=row.pk,
            device=device_name(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            seen=row.last_seen_at,
            here=row.session_key == current,
        )
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def device_name(user_agent: str) -> str:
    """What a browser calls itself, as people call it."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown device")


def followed_by(actor: Actor) -> QuerySet[PersonFollow]:
    """Whom the person follows."""
    return PersonFollow.objects.filter(actor=actor).select_related("followed").order_by("-id")


def avoided_by(actor: Actor) -> QuerySet[Block]:
    """Whom the person mutes or blocks."""
    return Block.objects.filter(actor=actor).select_related("blocked").order_by("-id")


def waiting_accounts() -> QuerySet[Account]:
    """New accounts that no steward has decided about; those who confirmed their address."""
    return Account.objects.filter(
        approved_at=None, emailaddress__verified=True, emailaddress__primary=True
    ).order_by("id")
