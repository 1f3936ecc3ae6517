"""Replacing a message's words, the earlier wording kept. Called by actions, inside them."""

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.conversations.actions._files import claim_files
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.models import LONGEST_BODY, Message, Version
from groundswell.core.text.clean import clean, one_line


def reword(message: Message, *, by: Actor, text: str, title: str = "", reason: str = "") -> Version:
    """Gives the wording that was replaced, as a version by whoever's the new words are.

    `title` is for openings; an empty one leaves the topic's as it is.
    """
    topic = message.topic
    earlier = Message.objects.select_for_update().get(id=message.id)
    version = Version(
        message=message,
        number=Version.objects.filter(message=message).count() + 1,
        title=topic.title if message.number == 1 else "",
        text=earlier.text,
        by=by,
        written_at=earlier.edited_at or earlier.published_at,
        reason=one_line(reason, most=300, field="reason"),
    )
    version.save(force_insert=True)
    found = set_words(message, clean(text, most=LONGEST_BODY, least=1, field="text"))
    message.edited_at = moment()
    message.save(update_fields=["text", "html", "renderer", "edited_at"])
    index_words(message, found, fresh=False)
    claim_files(message, fresh=False)
    if message.number == 1 and title:
        topic.title = one_line(title, most=150, least=1, field="title")
        topic.save(update_fields=["title"])
    return version
