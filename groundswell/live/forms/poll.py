"""What a host fills in to prepare a poll."""

from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.live.clouding import LANGUAGES
from groundswell.live.models import Poll
from groundswell.live.models.poll import MOST_CHOICES


class PollForm(PlainForm):
    """A question to everybody in the room, and what one can answer."""

    words = OneLine(label=_("What do you ask?"), most=300)
    kind = forms.ChoiceField(
        label=_("What can one answer?"), choices=Poll.Kind.choices, widget=forms.RadioSelect
    )
    options = CleanText(
        label=_("Answers"),
        most=3_000,
        required=False,
        help_text=_(
            "One a line, for one or several of several. For a scale, two lines say what 1 and 5 "
            "mean. Other kinds need none."
        ),
    )
    most = forms.IntegerField(
        label=_("How many one may choose"),
        min_value=1,
        max_value=MOST_CHOICES,
        required=False,
        help_text=_("For several of several."),
    )
    language = forms.ChoiceField(
        label=_("Language of the words"),
        choices=[],
        required=False,
        help_text=_("For a word cloud: forms of one word count together."),
    )
    results = forms.ChoiceField(
        label=_("Who sees the results?"), choices=Poll.Results.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(code, get_language_info(code)["name_local"]) for code in LANGUAGES]
        self.fields["language"].choices = [*named, ("", _("Another"))]  # type: ignore[attr-defined]
        self.fields["language"].widget.attrs["translate"] = "no"
        usual = {"kind": Poll.Kind.SINGLE, "results": Poll.Results.LIVE, "most": 2}
        usual["language"] = (get_language() or "en").partition("-")[0]
        for name, value in usual.items():
            self.initial.setdefault(name, value)

    def clean_most(self) -> int:
        """Two where nothing is said."""
        return self.cleaned_data["most"] or 2
