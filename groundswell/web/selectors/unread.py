"""What is new to a person: one rule, for the rail's numbers and for the start page.

A topic of one's space is new when something was said in it since one last looked, or since one
joined when one never did. What people say whom one keeps away from makes nothing new, and stands
behind nothing. Only the latest topics of each space are looked at, so that the rail
costs the same in a space of a hundred topics and of a hundred thousand.
"""

from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber, Substr

from groundswell.conversations.models import Message, ReadPosition, Topic
from groundswell.core.few import among, few_of_each
from groundswell.core.prepared import Prepared
from groundswell.people.models import Block, meets
from groundswell.spaces.models import Membership

LOOKED_AT = 30
"""How many topics of each space are looked at."""
TOPICS_PER_SPACE = 5
MOST_SPACES = 30
WORDS = 240


def _counted_from(membership: str = "") -> Greatest:
    """From when on the topics of a member's space count as recent."""
    since, space = F(f"{membership}since"), OuterRef(f"{membership}space_id")
    # Topics that another one lists stand in no list of the space, nor in the index of its latest.
    listed = Topic.objects.filter(space=space, within=None)
    recent = listed.order_by("-last_message_at")
    oldest = Subquery(recent.values("last_message_at")[LOOKED_AT - 1 : LOOKED_AT])
    return Greatest(Coalesce(oldest, since), since)


def _mine(viewer: int) -> QuerySet[Membership]:
    """The viewer's memberships, each with the moment from which its topics count as recent."""
    mine = Membership.objects.filter(actor=viewer)
    return mine.annotate(counted_from=_counted_from())


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


def _new(viewer: int, **where: Any) -> QuerySet[Topic]:
    return (
        Topic.objects.filter(meets(viewer), removed_at=None, within=None, **where)
        .annotate(read=read(viewer, "id"), heard=heard(viewer, "id", "last_number"))
        .filter(heard__gt=F("read"))
        .exclude(author=viewer, last_number=1)
    )


def _new_there(viewer: int) -> QuerySet[Topic]:
    """The new topics of the space of the membership around it, last first."""
    counted_from = OuterRef("counted_from")
    there = _new(viewer, space=OuterRef("space_id"), last_message_at__gte=counted_from)
    return there.order_by("-last_message_at", "-id")


def _spaces(viewer: int) -> QuerySet[Membership, Any]:
    topics = _new_there(viewer).order_by()
    number = topics.values("space").annotate(number=Count("id")).values("number")
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


def _numbered(viewer: int) -> QuerySet[Topic, Any]:
    """The latest few new topics of each space, by their ids."""
    mine = {"space__memberships__actor": viewer}
    counted_from = _counted_from("space__memberships__")
    last_first = ["-last_message_at", "-id"]
    place = Window(RowNumber(), partition_by="space_id", order_by=last_first)
    new = _new(viewer, **mine, last_message_at__gte=counted_from).annotate(place=place)
    return new.filter(place__lte=TOPICS_PER_SPACE).values("id")


def _latest(viewer: int) -> Q | Expression:
    """The same, for `filter`, in the form that the database is quick with."""
    if connection.vendor != "postgresql":
        return Q(id__in=_numbered(viewer))
    few = _new_there(viewer).values("id")[:TOPICS_PER_SPACE]
    return among("id", few_of_each(_mine(viewer), few))


def _topics(viewer: int) -> QuerySet[Topic, Any]:
    """The latest few new topics of each space, with the last words of each, by one query."""
    return (
        Topic.objects.filter(_latest(viewer), messages__number=heard(viewer, "id", "last_number"))
        .annotate(
            read=read(viewer, "id"),
            words=Substr("messages__text", 1, WORDS),
        )
        .order_by("-last_message_at", "-id")
        .values_list(
            "space_id",
            "id",
            "title",
            "kind",
            "last_message_at",
            "last_number",
            "read",
            "words",
            "messages__author__name",
            "messages__author__handle",
            "messages__author__host",
            "messages__author__picture",
        )
    )


spaces_of = Prepared(_spaces)
topics_of = Prepared(_topics)
