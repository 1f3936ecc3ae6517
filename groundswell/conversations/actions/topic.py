"""Opening a topic."""

from django.db.models import F

from groundswell.activity.log import action, moment, origin, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._files import claim_files, end_draft
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.activities import TOPIC_OPENED
from groundswell.conversations.models import (
    LONGEST_BODY,
    Contribution,
    Message,
    Topic,
    TopicFollow,
)
from groundswell.conversations.rules import require_may_open
from groundswell.core.ids import new_id
from groundswell.core.text.clean import clean, one_line
from groundswell.people.models import Level
from groundswell.spaces.models import Space


@action
def open_topic(*, actor: Actor, space: Space, kind: str, title: str, text: str) -> Topic:
    """Opens a topic with its opening message; the author follows it and is credited."""
    require_may_open(actor, space, kind)
    at = moment()
    topic = Topic(
        id=new_id(at),
        space=space,
        kind=kind,
        title=one_line(title, most=150, least=1, field="title"),
        author=actor,
        published_at=at,
        last_number=1,
        last_message_at=at,
        source=origin().source,
    )
    topic.save(force_insert=True)
    opening = Message(
        id=new_id(at),
        topic=topic,
        number=1,
        author=actor,
        kind=Message.Kind.OPENING,
        published_at=at,
        source=origin().source,
    )
    found = set_words(opening, clean(text, most=LONGEST_BODY, least=1, field="text"))
    opening.save(force_insert=True)
    index_words(opening, found, fresh=True)
    claim_files(opening, fresh=True)
    end_draft(actor.id, f"space-{space.id}")
    Contribution(
        topic=topic, actor=actor, role=Contribution.Role.AUTHOR, message=opening, at=at
    ).save(force_insert=True)
    TopicFollow(topic=topic, actor=actor, level=Level.NORMAL).save(force_insert=True)
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    record(TOPIC_OPENED, actor=actor, space_id=space.id, topic_id=topic.id, message_id=opening.id)
    return topic
