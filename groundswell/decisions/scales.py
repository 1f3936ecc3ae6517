"""Names of positions and grades, for people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.decisions.counting import STEPS

GRADES: Final[dict[int, str | Promise]] = {
    5: _("Excellent"),
    4: _("Very good"),
    3: _("Good"),
    2: _("Acceptable"),
    1: _("Poor"),
    0: _("Reject"),
}
"""Of majority judgement: always six."""

POSITIONS: Final[dict[str, str | Promise]] = {
    "agree": _("Agree"),
    "unsure": _("Unsure"),
    "disagree": _("Disagree"),
    "consent": _("Consent: I have no objection"),
    "concern": _("Concern: go ahead, but hear this"),
    "objection": _("Objection: there is a reason not to do this"),
    "abstain": _("Abstain"),
    "block": _("Block: I cannot live with it"),
    "wholehearted": _("Wholehearted support"),
    "good_enough": _("Good enough"),
    "reservations": _("Support with reservations"),
    "discuss": _("More talk needed"),
    "dislike_support": _("I do not like it, but I will support it"),
}


def positions_of(method: str) -> list[tuple[str, str | Promise]]:
    """The positions of a method, as choices."""
    return [(step, POSITIONS[step]) for step in STEPS[method]]
