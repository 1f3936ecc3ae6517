"""What people fill in to open a challenge or share an idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.presets import BLANK, PRESETS
from groundswell.conversations.forms import WritingForm
from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm

_PURPOSE = _("One sentence: what should be different when this has worked?")
_PLAIN = _("Short sentences, everyday words. It stands first.")
_DISCIPLINE = _(
    "What you know it from, such as nursing, ecology or joinery. Your own word will do."
)
_SECTOR = _("Where it would be done, such as schools, farming or health. Your own word will do.")
_PROMISE = _("Who reads them, by when, and what can follow.")


class PurposeForm(PlainForm):
    """What a challenge asks for, to be said and later said better."""

    purpose = OneLine(label=_("Purpose"), most=300, help_text=_PURPOSE)
    plain = CleanText(label=_("In plain language"), most=10_000, required=False, help_text=_PLAIN)
    asked_by = OneLine(label=_("Who asks?"), most=200, required=False)
    promise = OneLine(
        label=_("What will be done with the answers?"),
        most=1000,
        required=False,
        help_text=_PROMISE,
    )


class ChallengeForm(PurposeForm, WritingForm):
    """Opening a challenge."""

    field_order = ("template", "title", "purpose", "plain", "text", "asked_by", "promise")

    template = forms.ChoiceField(
        label=_("Begin with"),
        choices=[(preset.code, preset.name) for preset in (*PRESETS, BLANK)],
        initial=PRESETS[0].code,
        widget=forms.RadioSelect,
    )
    title = OneLine(label=_("Title"), most=150)
    text = CleanText(label=_("In detail"), most=LONGEST_BODY, required=False)


class IdeaForm(WritingForm):
    """Sharing an idea: a title and words; where it comes from if one likes."""

    title = OneLine(label=_("Your idea in one line"), most=150)
    text = CleanText(label=_("In your words"), most=LONGEST_BODY, required=False)
    discipline = OneLine(label=_("Discipline"), most=80, required=False, help_text=_DISCIPLINE)
    sector = OneLine(label=_("Sector"), most=80, required=False, help_text=_SECTOR)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 6
