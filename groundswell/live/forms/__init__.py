"""What people fill in to announce a session."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.forms import WritingForm
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.live.models import Session
from groundswell.live.rules import ZONES

WRONG_TIME = _(
    "Write day and time as year-month-day and hour:minute, for example 2030-01-31 17:00."
)


def moment_field() -> forms.DateTimeField:
    """A day and a time, by the browser's own calendar."""
    return _Wall(
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": WRONG_TIME},
    )


class _Wall(forms.DateTimeField):
    """As a clock on the wall shows it; where that wall is, another field says."""

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(ZoneInfo("UTC")):
            found = super().to_python(value)
        return found.replace(tzinfo=None) if found else None

    def prepare_value(self, value: Any) -> Any:
        return value


class PlanFields(PlainForm):
    """When and how a session takes place."""

    purpose = OneLine(
        label=_("Purpose"),
        most=300,
        help_text=_("One sentence: what do people have afterwards that they lack now?"),
    )
    starts = moment_field()
    zone = forms.ChoiceField(label=_("In the time zone"), choices=[])
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), min_value=5, max_value=1440, initial=60
    )
    host = OneLine(
        label=_("Host"),
        most=65,
        help_text=_("The handle of the member who leads it, such as @ada."),
    )
    speakers = CleanText(
        label=_("Speakers"),
        most=4000,
        required=False,
        help_text=_("One a line: name, comma, what they do."),
    )
    hashtag = OneLine(label=_("Hashtag"), most=60, required=False)
    recording = forms.ChoiceField(
        label=_("Recording"), choices=Session.Recording.choices, widget=forms.RadioSelect
    )
    guests = forms.BooleanField(
        label=_("People without an account come in by code"), required=False
    )
    naming = forms.ChoiceField(
        label=_("Whose question is it?"), choices=Session.Naming.choices, widget=forms.RadioSelect
    )
    moderation = forms.ChoiceField(
        label=_("Which questions wait for a moderator?"),
        choices=Session.Moderation.choices,
        widget=forms.RadioSelect,
    )
    totals = forms.ChoiceField(
        label=_("Who sees how many want an answer?"),
        choices=Session.Totals.choices,
        widget=forms.RadioSelect,
    )
    most_unanswered = forms.IntegerField(
        label=_("Unanswered questions one person may have"), min_value=1, max_value=10, initial=3
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in sorted(ZONES)]  # type: ignore[attr-defined]
        self.fields["zone"].widget.attrs["translate"] = "no"

    def clean_host(self) -> Actor:
        """The member of that handle."""
        handle = self.cleaned_data["host"].removeprefix("@").lower()
        found = Actor.objects.people().local().filter(handle=handle).first()
        if found is None:
            raise ValidationError(_("Nobody here has this handle. Look at the list of members."))
        return found

    def clean(self) -> dict[str, Any]:
        """The moment that the clock of that zone shows so."""
        values = super().clean() or {}
        wall, zone = values.pop("starts", None), values.get("zone")
        if wall and zone:
            values["starts_at"] = wall.replace(tzinfo=ZoneInfo(zone))
        return values


class SessionForm(PlanFields, WritingForm):
    """Announcing a session."""

    title = OneLine(label=_("Title"), most=150)
    text = CleanText(label=_("What it is about"), most=10_000, required=False)


class PlanForm(PlanFields):
    """Saying anew when and how a session takes place, and where its recording is."""

    recording_url = OneLine(label=_("Address of the recording"), most=500, required=False)
    recording_lead = forms.IntegerField(
        label=_("Seconds of it before the session began"),
        min_value=-86_400,
        max_value=86_400,
        required=False,
        help_text=_("So that each answered question leads to its moment."),
    )

    def fix_start(self) -> None:
        """The session has begun: when is only shown."""
        self.fields["starts"].disabled = True
        self.fields["starts"].help_text = _("The session has begun: its time stays as it was.")

    def clean_recording_lead(self) -> int:
        """None when nothing is said."""
        return self.cleaned_data["recording_lead"] or 0
