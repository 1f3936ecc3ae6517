"""What is new to a person: one rule, for the rail's numbers and for the start page.

A topic of one's space is new when something was said in it since one last looked, or since one
joined when one never did. What people say whom one keeps away from makes nothing new, and stands
behind nothing. Only the latest topics of each space are looked at, so that the rail
costs the same in a space of a hundred topics and of a hundred thousand.
"""

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import Coalesce, Greatest, RowNumber, Substr

from groundswell.conversations.models import Message, ReadPosition, Topic
from groundswell.core.prepared import Prepared
from groundswell.people.models import Block, meets
from groundswell.spaces.models import Membership

LOOKED_AT = 30
"""How many topics of each space are looked at."""
TOPICS_PER_SPACE = 5
MOST_SPACES = 30
WORDS = 240


def _mine(viewer: int) -> QuerySet[Membership]:
    """The viewer's memberships, each with the moment from which its topics count as recent."""
    # Topics that another one lists stand in no list of the space, nor in the index of its latest.
    listed = Topic.objects.filter(space=OuterRef("space_id"), within=None)
    recent = listed.order_by("-last_message_at")
    oldest = Subquery(recent.values("last_message_at")[LOOKED_AT - 1 : LOOKED_AT])
    mine = Membership.objects.filter(actor=viewer)
    return mine.annotate(counted_from=Greatest(Coalesce(oldest, F("since")), F("since")))


def read(viewer: int, topic: str) -> Coalesce:
    """How far the viewer has read in the topic; 0 when they never looked."""
    positions = ReadPosition.objects.filter(actor=viewer, topic=OuterRef(topic))
    return Coalesce(Subquery(positions.values("number")[:1]), 0)


def heard(viewer: int, topic: str, last: str) -> Case:
    """The last message of the topic by somebody whom the viewer meets.

    For the many who keep away from nobody that is the last one, and nothing more is asked.
    """
    met = Message.objects.filter(meets(viewer), topic=OuterRef(topic)).order_by("-number")
    keeps_away = Exists(Block.objects.filter(Block.between(viewer)))
    found = Coalesce(Subquery(met.values("number")[:1]), 0)
    return Case(When(Q(keeps_away), then=found), default=F(last))


def _spaces(viewer: int) -> QuerySet[Membership, Any]:
    topics = (
        Topic.objects.filter(
            meets(viewer),
            space=OuterRef("space_id"),
            last_message_at__gte=OuterRef("counted_from"),
            removed_at=None,
            within=None,
        )
        .annotate(read=read(viewer, "id"), heard=heard(viewer, "id", "last_number"))
        .filter(heard__gt=F("read"))
        .exclude(author=viewer, last_number=1)
    )
    number = topics.order_by().values("space").annotate(number=Count("id")).values("number")
    return (
        _mine(viewer)
        .annotate(unread=Coalesce(Subquery(number), 0))
        .order_by("-space__last_activity_at", "space_id")
        .values_list(
            "space_id",
            "space__actor__name",
            "space__actor__handle",
            "space__actor__picture",
            "space__purpose",
            "space__last_activity_at",
            "unread",
        )[:MOST_SPACES]
    )


def _topics(viewer: int) -> QuerySet[Membership, Any]:
    """The latest few new topics of each space, with the last words of each, by one query."""
    return (
        _mine(viewer)
        .filter(
            space__topics__last_message_at__gte=F("counted_from"),
            space__topics__removed_at=None,
            space__topics__within=None,
            space__topics__messages__number=heard(
                viewer, "space__topics__id", "space__topics__last_number"
            ),
        )
        .annotate(
            topic_id=F("space__topics__id"),
            opener=F("space__topics__author_id"),
            last_number=F("space__topics__last_number"),
            heard=F("space__topics__messages__number"),
            read=read(viewer, "space__topics__id"),
            words=Substr("space__topics__messages__text", 1, WORDS),
            place=Window(
                RowNumber(),
                partition_by="space_id",
                order_by=["-space__topics__last_message_at", "-space__topics__id"],
            ),
        )
        .filter(meets(viewer, "opener"), heard__gt=F("read"), place__lte=TOPICS_PER_SPACE)
        .exclude(opener=viewer, last_number=1)
        .order_by("-space__topics__last_message_at", "-topic_id")
        .values_list(
            "space_id",
            "topic_id",
            "space__topics__title",
            "space__topics__kind",
            "space__topics__last_message_at",
            "last_number",
            "read",
            "words",
            "space__topics__messages__author__name",
            "space__topics__messages__author__handle",
            "space__topics__messages__author__host",
            "space__topics__messages__author__picture",
        )
    )


spaces_of = Prepared(_spaces)
topics_of = Prepared(_topics)
