"""What people fill in to make a topic of something that was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm


class GrowForm(PlainForm):
    """What is made of it, and where it goes on."""

    title = OneLine(label=_("In one line"), most=150)
    ground = forms.ChoiceField(
        label=_("Where it goes on"),
        error_messages={"invalid_choice": _("Choose where it goes on.")},
    )
    text = CleanText(
        label=_("In your words"),
        most=LONGEST_BODY,
        help_text=_("What was said stands at the beginning. Say what you would do about it."),
    )

    def __init__(
        self, *args: Any, choices: list[tuple[str, list[tuple[str, str]]]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = 6
