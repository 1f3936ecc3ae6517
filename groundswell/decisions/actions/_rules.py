"""The rules of a decision as they were chosen, and whether they fit. Called by actions."""

from dataclasses import dataclass, field, fields
from datetime import datetime

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Invalid
from groundswell.decisions.actions._listing import Listed, key_of
from groundswell.decisions.models import Decision, Method, Shape

MOST_OPTIONS = 200
WITHOUT_OPTIONS = (Shape.POSITION, Shape.STANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a decision is made, as it was chosen. Names and meanings are the model's."""

    method: str
    electorate: str = Decision.Electorate.SPACE
    secrecy: str = Decision.Secrecy.OPEN
    reasons: str = Decision.Reasons.OPTIONAL
    results: str = Decision.Results.AFTER_CLOSE
    steps: bool = False
    """Whether consent is sought step by step."""
    ties: str = Decision.Ties.NONE
    moderation: str = Decision.Moderation.AFTER
    writers: str = Decision.Writers.PEOPLE
    most: int = 1
    seats: int = 1
    budget: int | None = None
    quorum: int | None = None
    floor: int | None = None
    ceiling: int | None = None
    share_of: str = Decision.Of.BALLOTS
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    voters: tuple[Actor, ...] = field(default=())
    """Who is named on the roll; of electorates of named people."""


def chosen(rules: Rules) -> dict[str, object]:
    """The rules as the fields of a decision."""
    apart = {"voters", "steps"}
    values = {one.name: getattr(rules, one.name) for one in fields(rules) if one.name not in apart}
    stepwise = rules.steps and rules.method == Method.CONSENT
    values["step"] = Decision.Step.PRESENT if stepwise else Decision.Step.NONE
    if rules.secrecy == Decision.Secrecy.SECRET:
        values |= {
            "results": Decision.Results.AFTER_CLOSE,
            "reasons": Decision.Reasons.OFF,
        }
    if rules.method == Method.CONSENT and rules.reasons == Decision.Reasons.OFF:
        values["reasons"] = Decision.Reasons.OBJECTION
    return values


def require_fitting(rules: Rules, options: tuple[Listed, ...]) -> None:
    """The rules fit together, and the options to the rules."""
    if rules.method not in Method.values:
        raise Invalid(_("Choose one of the ways that are offered."), "method")
    method = Method(rules.method)
    _require_times(rules)
    _require_options(rules, method, options)
    if method in {Method.KNAPSACK, Method.EQUAL_SHARES}:
        _require_costs(rules, options)
    if method == Method.CONSENT and rules.secrecy == Decision.Secrecy.SECRET:
        raise Invalid(_("Objections are heard from those who raise them: consent is open."))
    if method.shape == Shape.STANCE and rules.secrecy == Decision.Secrecy.SECRET:
        raise Invalid(_("An opinion map needs to know who votes alike: it cannot be secret."))
    if rules.electorate == Decision.Electorate.NAMED and not rules.voters:
        raise Invalid(_("Name those who may vote."), "voters")


def _require_options(rules: Rules, method: Method, options: tuple[Listed, ...]) -> None:
    if len(options) > MOST_OPTIONS:
        raise Invalid(_("At most 200 options, please. People cannot weigh more."), "options")
    if method.shape == Shape.POSITION and options:
        raise Invalid(_("Here people vote on the proposal itself: leave out options."), "options")
    _require_different(options)
    if method.shape in WITHOUT_OPTIONS:
        return
    if len(options) < 2:
        raise Invalid(_("Write at least two options, one on each line."), "options")
    if rules.seats > len(options):
        told = _("%(seats)s are to win, and there are %(options)s options. Let fewer win.")
        raise Invalid(told % {"seats": rules.seats, "options": len(options)}, "seats")


def _require_different(options: tuple[Listed, ...]) -> None:
    seen: set[str] = set()
    for listed in options:
        if (key := key_of(listed.text)) in seen:
            told = _("“%(text)s” is there already. The same words stand once.")
            raise Invalid(told % {"text": listed.text}, "options")
        seen.add(key)


def _require_times(rules: Rules) -> None:
    at = now()
    if rules.closes_at is not None and rules.closes_at <= at:
        raise Invalid(_("The end lies in the past. Choose a later time."), "closes_at")
    starts = rules.opens_at or at
    if rules.closes_at is not None and rules.closes_at <= starts:
        raise Invalid(_("It has to end after it begins."), "closes_at")


def _require_costs(rules: Rules, options: tuple[Listed, ...]) -> None:
    if not rules.budget:
        raise Invalid(_("Say how much money there is."), "budget")
    if any(not listed.cost for listed in options):
        raise Invalid(
            _("Write what each project costs, after a bar: New benches | 1200"), "options"
        )
