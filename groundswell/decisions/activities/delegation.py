"""Voting for one another: given, taken back, declined. Known to the two alone."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, declare
from groundswell.conversations.activities import tell_target

DELEGATION_GIVEN = declare(
    Kind(
        name="decisions.delegation_given",
        sentence=_("{actor} lets {target} vote for them in {space}"),
        verb="Offer",
        audience=Audience.SELF,
        tells=tell_target(Reason.DECISION),
        told_as=_("{actor} lets you vote for them in {space}"),
        unseen=True,
    )
)
DELEGATION_REVOKED = declare(
    Kind(
        name="decisions.delegation_revoked",
        sentence=_("{actor} took back their vote from {target} in {space}"),
        verb="Undo",
        audience=Audience.SELF,
        tells=tell_target(Reason.DECISION),
        told_as=_("{actor} took back the vote that you had for them in {space}"),
        unseen=True,
    )
)
DELEGATION_DECLINED = declare(
    Kind(
        name="decisions.delegation_declined",
        sentence=_("{actor} does not vote for {target} in {space} any more"),
        verb="Reject",
        audience=Audience.SELF,
        tells=tell_target(Reason.DECISION),
        told_as=_("{actor} does not vote for you in {space}: vote yourself, or ask somebody else"),
        unseen=True,
    )
)
