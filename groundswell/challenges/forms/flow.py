"""What people fill in to change a flow and to move ideas through it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Opens, Stage
from groundswell.core.forms import REQUIRED, HiddenInput, OneLine, PlainForm

_NO_STAGE = {"required": _("Choose a stage."), "invalid_choice": _("Choose one of these stages.")}


class _Day(forms.DateField):
    """A day that browsers offer a calendar for."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, required=False, **options)


class StageForm(PlainForm):
    """A stage: its name, what it opens, and when it is."""

    name = OneLine(label=_("Name"), most=60)
    kind = forms.ChoiceField(label=_("What sort of step it is"), choices=Stage.Kind)
    says = OneLine(
        label=_("What happens in it"),
        most=300,
        required=False,
        help_text=_("One sentence that everybody reads under its name."),
    )
    opens = forms.MultipleChoiceField(
        label=_("What people can do with ideas in it"),
        choices=Opens,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    counts = forms.ChoiceField(
        label=_("Supporters"), choices=Stage.Counts, widget=forms.RadioSelect, initial="shown"
    )
    starts_on = _Day(label=_("From"))
    ends_on = _Day(label=_("Until"), help_text=_("Days are announced. They move nothing."))
    sight = forms.CharField(required=False, widget=HiddenInput, max_length=40)


class CriterionForm(PlainForm):
    """What ideas are judged by."""

    name = OneLine(label=_("Criterion"), most=80)
    least = OneLine(
        label=_("What a 1 means"),
        most=300,
        required=False,
        help_text=_("Reviewers give 1, the weakest, to 5, and read both beside the numbers."),
    )
    says = OneLine(label=_("What a 5 means"), most=300, required=False)
    sight = forms.CharField(required=False, widget=HiddenInput, max_length=40)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", "id_criterion_%s")  # the form of a stage is beside it
        super().__init__(*args, **options)


class ReasonForm(PlainForm):
    """Why something is done, which everybody reads."""

    reason = OneLine(label=_("Reason"), most=500)


class MoveForm(PlainForm):
    """Where ideas go, and why."""

    to = forms.TypedChoiceField(label=_("Move to"), coerce=int, error_messages=_NO_STAGE)
    reason = OneLine(label=_("Reason"), most=500, error_messages=REQUIRED)

    def __init__(self, *args: Any, stages: list[Stage], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(stage.id, stage.name) for stage in stages]


class RetireForm(MoveForm):
    """Where the ideas of a stage go that is taken out of the flow."""

    def __init__(self, *args: Any, empty: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].label = _("Its ideas go to")
        if empty:
            del self.fields["to"]
