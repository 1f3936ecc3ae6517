"""The account package's forms in our words: labels and hints stand outside the fields."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Organisation
from groundswell.actors.passwords import LONGEST, refuse_names
from groundswell.core.errors import Invalid
from groundswell.core.forms import OneLine
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.people.selectors.people import handle_is_taken

LONGEST_CREDENTIAL = 20_000
UNREADABLE = _("This passkey could not be read. Please try again, or sign in another way.")
# A browser's help only: what counts is checked when the form is sent.
LIMITS = {
    "code": 40,
    "email": 254,
    "login": 254,
    "oldpassword": LONGEST,
    "password": LONGEST,
    "password1": LONGEST,
    "password2": LONGEST,
}


class Plain:
    """Takes what the package writes into and below its fields; the page says it better."""

    labels: dict[str, Any] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        fields: dict[str, forms.Field] = getattr(self, "fields", {})
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            field.label = self.labels.get(name, field.label)
            if name in LIMITS:
                field.widget.attrs["maxlength"] = LIMITS[name]


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password")}


class ReauthenticateForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Password now"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class ConfirmEmailForm(Plain, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ConfirmLoginForm(Plain, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class AddEmailForm(Plain, account.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("New e-mail address")}


class RequestLoginCodeForm(Plain, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class SetPasswordForm(Plain, account.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("Password"), "password2": _("Password, once more")}


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class SecondFactorForm(Plain, mfa.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Number or recovery code")}


class ReauthenticateSecondFactorForm(Plain, mfa.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Number or recovery code")}


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Number")}


class Credential(forms.JSONField):
    """What a browser says of a passkey. Anybody can send anything in its place."""

    widget = forms.HiddenInput
    default_error_messages = {"required": UNREADABLE, "invalid": UNREADABLE}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Passkey"), **options})

    def clean(self, value: Any) -> dict[str, Any]:
        """A small object of a known shape, or a refusal."""
        if len(value or "") > LONGEST_CREDENTIAL:
            raise ValidationError(UNREADABLE)
        try:
            read = super().clean(value)
        except RecursionError as error:
            raise ValidationError(UNREADABLE) from error
        if not isinstance(read, dict) or not isinstance(read.get("response"), dict):
            raise ValidationError(UNREADABLE)
        return read


class Unforgeable:
    """The package's parsers meet only what they were written for; all else is a wrong passkey."""

    def clean_credential(self) -> Any:
        """The authenticator, or a refusal, whatever was sent."""
        return _checked(getattr(super(), "clean_credential", self._as_sent))

    def clean(self) -> Any:
        """The same for what is checked with the whole form."""
        return _checked(super().clean)  # type: ignore[misc]

    def _as_sent(self) -> Any:
        return self.cleaned_data["credential"]  # type: ignore[attr-defined]


def _checked(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except (ValueError, TypeError, LookupError, AttributeError, InvalidSignature) as error:
        raise ValidationError(UNREADABLE) from error


class PasskeyForm(Unforgeable, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class LoginByPasskeyForm(Unforgeable, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class ReauthenticateByPasskeyForm(Unforgeable, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class AddPasskeyForm(Unforgeable, Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    credential = Credential()
    labels = {"name": _("Name"), "passwordless": _("Let it sign me in without my password")}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"passwordless": True, **(options.get("initial") or {})}
        super().__init__(*arguments, **options)


class SignUpForm(Plain, account.SignupForm):  # type: ignore[misc]
    """A name, a handle made from it unless one is typed, an address and a password."""

    name = OneLine(label=_("Name"), most=150)
    handle = forms.CharField(label=_("Handle"), required=False, max_length=64)
    guidelines = forms.BooleanField(
        label=_("I have read this and will keep to it"),
        error_messages={"required": _("Please read what we ask of each other, and agree to it.")},
    )
    labels = {"email": _("E-mail"), "password1": _("Password")}
    field_order = ["name", "handle", "email", "password1", "guidelines"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not Organisation.current().guidelines:
            del self.fields["guidelines"]

    def clean_handle(self) -> str:
        """The handle as typed, or one that resembles the name."""
        typed, name = self.cleaned_data["handle"], self.cleaned_data.get("name", "")
        # The page fills in what it suggests: nobody chose that, so nobody has to choose again.
        if typed.strip() in {"", handle_from(name)}:
            return handle_from(name, taken=handle_is_taken)
        try:
            handle = clean_handle(typed)
        except Invalid as error:
            raise ValidationError(str(error)) from error
        if handle_is_taken(handle):
            raise ValidationError(_("Somebody has this handle already. Please choose another."))
        return handle

    def clean(self) -> dict[str, Any]:
        """A password is not a name."""
        words: dict[str, Any] = super().clean()
        names = [str(words.get(field) or "") for field in ("name", "handle", "email")]
        try:
            refuse_names(words.get("password1") or "", names)
        except ValidationError as error:
            self.add_error("password1", error)
        return words
