"""Writing a topic's first rows, whatever its kind. Called by actions, inside them."""

from groundswell.activity.log import moment, origin
from groundswell.actors.models import Actor
from groundswell.conversations.actions._files import claim_files, end_draft
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.models import (
    LONGEST_BODY,
    Contribution,
    Message,
    Topic,
    TopicFollow,
)
from groundswell.core.ids import new_id
from groundswell.core.text.clean import clean, one_line
from groundswell.people.models import Level
from groundswell.spaces.models import Space


def begin_topic(
    author: Actor,
    space: Space,
    *,
    kind: str,
    title: str,
    text: str,
    within: Topic | None = None,
    draft: str = "",
) -> tuple[Topic, Message]:
    """The topic with its opening message; its author follows it and is credited.

    `within` is the topic that lists it; `draft` the place whose draft ends with it, the space's
    own unless given. The caller counts it and records what happened.
    """
    at = moment()
    topic = Topic(
        id=new_id(at),
        space=space,
        kind=kind,
        title=one_line(title, most=150, least=1, field="title"),
        author=author,
        published_at=at,
        last_number=1,
        last_message_at=at,
        within=within,
        source=origin().source,
    )
    topic.save(force_insert=True)
    opening = Message(
        id=new_id(at),
        topic=topic,
        number=1,
        author=author,
        kind=Message.Kind.OPENING,
        published_at=at,
        source=origin().source,
    )
    found = set_words(opening, clean(text, most=LONGEST_BODY, least=1, field="text"))
    opening.save(force_insert=True)
    index_words(opening, found, fresh=True)
    claim_files(opening, fresh=True)
    end_draft(author.id, draft or f"space-{space.id}")
    Contribution(
        topic=topic, actor=author, role=Contribution.Role.AUTHOR, message=opening, at=at
    ).save(force_insert=True)
    TopicFollow(topic=topic, actor=author, level=Level.NORMAL).save(force_insert=True)
    return topic, opening
