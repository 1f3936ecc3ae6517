"""What stewards of the organisation decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Organisation
from groundswell.core.forms import CleanText, OneLine, PlainForm, Signs
from groundswell.core.licences import LICENCES


class OrganisationForm(PlainForm):
    """What the organisation fixes for all its spaces."""

    name = OneLine(label=_("Name"), most=150)
    purpose = OneLine(label=_("Purpose, in one sentence"), most=300, required=False)
    sign_up = forms.ChoiceField(
        label=_("Who may open an account"),
        choices=Organisation.SignUp,
        widget=forms.RadioSelect,
    )
    space_opening = forms.ChoiceField(
        label=_("Who may open a space"),
        choices=Organisation.Opening,
        widget=forms.RadioSelect,
    )
    public_spaces_allowed = forms.BooleanField(
        label=_("Spaces may be readable by everyone"),
        required=False,
        help_text=_("Without this, spaces that everyone can read become readable to members only."),
    )
    licence = forms.ChoiceField(
        label=_("Licence of what is written"),
        choices=[(one.code, one.name) for one in LICENCES],
    )
    licence_fixed = forms.BooleanField(
        label=_("Every space uses this licence"),
        required=False,
        help_text=_(
            "Spaces that had chosen another use this one from now on, and theirs again if you "
            "leave it to them later."
        ),
    )
    reactions = Signs(
        label=_("Reactions"),
        required=False,
        help_text=_(
            "Up to ten signs with a space between them, for spaces that choose none of their own. "
            "Empty: those that everybody begins with."
        ),
    )
    guidelines = CleanText(label=_("What we ask of each other"), most=10_000, required=False)


class OrganiserForm(PlainForm):
    """Who is to steward the organisation as well."""

    handle = OneLine(label=_("Handle of the person"), most=64)


class RefusalForm(PlainForm):
    """Why a new account is turned away."""

    reason = OneLine(label=_("Reason, sent to the person"), most=500)
