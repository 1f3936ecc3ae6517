"""What people fill in to find themes and to put them right."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Theme
from groundswell.core.forms import OneLine, PlainForm


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


class RenameForm(PlainForm):
    """What a theme is called."""

    name = OneLine(
        label=_("Its name"),
        most=100,
        required=False,
        help_text=_("Empty gives it its own words back."),
    )


class JoinForm(PlainForm):
    """Which theme it becomes a part of."""

    into = forms.ChoiceField(
        label=_("Join it into"),
        error_messages={
            "required": _("Choose a theme."),
            "invalid_choice": _("Choose one of the themes that are offered."),
        },
    )

    def __init__(self, *args: Any, themes: Iterable[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(str(each.id), str(each)) for each in themes]
        cast("forms.ChoiceField", self.fields["into"]).choices = [
            ("", _("Choose a theme")),
            *listed,
        ]


class SplitForm(PlainForm):
    """What is split off: the ideas that were chosen, or a part that the machine proposed."""

    name = OneLine(label=_("Name of the new theme"), most=100)
    part = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class PlaceForm(PlainForm):
    """Where an idea belongs."""

    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the themes that are offered.")},
    )

    def __init__(self, *args: Any, themes: Iterable[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(str(each.id), str(each)) for each in themes]
        cast("forms.ChoiceField", self.fields["theme"]).choices = [("", _("In no theme")), *listed]
