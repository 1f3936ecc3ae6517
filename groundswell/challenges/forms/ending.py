"""What people fill in to answer an idea, and to tell what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Answer, Challenge, Pilot, Stage
from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.people.forms import PersonField

ENDS = (Stage.Kind.DECIDED, Stage.Kind.PILOT, Stage.Kind.DONE, Stage.Kind.PARKED)
WRONG_DAY = _("Write the day as year-month-day, for example 2030-01-31.")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, by the browser's own calendar."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": WRONG_DAY},
        **options,
    )


class AnswerForm(PlainForm):
    """The official answer to an idea. `seen` is the wording that one looked at, if any."""

    verdict = forms.ChoiceField(
        label=_("The answer"),
        choices=Answer.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose one of the answers that are offered."),
        },
    )
    text = CleanText(
        label=_("The reason, in your words"),
        most=LONGEST_BODY,
        help_text=_("It is a message in the idea's conversation, and stands at its head."),
    )
    owner = PersonField(
        label=_("Who sees to it from now on?"),
        required=False,
        help_text=_("The handle of a member, such as @ada. An accepted idea needs somebody."),
    )
    next_step = OneLine(
        label=_("What happens next?"),
        most=300,
        required=False,
        help_text=_("One sentence. An accepted idea needs a next step."),
    )
    next_step_by = day_field(_("By which day?"), required=False)
    stage = forms.ModelChoiceField(
        label=_("Where does it go?"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("It stays where it is"),
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        ends = Stage.objects.filter(challenge=challenge, retired_at=None, kind__in=ENDS)
        self.fields["stage"].queryset = ends  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = 6
        self.fields["owner"].widget.attrs |= {"dir": "ltr", "list": "owners", "autocomplete": "off"}


class OutcomeForm(PlainForm):
    """A step of what became of an idea."""

    text = CleanText(
        label=_("What happened?"),
        most=LONGEST_BODY,
        help_text=_("Everybody who had a part in the idea is told, once."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 5


class TrialForm(PlainForm):
    """Beginning to try an idea."""

    hypothesis = OneLine(
        label=_("What do you expect?"),
        most=500,
        help_text=_("If we do this, that will be different."),
    )
    measure = OneLine(
        label=_("How will you know?"),
        most=300,
        help_text=_("What you will count or ask, and what would be enough."),
    )
    starts_on = day_field(_("From"), required=False)
    ends_on = day_field(_("To"), required=False)


class LessonForm(PlainForm):
    """What came of trying an idea."""

    happened = CleanText(label=_("What happened?"), most=2000)
    learnt = CleanText(
        label=_("What did you learn?"),
        most=2000,
        help_text=_("That it did not work is worth as much as that it did: others need not try."),
    )
    verdict = forms.ChoiceField(
        label=_("What follows?"),
        choices=[choice for choice in Pilot.Verdict.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what follows from it."),
            "invalid_choice": _("Choose what follows from it."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("happened", "learnt"):
            self.fields[name].widget.attrs["rows"] = 4
