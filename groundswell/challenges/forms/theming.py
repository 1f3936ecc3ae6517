"""What people fill in to find themes and to put them right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import PlainForm


class RunForm(PlainForm):
    """How many themes: a number around 1."""

    resolution = forms.FloatField(
        label=_("Fewer or more themes"),
        min_value=0.2,
        max_value=5,
        initial=1,
        help_text=_("From 0.2 (few large ones) to 5 (many small ones); 1 suits most."),
        widget=forms.NumberInput(attrs={"type": "range", "step": "0.1"}),
        error_messages={
            "required": _("Choose how fine the themes are."),
            "invalid": _("Choose a number from 0.2 to 5."),
            "min_value": _("Choose a number from 0.2 to 5."),
            "max_value": _("Choose a number from 0.2 to 5."),
        },
    )
