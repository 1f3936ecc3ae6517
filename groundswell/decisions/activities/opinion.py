"""Statements of opinion maps."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity


def tell_author(activity: Activity) -> Iterator[Tell]:
    """Who wrote the statement."""
    if activity.target_actor_id and activity.target_actor_id != activity.actor_id:
        yield Tell(
            actor_id=activity.target_actor_id,
            reason=Reason.DECISION,
            about=activity.topic_id,
        )


STATEMENT_WRITTEN = declare(
    Kind(
        name="decisions.statement_written",
        sentence=_("{actor} wrote a statement for {topic}"),
        verb="Add",
        groups_as=_("{actors} wrote statements for {topic}"),
    )
)
STATEMENT_TAKEN = declare(
    Kind(
        name="decisions.statement_taken",
        sentence=_("{actor} took your statement into {topic}"),
        verb="Accept",
        audience=Audience.SELF,
        tells=tell_author,
    )
)
STATEMENT_REFUSED = declare(
    Kind(
        name="decisions.statement_refused",
        sentence=_("{actor} did not take your statement into {topic}, and says why"),
        verb="Reject",
        audience=Audience.SELF,
        tells=tell_author,
    )
)
