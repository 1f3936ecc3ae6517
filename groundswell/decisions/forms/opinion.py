"""Opening an opinion map, and writing statements for one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.forms import WritingForm
from groundswell.conversations.models import LONGEST_BODY
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.decisions.actions import Listed, Rules
from groundswell.decisions.forms.opening import moment_field
from groundswell.decisions.models import Decision, Method
from groundswell.decisions.models.decision import LONGEST_OPTION

MOST_SEEDS = 100


class OpinionForm(WritingForm):
    """A question, first statements, and when statements are looked at."""

    title = OneLine(label=_("The question, in one line"), most=150)
    text = CleanText(label=_("What it is about"), most=LONGEST_BODY, required=False)
    statements = CleanText(
        label=_("First statements"),
        most=MOST_SEEDS * (LONGEST_OPTION + 2),
        required=False,
        widget=forms.Textarea,
        help_text=_(
            "One on each line, one idea in each, from several sides. Ten are a good beginning; "
            "people add their own."
        ),
    )
    moderation = forms.ChoiceField(
        label=_("Statements that people write"),
        choices=Decision.Moderation,
        widget=forms.RadioSelect,
        initial=Decision.Moderation.AFTER,
    )
    writers = forms.ChoiceField(
        label=_("Who writes statements?"),
        choices=Decision.Writers,
        widget=forms.RadioSelect,
        initial=Decision.Writers.PEOPLE,
        required=False,
    )
    results = forms.ChoiceField(
        label=_("When is the map shown?"), choices=Decision.Results, initial="live"
    )
    closes_at = moment_field(_("Voting ends"), help_text=_("Empty: when somebody ends it."))

    def clean_statements(self) -> tuple[Listed, ...]:
        """Each line, within its limit."""
        lines = [line.strip() for line in self.cleaned_data["statements"].splitlines()]
        given = [line for line in lines if line]
        if len(given) > MOST_SEEDS:
            raise ValidationError(_("At most 100 to begin with, please."))
        for line in given:
            if len(line) > LONGEST_OPTION:
                told = _("“%(start)s…” is longer than 280 characters. Say one thing in it.")
                raise ValidationError(told, params={"start": line[:40]})
        return tuple(Listed(text=line) for line in given)

    def rules(self) -> Rules:
        """What was chosen."""
        values: dict[str, Any] = self.cleaned_data
        return Rules(
            method=Method.OPINION_MAP,
            moderation=values["moderation"],
            writers=values["writers"] or Decision.Writers.PEOPLE,
            results=values["results"],
            closes_at=values.get("closes_at"),
            reasons=Decision.Reasons.OFF,
        )


class StatementForm(PlainForm):
    """One statement."""

    text = OneLine(
        label=_("Your statement"),
        most=LONGEST_OPTION,
        help_text=_(
            "One thing, in at most 280 characters, so that others can agree or disagree. Your name "
            "does not stand beside it; if something grows out of it, you are credited."
        ),
    )


class SeenToForm(PlainForm):
    """Taking a statement in, or out with a reason."""

    take = forms.BooleanField(required=False)
    because = OneLine(label=_("Why not?"), most=500, required=False)
