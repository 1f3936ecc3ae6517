"""What people fill in to offer credit, and to propose shares."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import Contribution
from groundswell.core.forms import OneLine, PlainForm
from groundswell.core.ids import id_in
from groundswell.people.forms import PersonField


class OfferForm(PlainForm):
    """Offering somebody credit: by their handle, or for a message they wrote."""

    person = PersonField(
        label=_("Who?"), required=False, help_text=_("Their handle, such as @ada.")
    )
    role = forms.ChoiceField(
        label=_("As what?"),
        choices=[(role.value, role.label) for role in Contribution.Role if role != "author"],
        initial=Contribution.Role.CO_AUTHOR,
        required=False,
    )
    message = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def clean_message(self) -> int:
        """Its id, or 0."""
        return id_in(self.cleaned_data["message"])


class SharesForm(PlainForm):
    """Each holder's part in percent, with one decimal."""

    reason = OneLine(label=_("Why so?"), most=500, required=False)

    def __init__(self, *args: Any, holders: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.holders = holders
        for holder in holders:
            self.fields[f"part_{holder.actor.id}"] = forms.DecimalField(
                label=holder.actor.name,
                min_value=0,
                max_value=100,
                decimal_places=1,
                initial=Decimal(holder.share) / 10,
            )

    @property
    def parts(self) -> dict[int, int]:
        """Of each holder in thousandths."""
        told = self.cleaned_data
        return {h.actor.id: int(told[f"part_{h.actor.id}"] * 10) for h in self.holders}
