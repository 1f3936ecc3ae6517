"""What a host fills in to hand a part of the leading to somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import OneLine, PlainForm
from groundswell.live.models import SessionLink


class LinkForm(PlainForm):
    """A link: what it lets one do, for whom, and for how long."""

    kind = forms.ChoiceField(
        label=_("What does it open?"),
        choices=SessionLink.Kind.choices,
        widget=forms.RadioSelect,
        initial=SessionLink.Kind.PROJECTOR,
    )
    name = OneLine(
        label=_("For whom?"),
        most=60,
        required=False,
        help_text=_("What is done by it stands under this name."),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[
            (3, _("3 hours")),
            (12, _("12 hours")),
            (48, _("2 days")),
            (336, _("2 weeks")),
        ],
        initial=12,
    )
