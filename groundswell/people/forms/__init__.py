"""What people fill in about themselves and their account."""

from groundswell.people.forms.account import (
    ActivateTOTPForm,
    AddEmailForm,
    AddPasskeyForm,
    ChangePasswordForm,
    ConfirmEmailForm,
    ConfirmLoginForm,
    LoginForm,
    ReauthenticateForm,
    ReauthenticateSecondFactorForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SecondFactorForm,
    SetPasswordForm,
    SignUpForm,
)
from groundswell.people.forms.organisation import OrganisationForm, RefusalForm
from groundswell.people.forms.settings import (
    AppearanceForm,
    EraseForm,
    PictureForm,
    PresenceForm,
    ProfileForm,
)

__all__ = [
    "ActivateTOTPForm",
    "AddEmailForm",
    "AddPasskeyForm",
    "AppearanceForm",
    "ChangePasswordForm",
    "ConfirmEmailForm",
    "ConfirmLoginForm",
    "EraseForm",
    "LoginForm",
    "OrganisationForm",
    "PictureForm",
    "PresenceForm",
    "ProfileForm",
    "ReauthenticateForm",
    "ReauthenticateSecondFactorForm",
    "RefusalForm",
    "RequestLoginCodeForm",
    "ResetPasswordForm",
    "ResetPasswordKeyForm",
    "SecondFactorForm",
    "SetPasswordForm",
    "SignUpForm",
]
