"""What reviewers and those who invite them fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from groundswell.challenges.models import Criterion
from groundswell.core.forms import CleanText, Handle, OneLine, PlainForm

_VALUES = [
    ("1", _("1, weakest")),
    *((str(value), str(value)) for value in range(2, 5)),
    ("5", _("5, strongest")),
]


class ReviewerForm(PlainForm):
    """Whom to ask for reviews."""

    handle = Handle(label=_("Member of the space"), help_text=_("The name after the @."))


class ReviewForm(PlainForm):
    """A number from 1 to 5 for each criterion, and words."""

    def __init__(self, *args: Any, criteria: list[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in criteria:
            self.fields[f"score-{criterion.id}"] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=_ends(criterion),
                choices=_VALUES,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Give a number from 1 to 5.")},
            )
        self.fields["comment"] = CleanText(
            label=_("Your comment"),
            most=5_000,
            required=False,
            help_text=_("Its authors and everybody else read it once the stage is closed."),
        )

    @staticmethod
    def begun(scores: Mapping[int, int], comment: str) -> dict[str, Any]:
        """What the form begins with."""
        return {f"score-{id_}": value for id_, value in scores.items()} | {"comment": comment}

    def scores(self) -> dict[int, int]:
        """What was given, by criterion."""
        return {
            int(name.removeprefix("score-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("score-")
        }


def _ends(criterion: Criterion) -> str:
    """What who asks wrote of either end, a line each, where they wrote anything."""
    lines = []
    if criterion.least:
        lines.append(_gettext("A 1 means: %(least)s") % {"least": criterion.least})
    if criterion.says:
        lines.append(_gettext("A 5 means: %(says)s") % {"says": criterion.says})
    return "\n".join(lines)


class ConflictForm(PlainForm):
    """Why somebody does not judge an idea."""

    reason = OneLine(label=_("Why you do not judge it"), most=300)
