"""Reviews of ideas, which nobody sees before their stage is closed."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, declare, taking_back
from groundswell.conversations.activities import tell_target

REVIEWER_INVITED = declare(
    Kind(
        name="challenges.reviewer_invited",
        sentence=_("{actor} asked {target} to review ideas for {topic}"),
        verb="Invite",
        audience=Audience.STEWARDS,
        tells=tell_target(Reason.REVIEW),
        told_as=_("{actor} asks you to review ideas for {topic}"),
    )
)
REVIEWER_REMOVED = declare(
    Kind(
        name="challenges.reviewer_removed",
        sentence=_("{actor} no longer asks {target} to review ideas for {topic}"),
        verb="Remove",
        audience=Audience.STEWARDS,
        undoes=taking_back(REVIEWER_INVITED, "topic_id", "target_actor_id"),
    )
)
REVIEW_GIVEN = declare(
    Kind(
        name="challenges.review_given",
        sentence=_("{actor} reviewed {topic}"),
        verb="Create",
        audience=Audience.STEWARDS,
    )
)
REVIEW_CHANGED = declare(
    Kind(
        name="challenges.review_changed",
        sentence=_("{actor} changed a review of {topic}"),
        verb="Update",
        audience=Audience.STEWARDS,
    )
)
CONFLICT_DECLARED = declare(
    Kind(
        name="challenges.conflict_declared",
        sentence=_("{actor} does not judge {topic}"),
        verb="Reject",
        audience=Audience.STEWARDS,
    )
)
