"""What people fill in to pass on, note, promise, and look after topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import LONGEST_BODY, Case, Report
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.spaces.models import Space

REMOVES = _("Remove the message: its words, files and earlier versions go for good")
FEW = 6
"""Up to so many places stand open to choose from; more fold into a list."""


class ReshareForm(PlainForm):
    """Passing a message on; `via` is the reshare by which it came."""

    into = forms.ChoiceField(label=_("Where to"), required=False)
    text = CleanText(
        label=_("A few words of your own"),
        most=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    via = forms.CharField(required=False, max_length=19, widget=forms.HiddenInput)

    def __init__(self, *args: Any, spaces: Sequence[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        places: list[tuple[str, Any]] = [("", _("To everyone who follows you"))]
        places += [(str(space.id), space.name) for space in spaces]
        field = self.fields["into"]
        field.widget = forms.Select() if len(places) > FEW else forms.RadioSelect()
        field.choices = places  # type: ignore[attr-defined]


class BookmarkNoteForm(PlainForm):
    """A note to oneself beside a bookmark."""

    note = OneLine(label=_("Note"), most=300, required=False)


class ReportForm(PlainForm):
    """What is wrong with a message."""

    about = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[one for one in Report.About.choices if one[0] != Report.About.APPEAL],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = OneLine(
        label=_("What should they know?"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(PlainForm):
    """Why somebody else should look again."""

    words = OneLine(
        label=_("What did they get wrong?"), most=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(PlainForm):
    """What was done about a message that was reported."""

    outcome = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    reason = OneLine(
        label=_("What its author reads"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why, and what they can do about it. Needed unless there is nothing to do."),
    )
    note = OneLine(
        label=_("A note for those who look after the space"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["outcome"].choices = _outcomes(case)  # type: ignore[attr-defined]


def _outcomes(case: Case) -> list[tuple[str, Any]]:
    """What can be done: nobody removes what its author deleted."""
    gone = case.message.tombstoned_at is not None
    removed = _("It was removed, and its author reads why") if gone else REMOVES
    offered: list[tuple[str, Any]] = [
        (Case.Outcome.REMOVED, removed),
        (Case.Outcome.TALKED, _("Write a word to its author")),
        (Case.Outcome.NOTHING, _("Nothing: the author does not learn of it")),
    ]
    if case.reports.filter(about=Report.About.APPEAL).exists():
        looked: list[tuple[str, Any]] = [
            (Case.Outcome.STANDS, _("The decision stands, and its author reads why")),
            (Case.Outcome.REVERSED, _("The decision was wrong, and its author reads so")),
        ]
        return looked if gone else looked + offered[:2]
    by_author = gone and case.message.tombstoned_by_id == case.message.author_id
    return offered[1:] if by_author else offered


class NoteSearchForm(PlainForm):
    """Looking for words."""

    q = OneLine(label=_("Search"), most=150, required=False)


class PromiseForm(PlainForm):
    """A holding reply: what one says, and by when the answer comes."""

    due_on = forms.DateField(
        label=_("The answer comes by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose the day by which you will answer."),
            "invalid": _("Write the day as year-month-day, for example 2030-01-31."),
        },
    )
    text = CleanText(label=_("What you can say already"), most=LONGEST_BODY)


class LockForm(PlainForm):
    """Why nobody can reply for now."""

    reason = OneLine(label=_("Reason, which everyone sees"), most=500)


class ClosingForm(PlainForm):
    """What came of a topic."""

    summary = CleanText(label=_("Summary"), most=LONGEST_BODY)


class SplitForm(PlainForm):
    """The title of the new topic; the messages are chosen in the list beside it."""

    title = OneLine(label=_("Title of the new topic"), most=150)
    numbers = forms.CharField(required=False, label=_("Messages"))


class CarryForm(PlainForm):
    """The messages are chosen in the list beside it."""

    numbers = forms.CharField(required=False, label=_("Messages"))


class MoveForm(PlainForm):
    """Where a topic goes."""

    space = forms.ChoiceField(
        label=_("To which space"),
        error_messages={
            "required": _("Choose a space."),
            "invalid_choice": _("Choose one of the spaces that you look after."),
        },
    )

    def __init__(self, *args: Any, spaces: Sequence[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["space"]
        field.choices = [(str(space.id), space.name) for space in spaces]  # type: ignore[attr-defined]
