"""What people fill in to take something along, and to plan prompts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import CleanText, PlainForm
from groundswell.live.models import Speaker


class TakeawayForm(PlainForm):
    """One statement."""

    text = CleanText(label=_("What did you take from it?"), most=280)
    speaker = forms.ModelChoiceField(
        label=_("Who said it first?"),
        queryset=Speaker.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )

    def __init__(self, *args: Any, speakers: QuerySet[Speaker], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["speaker"].queryset = speakers  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs.update(rows=2, maxlength=280)


class PromptsForm(PlainForm):
    """The plan of a chat, a prompt a line."""

    lines = CleanText(
        label=_("Prompts still to come"),
        most=10_000,
        required=False,
        help_text=_("One a line, three to seven. Those that were put stay as they are."),
    )
