"""What was chosen beyond the way of counting, each in a sentence for those who vote."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.core.habits import number
from groundswell.decisions.models import Decision, Shape


def terms_of(decision: Decision) -> list[str]:
    """Seats, money, quorum, thresholds and ties; of a decision, or of one only thought of."""
    if decision.shape == Shape.STANCE:
        return []
    return [*_to_win(decision), *_thresholds(decision), *_ties(decision)]


def _to_win(decision: Decision) -> list[str]:
    if decision.budget:
        return [_("There is %(money)s to spend.") % {"money": number(decision.budget)}]
    if decision.seats == 1 and not decision.takes_several:
        return []
    told = ngettext("%(num)s option wins.", "%(num)s options win.", decision.seats)
    return [told % {"num": decision.seats}]


def _thresholds(decision: Decision) -> list[str]:
    all_ = decision.share_of == Decision.Of.ELECTORATE
    position = decision.shape == Shape.POSITION
    told = []
    if decision.quorum:
        told.append((_("It counts if at least %(n)s %% of all who may vote do."), decision.quorum))
    if decision.floor and position:
        said = (
            _("At least %(n)s %% of all who may vote have to be in favour.")
            if all_
            else _("At least %(n)s %% of those who vote have to be in favour.")
        )
        told.append((said, decision.floor))
    elif decision.floor:
        said = (
            _("What wins has to be carried by at least %(n)s %% of all who may vote.")
            if all_
            else _("What wins has to be carried by at least %(n)s %% of those who vote.")
        )
        told.append((said, decision.floor))
    if decision.ceiling is not None and position:
        said = (
            _("At most %(n)s %% of all who may vote may stand against it.")
            if all_
            else _("At most %(n)s %% of those who vote may stand against it.")
        )
        told.append((said, decision.ceiling))
    return [said % {"n": percent} for said, percent in told]


def _ties(decision: Decision) -> list[str]:
    if decision.shape == Shape.POSITION or decision.ties == Decision.Ties.NONE:
        return []
    if decision.ties == Decision.Ties.PRIOR:
        return [_("Where options are level, the one that was listed first goes first.")]
    return [_("Where options are level, a draw decides that anyone can repeat from the ballots.")]
