"""What people fill in in a session's room, and on the way in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.core.forms import CleanText, OneLine, PlainForm, RadioSelect
from groundswell.live.models import ALPHABET, Participant, Prompt, Question


class QuestionForm(PlainForm):
    """A question, and in whose name."""

    words = CleanText(label=_("Your question"), most=500)
    voice = forms.ChoiceField(label=_("Who sees that it is yours?"), choices=[], required=False)

    def __init__(self, *args: Any, voices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["voice"].choices = voices  # type: ignore[attr-defined]
        self.fields["voice"].widget = RadioSelect(choices=voices)
        self.initial.setdefault("voice", voices[0][0])
        self.fields["words"].widget.attrs.update(rows=3, minlength=10, maxlength=500)


class LineForm(PlainForm):
    """A line of the chat."""

    text = CleanText(label=_("Say something"), most=1000)
    answers = forms.IntegerField(required=False, min_value=-1, max_value=Prompt.LAST_WORD)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs.update(rows=2, maxlength=1000)


class CodeForm(PlainForm):
    """The code on the wall."""

    code = OneLine(label=_("Code"), most=20)

    def clean_code(self) -> str:
        """As it is drawn, however it was typed."""
        typed = self.cleaned_data["code"].upper()
        return "".join(sign for sign in typed if sign in ALPHABET)


class GuestForm(PlainForm):
    """Coming in without an account."""

    name = OneLine(
        label=_("Your name"),
        most=60,
        required=False,
        help_text=_("Others see it beside what you say. Leave it empty to be a guest."),
    )


class DismissForm(PlainForm):
    """Setting a question aside."""

    reason = forms.ChoiceField(label=_("Why?"), choices=Question.Reason.choices)
    note = OneLine(label=_("A word to who asked"), most=300, required=False)


class LeaveForm(PlainForm):
    """What somebody who is asked to leave reads of it."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=Participant.Why.choices, required=False, widget=RadioSelect
    )
    note = OneLine(label=_("A word to them"), most=300, required=False)


class AnswerForm(PlainForm):
    """Answering a question in writing or by a link."""

    words = CleanText(label=_("The answer"), most=10_000, required=False)
    url = OneLine(label=_("Or a link to it"), most=500, required=False)
