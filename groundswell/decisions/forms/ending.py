"""What was made of the count, what came of promises, and what stands of objections."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.clock import today
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.decisions.actions import Promise
from groundswell.decisions.forms.ballot import with_cost
from groundswell.decisions.models import Decision, Option, Shape

_CHOOSE = {
    "invalid_choice": _("Choose what is offered here."),
    "invalid_list": _("Choose what is offered here."),
}
WRONG_DAY = _("Write the day as year-month-day, for example 2030-01-31.")


class OutcomeForm(PlainForm):
    """What was decided, in people's words."""

    text = CleanText(
        label=_("What was decided?"),
        most=LONGEST_BODY,
        help_text=_("It stands beside the count, with your name, and is a message here."),
    )
    promises = CleanText(
        label=_("Who does what, by when?"),
        most=10_000,
        required=False,
        help_text=_("One on each line: @ada mend the gate | 2030-01-31. The day may be left out."),
    )
    review_on = forms.DateField(
        label=_("When do you look at it again?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": WRONG_DAY},
        help_text=_("On that day everybody who had a part is asked to look again."),
    )

    def __init__(self, *args: object, decision: Decision, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        shown = Option.objects.filter(decision=decision).shown()
        self.options = list(shown.order_by("-agrees", "number") if _by_agrees(decision) else shown)
        if self.options:
            self.fields["adopts"] = _adopting(decision, self.options)
            self.order_fields(["text", "adopts"])

    def clean_adopts(self) -> tuple[Option, ...]:
        """None, one, or several of them, as they were listed."""
        chosen = self.cleaned_data["adopts"]
        ids = {chosen} if isinstance(chosen, str) else set(chosen)
        return tuple(one for one in self.options if str(one.id) in ids)

    def clean_review_on(self) -> date | None:
        """Today, or a day that is still to come."""
        day: date | None = self.cleaned_data["review_on"]
        if day is not None and day < today():
            raise ValidationError(_("That day is over. Choose today or a later one."))
        return day

    def clean_promises(self) -> tuple[Promise, ...]:
        """One on each line."""
        lines = [line.strip() for line in self.cleaned_data["promises"].splitlines()]
        return tuple(_promise(line) for line in lines if line)


def _promise(line: str) -> Promise:
    handle, _space, rest = line.partition(" ")
    what, bar, day = rest.rpartition("|") if "|" in rest else (rest, "", "")
    found = Actor.objects.person_called(handle)
    if handle.startswith("@") and found is None:
        raise ValidationError(_("Nobody here is called %(who)s."), params={"who": handle})
    if found is None or not handle.startswith("@") or not what.strip():
        told = _("“%(line)s” does not say who does what. Write: @ada mend the gate | 2030-01-31")
        raise ValidationError(told, params={"line": line})
    try:
        by_when = date.fromisoformat(day.strip()) if bar else None
    except ValueError as error:
        raise ValidationError(WRONG_DAY) from error
    if by_when is not None and by_when < today():
        told = _("“%(line)s” was due before today. Choose today or a later day.")
        raise ValidationError(told, params={"line": line})
    return Promise(who=found, what=what.strip(), by_when=by_when)


def _by_agrees(decision: Decision) -> bool:
    """Of fewer than a crowd the order of statements would tell who said what."""
    return decision.shape == Shape.STANCE and decision.is_crowd


def _adopting(decision: Decision, shown: list[Option]) -> forms.ChoiceField:
    """A choice of what it adopts: one option, or several where several come out of it."""
    choices = [(str(one.id), with_cost(one.text, one.cost)) for one in shown]
    if not decision.takes_several:
        return forms.ChoiceField(
            label=_("The option it adopts"),
            choices=[("", _("None of them")), *choices],
            required=False,
            error_messages=_CHOOSE,
        )
    is_map = decision.shape == Shape.STANCE
    told = _("Their authors are told.") if is_map else _("All that come out of it, or none.")
    if _by_agrees(decision):
        told = _("Their authors are told. Those that most agreed with come first.")
    return forms.MultipleChoiceField(
        label=_("Statements it adopts") if is_map else _("Options it adopts"),
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
        help_text=told,
    )


class CommitmentForm(PlainForm):
    """What came of a promise."""

    commitment = forms.IntegerField(
        label=_("Which promise"), min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    state = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("done", _("It is done")), ("dropped", _("It will not be done"))],
    )
    note = OneLine(label=_("In a sentence"), most=500, required=False)


class ObjectionForm(PlainForm):
    """What stands of an objection."""

    objection = forms.IntegerField(
        label=_("Which objection"), min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    state = forms.CharField(label=_("What became of it"), max_length=10)
    note = OneLine(label=_("In a sentence"), most=500)
