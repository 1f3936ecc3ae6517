"""The account package's forms in our words: labels and hints stand outside the fields."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Organisation
from groundswell.actors.passwords import LONGEST, refuse_names
from groundswell.core.errors import Invalid
from groundswell.core.forms import OneLine
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.people.selectors.people import handle_is_taken

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


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):  # type: ignore[misc]
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
        typed = self.cleaned_data["handle"]
        if not typed.strip():
            return handle_from(self.cleaned_data.get("name", ""), taken=handle_is_taken)
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
