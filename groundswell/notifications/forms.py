"""The form of how somebody wants to be told."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from groundswell.core import habits
from groundswell.core.forms import PlainForm
from groundswell.notifications.actions import Wishes
from groundswell.people.models import AlertPreference

A_MONDAY = date(2024, 1, 1)


def hours() -> list[tuple[int, str]]:
    """The hours of a day as the reader's clocks say them."""
    return [(hour, habits.clock(time(hour))) for hour in range(24)]


def weekdays() -> list[tuple[int, str]]:
    """The days of a week by name."""
    days = [A_MONDAY + timedelta(days=day) for day in range(7)]
    return [(day.weekday(), formats.date_format(day, "l")) for day in days]


class AlertPreferenceForm(PlainForm):
    """When mail comes, and when nothing may disturb."""

    mail = forms.ChoiceField(
        label=_("Mail about alerts"), choices=AlertPreference.Mail, widget=forms.RadioSelect
    )
    digest_hour = forms.TypedChoiceField(label=_("Digest at"), choices=hours, coerce=int)
    digest_weekday = forms.TypedChoiceField(
        label=_("Weekly digest on"), choices=weekdays, coerce=int
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    private_words = forms.BooleanField(
        label=_("Quote what was said in members’ spaces in mail"), required=False
    )

    @classmethod
    def of(cls, preference: AlertPreference) -> "AlertPreferenceForm":
        """Filled with what holds."""
        return cls(initial={name: getattr(preference, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", now_("Quiet hours need a beginning and an end."))
        return cleaned

    def wishes(self) -> Wishes:
        """What was filled in, as the action takes it."""
        return Wishes(**self.cleaned_data)
