"""What is new in what one follows and the news of one's spaces leave out: topics, tags, people and
spaces elsewhere, and ideas, which their challenge lists.

However quietly one follows something, it shows on the start page. Of what one never looked at,
only what began of late counts; a topic that one follows itself always does.
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Expression, F, Q, QuerySet
from django.db.models.functions import Substr

from groundswell.actors.models import Actor
from groundswell.conversations.models import TagFollow, Tagging, Topic, TopicFollow
from groundswell.core.few import among, gathered
from groundswell.core.prepared import Prepared
from groundswell.people.models import PersonFollow, meets
from groundswell.spaces.models import Membership, Space, SpaceFollow
from groundswell.web.selectors import unread

SINCE = timedelta(days=14)
MOST = 10


def _followed(viewer: int, oldest: int) -> QuerySet[Any, Any]:
    """The ids of topics that concern what one follows: each part is found by an index."""
    spaces = SpaceFollow.objects.filter(actor=viewer).values("space_id")
    people = PersonFollow.objects.filter(actor=viewer).values("followed_id")
    tags = TagFollow.objects.filter(actor=viewer).values("tag_id")
    late = Topic.objects.filter(id__gt=oldest, within=None)
    begun = late.filter(Q(space__in=spaces) | Q(author__in=people))
    tagged = Tagging.objects.filter(tag__in=tags, message__gt=oldest, topic__within=None)
    topics = TopicFollow.objects.filter(actor=viewer)
    return topics.values("topic_id").union(begun.values("id"), tagged.values("topic_id"))


def _concerns(viewer: int, oldest: int) -> Q | Expression:
    ids = _followed(viewer, oldest)
    return among("id", gathered(ids)) if connection.vendor == "postgresql" else Q(id__in=ids)


def _topics(viewer: int, oldest: int) -> QuerySet[Topic, Any]:
    mine = Membership.objects.filter(actor=viewer).values("space_id")
    return (
        Topic.objects.filter(
            meets(viewer),
            _concerns(viewer, oldest),
            space__in=Space.objects.visible_to(Actor(id=viewer)),
            removed_at=None,
            messages__number=unread.heard(viewer, "id", "last_number"),
        )
        .annotate(
            read=unread.read(viewer, "id"),
            heard=F("messages__number"),
            words=Substr("messages__text", 1, unread.WORDS),
        )
        .filter(heard__gt=F("read"))
        .exclude(space__in=mine, within=None)
        .exclude(author=viewer, last_number=1)
        .order_by("-last_message_at", "-id")
        .values_list(
            "space_id",
            "space__actor__name",
            "space__actor__handle",
            "space__actor__picture",
            "space__purpose",
            "space__last_activity_at",
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
        )[:MOST]
    )


topics_of = Prepared(_topics)
