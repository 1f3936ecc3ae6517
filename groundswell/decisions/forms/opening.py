"""Putting something up for a decision."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.forms import WritingForm
from groundswell.conversations.models import LONGEST_BODY, Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.decisions.actions import Listed, Rules
from groundswell.decisions.actions._rules import MOST_OPTIONS
from groundswell.decisions.forms.ballot import Paper, with_cost
from groundswell.decisions.models import Decision, Method, Option, RollEntry, Shape
from groundswell.decisions.purposes import Purpose

_ADDRESS = re.compile(r"(?:https?://[^\s/]+)?/t/(\d{1,19})/?\S*")
WRONG_TIME = _("Write the time as in 2030-01-31 18:00.")
WITH_SEATS = {Method.STV, Method.PICK, Method.APPROVAL, Method.DOTS, Method.SCORE}
WITH_MOST = {Method.PICK, Method.SCORE, Method.DOTS, Method.KNAPSACK, Method.EQUAL_SHARES}
GRADE_TOP = 5
EARLIEST_YEAR, LATEST_YEAR = 2000, 2200
MOST_MONEY = 10**15
_POINTS = 10


def _with_zone(hint: Any) -> str:
    """What is said beside a time, and by whose clock it is."""
    zone = _("By the clock of %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
    return f"{hint} {zone}".strip()


_hint = lazy(_with_zone, str)


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A day and a time, by the browser's own calendar, at the clock of whoever fills it in."""
    return forms.DateTimeField(
        label=label,
        help_text=_hint(options.pop("help_text", "")),
        required=options.pop("required", False),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": WRONG_TIME},
        validators=[_of_our_time],
        **options,
    )


def _of_our_time(moment: datetime) -> None:
    """A moment that exists at every clock of the world, also a day before and after."""
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValidationError(WRONG_TIME)


def percent_field(label: Any, **options: Any) -> forms.IntegerField:
    """From 0 to 100."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100, **options)


class RulesForm(PlainForm):
    """The ways to answer a question, and the rules."""

    method = forms.ChoiceField(label=_("How people vote"), widget=forms.RadioSelect)
    options = CleanText(
        label=_("Options"),
        most=60_000,
        help_text=_("One on each line. The address of an idea links to it."),
    )
    budget = forms.IntegerField(
        label=_("How much money is there?"), min_value=1, max_value=MOST_MONEY
    )
    seats = forms.IntegerField(
        label=_("How many options win?"), min_value=1, max_value=100, initial=1
    )
    most = forms.IntegerField(
        label=_("Most on one ballot"),
        min_value=1,
        max_value=1000,
        initial=_POINTS,
        help_text=_("Ticks, the highest score, or the points that one has to share out."),
    )
    closes_at = moment_field(_("Voting ends"))
    opens_at = moment_field(_("Voting begins"), help_text=_("Empty: at once."))
    electorate = forms.ChoiceField(
        label=_("Who votes?"),
        choices=Decision.Electorate,
        widget=forms.RadioSelect,
        initial=Decision.Electorate.SPACE,
    )
    voters = OneLine(
        label=_("Named people"),
        most=4000,
        required=False,
        help_text=_("Handles such as @ada @ben, with spaces between them."),
    )
    secrecy = forms.ChoiceField(
        label=_("Open or secret?"),
        choices=Decision.Secrecy,
        widget=forms.RadioSelect,
        initial=Decision.Secrecy.OPEN,
    )
    reasons = forms.ChoiceField(label=_("Reasons"), choices=Decision.Reasons, initial="optional")
    results = forms.ChoiceField(
        label=_("When are counts shown?"), choices=Decision.Results, initial="after_close"
    )
    steps = forms.BooleanField(
        label=_("Seek consent step by step"),
        required=False,
        help_text=_(
            "Of consent: present, questions, reactions, amend, and only then objections. You take "
            "it from step to step."
        ),
    )
    ties = forms.ChoiceField(label=_("What breaks a tie?"), choices=Decision.Ties, initial="none")
    quorum = percent_field(
        _("Quorum, in percent"), help_text=_("The part of all who may vote that has to vote.")
    )
    floor = percent_field(_("At least in favour, in percent"))
    ceiling = percent_field(_("At most against, in percent"))
    share_of = forms.ChoiceField(label=_("Percent"), choices=Decision.Of, initial="ballots")

    def __init__(self, *args: Any, purpose: Purpose, viewer: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose, self.viewer = purpose, viewer
        methods = set(purpose.methods)
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (method.value, method.label) for method in purpose.methods
        ]
        self.fields["method"].initial = purpose.methods[0]
        position = all(method.shape == Shape.POSITION for method in methods)
        gone = {"options"} if position else {"ceiling"}
        gone |= set() if purpose.code == "budget" else {"budget"}
        gone |= set() if methods & WITH_SEATS and purpose.code == "several" else {"seats"}
        gone |= set() if methods & WITH_MOST else {"most"}
        gone |= {"ties"} if position else set()
        gone |= set() if Method.CONSENT in methods else {"steps"}
        for name in gone:
            del self.fields[name]
        if purpose.code == "budget":
            self.fields["options"].help_text = _("One on each line with its cost: Benches | 1200")

    def clean_voters(self) -> tuple[Actor, ...]:
        """The people of these handles."""
        handles = {word.lstrip("@").lower() for word in self.cleaned_data["voters"].split()}
        found = Actor.objects.people_called(handles)
        missing = sorted(handles - set(found))
        if missing:
            told = _("Nobody here is called %(names)s.")
            raise ValidationError(told, params={"names": ", ".join(f"@{name}" for name in missing)})
        return tuple(found[handle] for handle in sorted(found))

    def clean_options(self) -> tuple[Listed, ...]:
        """One on each line."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_OPTIONS:
            told = _("At most %(most)s options. Nobody can weigh more.")
            raise ValidationError(told, params={"most": MOST_OPTIONS})
        return tuple(_listed(line, self.purpose, self.viewer) for line in lines)

    def rules(self) -> Rules:
        """What was chosen."""
        values = dict(self.cleaned_data)
        told = {name: values[name] for name in _RULES if name in values}
        told["most"] = self.paper().most
        return Rules(**told)

    def paper(self) -> Paper:
        """The ballot as voters would see it."""
        values = self.cleaned_data
        method = Method(values["method"])
        most = values.get("most") or 1
        if method == Method.MAJORITY_JUDGEMENT:
            most = GRADE_TOP
        elif method == Method.SCORE and self.purpose.code == "one":
            most = min(most, _POINTS)
        listed = values.get("options", ())
        return Paper(
            method=method,
            most=most,
            options=[
                (str(at), with_cost(one.text, one.cost)) for at, one in enumerate(listed, start=1)
            ],
            reasons=values["reasons"],
            secret=values["secrecy"] == Decision.Secrecy.SECRET,
        )


class DecisionForm(RulesForm, WritingForm):
    """A question, the ways to answer it, and the rules."""

    title = OneLine(label=_("The question or the proposal, in one line"), most=150)
    text = CleanText(label=_("What it is about"), most=LONGEST_BODY, required=False)


def as_chosen(decision: Decision) -> dict[str, Any]:
    """The rules of a decision as they are filled in."""
    named = RollEntry.objects.filter(decision=decision, added_by=None, withdrawn_at=None)
    handles = (
        named.filter(actor__isnull=False).order_by("id").values_list("actor__handle", flat=True)
    )
    by_name = decision.electorate == Decision.Electorate.NAMED
    found = {name: getattr(decision, name) for name in _RULES if hasattr(decision, name)}
    return found | {
        "most": decision.most,
        "steps": bool(decision.step),
        "voters": " ".join(f"@{handle}" for handle in handles) if by_name else "",
        "options": "\n".join(_line(one) for one in decision.options.all()),
    }


def _line(option: Option) -> str:
    idea = f" /t/{option.topic_id}/" if option.topic_id else ""
    return f"{option.text}{idea} | {option.cost}" if option.cost else f"{option.text}{idea}"


_RULES = (
    "method",
    "electorate",
    "secrecy",
    "reasons",
    "results",
    "steps",
    "ties",
    "seats",
    "budget",
    "quorum",
    "floor",
    "ceiling",
    "share_of",
    "opens_at",
    "closes_at",
    "voters",
)


def _listed(line: str, purpose: Purpose, viewer: Actor) -> Listed:
    line, idea = _idea_in(line, viewer)
    if purpose.code != "budget":
        return Listed(text=line, topic=idea)
    text, _bar, cost = line.rpartition("|")
    digits = cost.strip().replace(" ", "").replace("'", "").replace(",", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        told = _("“%(line)s” has no cost. Write it after a bar: Benches | 1200")
        raise ValidationError(told, params={"line": line})
    return Listed(text=text.strip(), cost=int(digits), topic=idea)


def _idea_in(line: str, viewer: Actor) -> tuple[str, Topic | None]:
    """The line without the address of a topic that stood in it, and that topic."""
    found = _ADDRESS.search(line)
    if found is None or int(found[1]) > LAST_ID:
        return line, None
    idea = Topic.objects.visible_to(viewer).filter(id=int(found[1])).first()
    if idea is None:
        told = _("You see no topic at %(address)s. Look at the address again.")
        raise ValidationError(told, params={"address": found[0]})
    rest = " ".join((line[: found.start()] + line[found.end() :]).split())
    if not rest or rest.startswith("|"):
        rest = f"{idea.title} {rest}".strip()
    return rest, idea
