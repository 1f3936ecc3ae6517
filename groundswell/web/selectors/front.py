"""What a stranger sees of the place: its public spaces, and what is being talked about."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.prepared import PreparedModels
from groundswell.spaces.models import Space

MOST_SPACES = 12
MOST_TOPICS = 12


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """Public spaces and public conversations, the liveliest first."""

    spaces: list[Space]
    topics: list[Topic]


def front_door() -> FrontDoor:
    """Two queries, the same for every stranger."""
    return FrontDoor(spaces=_SPACES(), topics=_TOPICS())


def _spaces() -> QuerySet[Space]:
    spaces = Space.objects.visible_to(None).select_related("actor")
    return spaces.order_by("-last_activity_at", "-id")[:MOST_SPACES]


def _topics() -> QuerySet[Topic]:
    # EXISTS, unlike IN, makes the database walk the topics in their order and stop after a few:
    # as long as nothing is joined to them, or it begins with the spaces and reads every topic.
    public = Space.objects.visible_to(None).filter(id=OuterRef("space_id"))
    topics = Topic.objects.filter(Exists(public), removed_at=None, last_number__gte=1)
    few = Subquery(topics.latest_first().values("id")[:MOST_TOPICS])
    return Topic.objects.filter(id__in=few).select_related("author", "space__actor").latest_first()


_SPACES, _TOPICS = PreparedModels(_spaces), PreparedModels(_topics)


def lookers_after() -> list[Actor]:
    """The stewards of the organisation, whom one can turn to."""
    staff = Actor.objects.people().filter(account__is_staff=True, account__is_active=True)
    return list(staff.order_by("id")[:12])
