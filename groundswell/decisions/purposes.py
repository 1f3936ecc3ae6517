"""What one wants to find out, in plain words, and the ways of counting that fit."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.decisions.models import Method

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """A plain question, and the methods that answer it, the one to begin with first."""

    code: str
    name: Words
    says: Words
    icon: str
    methods: tuple[Method, ...]


PURPOSES: Final = (
    Purpose(
        code="think",
        name=_("Find out what people think"),
        says=_("A quick look at where everybody stands. Nothing is settled by it."),
        icon="eye",
        methods=(Method.SENSE_CHECK, Method.GRADIENTS),
    ),
    Purpose(
        code="against",
        name=_("Is anyone against?"),
        says=_("A proposal goes ahead unless somebody has a reason why it should not."),
        icon="hand",
        methods=(Method.CONSENT, Method.CONSENSUS, Method.GRADIENTS),
    ),
    Purpose(
        code="one",
        name=_("Pick one"),
        says=_("Several options, one of them wins."),
        icon="circle-check",
        methods=(
            Method.IRV,
            Method.RANKED_PAIRS,
            Method.APPROVAL,
            Method.MAJORITY_JUDGEMENT,
            Method.SCORE,
            Method.PLURALITY,
        ),
    ),
    Purpose(
        code="several",
        name=_("Choose several"),
        says=_("Fill seats, or find the few that most can live with."),
        icon="users-round",
        methods=(Method.STV, Method.PICK, Method.APPROVAL, Method.DOTS, Method.SCORE),
    ),
    Purpose(
        code="budget",
        name=_("Share out a budget"),
        says=_("Projects with costs, and money for some of them."),
        icon="scale",
        methods=(Method.EQUAL_SHARES, Method.KNAPSACK),
    ),
)
BY_CODE: Final = {purpose.code: purpose for purpose in PURPOSES}


def purpose_of(method: str, seats: int) -> Purpose:
    """What somebody wanted who chose this way."""
    fitting = [purpose for purpose in PURPOSES if method in purpose.methods]
    several = [purpose for purpose in fitting if purpose.code == "several"]
    return (several if seats > 1 and several else fitting)[0]


VOTERS: Final[dict[str, Words]] = {
    Method.SENSE_CHECK: _("Everyone says agree, unsure or disagree."),
    Method.CONSENT: _("Everyone says consent, concern or objection."),
    Method.CONSENSUS: _("Everyone says agree, abstain, disagree or block."),
    Method.GRADIENTS: _("Everyone picks one of eight steps, from “wholehearted” to “block”."),
    Method.PLURALITY: _("Everyone chooses one option."),
    Method.APPROVAL: _("Everyone ticks all the options they could live with."),
    Method.PICK: _("Everyone ticks a few options, up to a number that is set."),
    Method.SCORE: _("Everyone gives each option a score."),
    Method.MAJORITY_JUDGEMENT: _("Everyone grades each option, from “reject” to “excellent”."),
    Method.DOTS: _("Everyone shares out points among the options."),
    Method.KNAPSACK: _("Everyone shares out points among the projects."),
    Method.EQUAL_SHARES: _("Everyone shares out points among the projects."),
    Method.IRV: _("Everyone puts the options in order; ties and gaps are fine."),
    Method.STV: _("Everyone puts the options in order; ties and gaps are fine."),
    Method.RANKED_PAIRS: _("Everyone puts the options in order; ties and gaps are fine."),
    Method.OPINION_MAP: _("Everyone says agree, disagree or pass to one statement at a time."),
}
"""What voters do."""

COUNTED: Final[dict[str, Words]] = {
    Method.SENSE_CHECK: _("The positions are counted. There is no winner."),
    Method.CONSENT: _("It passes when nobody objects. Concerns are noted."),
    Method.CONSENSUS: _("It passes when nobody blocks; who abstains is counted as present."),
    Method.GRADIENTS: _("The steps are counted, with the middle one. A block is named."),
    Method.PLURALITY: _("The option with the most votes wins, even with less than half of them."),
    Method.APPROVAL: _("The option that most people ticked wins."),
    Method.PICK: _("The options with the most ticks win."),
    Method.SCORE: _("The option with the highest sum of scores wins."),
    Method.MAJORITY_JUDGEMENT: _(
        "The option whose middle grade is best wins; equal ones are told apart by taking away one "
        "middle grade at a time."
    ),
    Method.DOTS: _("The options with the most points win."),
    Method.KNAPSACK: _(
        "The set of projects with the most points that the budget can pay for wins."
    ),
    Method.EQUAL_SHARES: _(
        "The money is split equally among voters; a project is paid for by those who gave it "
        "points. Large groups do not take everything."
    ),
    Method.IRV: _(
        "The option with the fewest first places leaves, and its ballots go to their next choice, "
        "until one has more than half."
    ),
    Method.STV: _(
        "Each seat takes a quota of votes. What is over goes on to the next choice at its exact "
        "part; whoever is last leaves. Groups get seats in proportion."
    ),
    Method.RANKED_PAIRS: _(
        "Every two options are compared. Wins are kept from the clearest down, unless they would "
        "go round in a circle. Who beats everybody wins."
    ),
    Method.OPINION_MAP: _("People who vote alike come to stand together on a map."),
}
"""How ballots are counted."""
