"""What stewards of the organisation decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Organisation
from groundswell.core.forms import CleanText, OneLine, PlainForm

LICENCES = [
    ("CC-BY-SA-4.0", _("Creative Commons: name the author, share alike")),
    ("CC-BY-4.0", _("Creative Commons: name the author")),
    ("CC0-1.0", _("Free for everything, no conditions")),
    ("CC-BY-NC-SA-4.0", _("Creative Commons: name the author, not for profit, share alike")),
    ("LicenseRef-all-rights-reserved", _("All rights stay with the authors")),
]


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
    licence = forms.ChoiceField(label=_("Licence of what is written"), choices=LICENCES)
    licence_fixed = forms.BooleanField(
        label=_("Every space uses this licence"),
        required=False,
        help_text=_(
            "Spaces that had chosen another use this one from now on, and theirs again if you "
            "leave it to them later."
        ),
    )
    guidelines = CleanText(label=_("What we ask of each other"), most=10_000, required=False)


class RefusalForm(PlainForm):
    """Why a new account is turned away."""

    reason = OneLine(label=_("Reason, sent to the person"), most=500)
