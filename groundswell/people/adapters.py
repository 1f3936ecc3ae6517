"""How django-allauth works for us: accounts are opened by our action, mail is ours."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.errors import Refused
from groundswell.core.signing import Purpose, sign, unsign
from groundswell.people.actions import change_password, open_account
from groundswell.people.bearers import SESSION_KEY, may_bring
from groundswell.people.rules import is_waiting, must_add_second_factor
from groundswell.people.tasks import post

KNOWN_DEVICE = Purpose("device", timedelta(days=365))
DEVICE_COOKIE = "gs-device"
MOST_ACCOUNTS_A_DEVICE = 10
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Opens sign-up as the organisation says, and greets where the account stands."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail address and this password do not belong together. Please check both."
        ),
        "incorrect_code": _(
            "This is not the code that we sent. Please look again, or ask for a new one."
        ),
        "too_many_login_attempts": _(
            "That was wrong too often. Please wait a few minutes and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Open, by approval, or with an invitation accepted in this session that still stands."""
        organisation = Organisation.current()
        if organisation.takes_newcomers:
            return True
        invited = organisation.sign_up == Organisation.SignUp.INVITATION
        return invited and may_bring(_invitation(request))

    def save_user(
        self,
        request: HttpRequest,
        user: Account,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's own signature
    ) -> Account:
        """Makes the person and the account in one action."""
        words = form.cleaned_data
        return open_account(
            actor=Actor(handle=words["handle"], name=words["name"]),
            email=words["email"],
            password=words["password1"],
            invitation=_invitation(request),
        )

    def set_password(self, user: Account, password: str) -> None:
        """Stores it by our own door."""
        change_password(actor=user.actor, account=user, password=password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where an invitation led, or the start; those who wait are told so."""
        landing = request.session.pop("landing", "")
        if is_waiting(getattr(request.user, "actor", None)):
            return reverse("account_waiting")
        if landing:
            return str(landing)
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same."""
        return self.get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the change began."""
        return reverse("settings_security")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to where the change began."""
        return reverse("settings_account")

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse:
        """Tells the person by mail when the device is new to us, and remembers it."""
        response: HttpResponse = super().post_login(request, user, **options)
        known = known_accounts(request)
        if str(user.pk) not in known:
            if not options.get("signup"):
                self.send_notification_mail("account/email/new_device", user)
            known = [str(user.pk), *known][:MOST_ACCOUNTS_A_DEVICE]
        remember(response, known)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One text, plain and as simple HTML."""
        post(template_prefix, email, {"request": current.request, **context})

    def render_mail(self, *arguments: Any, **options: Any) -> EmailMessage:
        """Never used: `send_mail` composes."""
        raise NotImplementedError


def _invitation(request: HttpRequest) -> str:
    """The token that this browser's bearer said yes to; empty for none."""
    return str(request.session.get(SESSION_KEY, ""))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps stewards of the organisation from falling back to a password alone."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This number is not right, or was used already. Please type the one shown now."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether enough is left without this one."""
        if not must_add_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(
            user_id=authenticator.user_id, type__in=SECOND_FACTORS
        ).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def get_totp_issuer(self) -> str:
        """What the authenticator app lists us as."""
        return Organisation.current().name


def has_second_factor(account: Account) -> bool:
    """Whether more than a password opens this account."""
    return bool(is_mfa_enabled(account, SECOND_FACTORS))


def known_accounts(request: HttpRequest) -> list[str]:
    """The accounts that have signed in from this browser before."""
    try:
        found = unsign(KNOWN_DEVICE, request.COOKIES.get(DEVICE_COOKIE, ""))
    except Refused:
        return []
    return [str(account) for account in found] if isinstance(found, list) else []


def remember(response: HttpResponse, accounts: list[str]) -> None:
    """Lets this browser be known for a year."""
    response.set_cookie(
        DEVICE_COOKIE,
        sign(KNOWN_DEVICE, accounts),
        max_age=KNOWN_DEVICE.max_age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
