"""Opening a topic."""

from django.db.models import F

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.activities import TOPIC_OPENED
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import require_may_open
from groundswell.spaces.models import Space


@action
def open_topic(*, actor: Actor, space: Space, kind: str, title: str, text: str) -> Topic:
    """Opens a topic with its opening message; the author follows it and is credited."""
    require_may_open(actor, space, kind)
    topic, opening = begin_topic(actor, space, kind=kind, title=title, text=text)
    at = topic.published_at
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    record(TOPIC_OPENED, actor=actor, space_id=space.id, topic_id=topic.id, message_id=opening.id)
    return topic
