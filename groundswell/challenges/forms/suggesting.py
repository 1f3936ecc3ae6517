"""What people fill in to suggest a change of an idea, and to settle one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm


class SuggestionForm(PlainForm):
    """The idea's words, to change, and why. `edition` is the wording that one began with."""

    title = OneLine(label=_("The idea in one line"), most=150)
    text = CleanText(label=_("Its words"), most=LONGEST_BODY)
    why = CleanText(
        label=_("Why?"),
        most=2_000,
        help_text=_("It stands in the idea's conversation, with what you changed."),
    )
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 10
        self.fields["why"].widget.attrs["rows"] = 3


class AcceptForm(PlainForm):
    """Accepting a change; with words where an author has to decide between two."""

    as_author = forms.BooleanField(
        label=_("As a co-author"),
        required=False,
        help_text=_("Otherwise they are credited with having suggested a change."),
    )
    title = OneLine(label=_("The idea in one line"), most=150, required=False)
    text = CleanText(label=_("Its words"), most=LONGEST_BODY, required=False)
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 10


class DeclineForm(PlainForm):
    """Declining a change."""

    reason = OneLine(
        label=_("Why not?"),
        most=500,
        help_text=_("Who suggested it reads this, and everybody who looks at the suggestion."),
    )
