"""The ballot, whatever its shape."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.core.habits import number
from groundswell.decisions.actions import Cast
from groundswell.decisions.models import Ballot, Decision, Method, Option, Shape
from groundswell.decisions.scales import GRADES, positions_of

LONGEST_REASON = 5_000
_CHOOSE = {
    "required": gettext_lazy("Nothing is marked yet."),
    "invalid_choice": gettext_lazy("Choose what is offered here."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a ballot has to know: of a decision, or of one that is only being thought of."""

    method: str
    most: int
    options: list[tuple[str, str]]
    """Ids and words."""
    reasons: str = Decision.Reasons.OFF
    secret: bool = False

    @property
    def shape(self) -> Shape:
        """What it looks like."""
        return Method(self.method).shape


def with_cost(text: str, cost: int | None) -> str:
    """An option with what it costs, where it costs anything."""
    return f"{text} ({number(cost)})" if cost else text


def paper_of(decision: Decision, options: list[Option]) -> Paper:
    """The ballot of a decision."""
    return Paper(
        method=decision.method,
        most=decision.most,
        options=[(str(one.id), with_cost(one.text, one.cost)) for one in options],
        reasons=decision.reasons,
        secret=decision.is_secret,
    )


class BallotForm(PlainForm):
    """One field for shapes with one choice, else one for each option, called by its id."""

    def __init__(self, *args: Any, paper: Paper, again: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.paper = paper
        _FIELDS[paper.shape](self, paper)
        if paper.secret and again:
            self.fields["receipt"] = OneLine(
                label=_("Your receipt"),
                most=40,
                help_text=_(
                    "The code that you were given. Nobody can find your ballot without it."
                ),
            )
        if paper.reasons != Decision.Reasons.OFF and not paper.secret:
            self.fields["reason"] = CleanText(
                label=_("Why?"),
                most=LONGEST_REASON,
                required=paper.reasons == Decision.Reasons.REQUIRED,
                help_text=_("It is a message in the conversation, and can be answered."),
            )
            self.fields["reason"].widget.attrs["rows"] = 3

    def each(self) -> list[forms.BoundField]:
        """The fields of options, one for each."""
        return [self[name] for name in self.fields if name.startswith("o")]

    def cast(self) -> Cast:
        """What was marked."""
        values = self.cleaned_data
        reason = values.get("reason", "")
        if self.paper.shape == Shape.POSITION:
            return Cast(position=values["position"], reason=reason)
        if self.paper.shape == Shape.CHOOSE:
            chosen = values["choice"]
            ids = [chosen] if isinstance(chosen, str) else chosen
            return Cast(marks={int(one): 1 for one in ids}, reason=reason)
        marks = {
            int(name[1:]): int(value)
            for name, value in values.items()
            if name[0] == "o" and value not in {None, ""}
        }
        return Cast(marks=marks, reason=reason)


def marked(ballot: Ballot | None, method: Method) -> dict[str, Any]:
    """What the form shows of a ballot that is in the box."""
    if ballot is None:
        return {}
    if method.shape == Shape.POSITION:
        return {"position": ballot.position}
    if method == Method.PLURALITY:
        return {"choice": next(iter(ballot.marks), "")}
    if method.shape == Shape.CHOOSE:
        return {"choice": [*ballot.marks]}
    return {f"o{key}": value for key, value in ballot.marks.items()}


def _position(form: BallotForm, paper: Paper) -> None:
    form.fields["position"] = forms.ChoiceField(
        label=_("Where do you stand?"),
        choices=positions_of(paper.method),
        widget=forms.RadioSelect,
        error_messages=_CHOOSE,
    )


def _choose(form: BallotForm, paper: Paper) -> None:
    if paper.method == Method.PLURALITY:
        form.fields["choice"] = forms.ChoiceField(
            label=_("Choose one"),
            choices=paper.options,
            widget=forms.RadioSelect,
            error_messages=_CHOOSE,
        )
        return
    label = _("Tick all that you could live with")
    if paper.method == Method.PICK:
        told = ngettext("Tick at most %(num)s", "Tick at most %(num)s", paper.most)
        label = told % {"num": paper.most}
    form.fields["choice"] = forms.MultipleChoiceField(
        label=label,
        choices=paper.options,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )


def _scores(form: BallotForm, paper: Paper) -> None:
    if paper.method == Method.MAJORITY_JUDGEMENT:
        for key, text in paper.options:
            form.fields[f"o{key}"] = forms.TypedChoiceField(
                label=text,
                choices=[("", "–"), *GRADES.items()],
                coerce=int,
                empty_value=None,
                required=False,
                error_messages=_CHOOSE,
            )
        return
    _numbers(form, paper, 0, paper.most)


def _points(form: BallotForm, paper: Paper) -> None:
    _numbers(form, paper, 0, paper.most)


def _ranks(form: BallotForm, paper: Paper) -> None:
    _numbers(form, paper, 1, max(len(paper.options), 1))


def _numbers(form: BallotForm, paper: Paper, least: int, most: int) -> None:
    said = _("Write a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
    for key, text in paper.options:
        form.fields[f"o{key}"] = forms.IntegerField(
            label=text,
            required=False,
            min_value=least,
            max_value=most,
            error_messages={"invalid": said, "min_value": said, "max_value": said},
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )


_FIELDS = {
    Shape.POSITION: _position,
    Shape.CHOOSE: _choose,
    Shape.SCORE: _scores,
    Shape.POINTS: _points,
    Shape.RANK: _ranks,
}
