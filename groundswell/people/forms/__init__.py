"""What people fill in about themselves and their account."""

from groundswell.people.forms.account import (
    ActivateTOTPForm,
    AddPasskeyForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ReauthenticateSecondFactorForm,
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
    "AddPasskeyForm",
    "AppearanceForm",
    "ChangePasswordForm",
    "EraseForm",
    "LoginForm",
    "OrganisationForm",
    "PictureForm",
    "PresenceForm",
    "ProfileForm",
    "ReauthenticateForm",
    "ReauthenticateSecondFactorForm",
    "RefusalForm",
    "ResetPasswordKeyForm",
    "SecondFactorForm",
    "SetPasswordForm",
    "SignUpForm",
]
