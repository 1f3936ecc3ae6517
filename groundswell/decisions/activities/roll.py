"""Who votes: people named, guests invited, invitations taken back."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, declare
from groundswell.conversations.activities import tell_target

VOTER_NAMED = declare(
    Kind(
        name="decisions.voter_named",
        sentence=_("{actor} put {target} on the roll of {topic}"),
        verb="Add",
        tells=tell_target(Reason.DECISION),
        told_as=_("{actor} asks you to vote on {topic}"),
    )
)
GUEST_INVITED = declare(
    Kind(
        name="decisions.guest_invited",
        sentence=_("{actor} invited a guest to vote on {topic}"),
        verb="Add",
    )
)
LINK_RENEWED = declare(
    Kind(
        name="decisions.link_renewed",
        sentence=_("{actor} made a new link for a guest of {topic}"),
        verb="Update",
        unseen=True,
    )
)
VOTER_WITHDRAWN = declare(
    Kind(
        name="decisions.voter_withdrawn",
        sentence=_("{actor} took somebody off the roll of {topic}"),
        verb="Remove",
    )
)
