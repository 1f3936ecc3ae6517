"""What the pages for splitting, merging and moving a topic offer."""

from dataclasses import dataclass

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OWNED
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.models.topic import TopicQuerySet
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import is_organiser

MESSAGES_TO_CHOOSE = 100
TOPICS_TO_CHOOSE = 20
MOST_TERMS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A stretch of replies to choose from."""

    messages: list[Message]
    next_number: int | None
    previous_number: int | None


def replies_to_choose(topic: Topic, *, start: int) -> Choosable:
    """The replies from number `start` on; the opening stays, stewards' notes too."""
    start = max(start, 2)
    rows = Message.objects.filter(topic=topic, number__gte=start).select_related("author")
    rows = rows.exclude(kind=Message.Kind.NOTE)
    found = list(rows.order_by("number")[: MESSAGES_TO_CHOOSE + 1])
    more = len(found) > MESSAGES_TO_CHOOSE
    return Choosable(
        messages=found[:MESSAGES_TO_CHOOSE],
        next_number=start + MESSAGES_TO_CHOOSE if more else None,
        previous_number=max(2, start - MESSAGES_TO_CHOOSE) if start > 2 else None,
    )


def numbers_of(topic: Topic, message_ids: list[int]) -> list[int]:
    """Where these messages stand now: a page may be older than another steward's split."""
    rows = Message.objects.filter(topic=topic, id__in=message_ids)
    return list(rows.values_list("number", flat=True).order_by("number"))


def stewarded(person: Actor) -> QuerySet[Space]:
    """The spaces that the person looks after."""
    spaces = Space.objects.visible_to(person).select_related("actor").order_by("actor__name", "id")
    if is_organiser(person):
        return spaces
    own = Membership.objects.filter(actor=person, role=Membership.Role.STEWARD)
    return spaces.filter(id__in=own.values("space_id"))


def topics_to_merge_into(topic: Topic, person: Actor, search: str, *, whole: bool) -> TopicQuerySet:
    """Topics of the person's spaces whose title has the words of `search`, latest first. Only plain
    ones take a topic in as a `whole`."""
    rows = Topic.objects.visible_to(person).filter(
        space__in=stewarded(person).order_by(), last_number__gt=0
    )
    if whole:
        rows = rows.exclude(kind__in=list(OWNED))
    for term in search.split()[:MOST_TERMS]:
        rows = rows.filter(title__icontains=term)
    return rows.exclude(id=topic.id).for_list().latest_first()[:TOPICS_TO_CHOOSE]
