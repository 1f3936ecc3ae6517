"""Turning what somebody wrote into a message's stored forms. Called by actions, inside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag, Mention, Message, Tagging
from groundswell.core.rows import insert_all
from groundswell.core.text.render import RENDERER_VERSION, Rendered, render
from groundswell.people.rules import apart_from

MENTION = re.compile(r"@([A-Za-z0-9_.\-]{2,64})")
MOST_MENTIONS = 50


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text as HTML and plain text, with the local people and the tags it names."""

    rendered: Rendered
    named: list[Actor]


def words(text: str, *, namespace: int, author_id: int) -> Words:
    """Renders the text; one query finds the people it names, however many they are.

    Whoever keeps apart from the author is not found: the name stays plain text.
    """
    handles = {name.lower().rstrip(".-") for name in MENTION.findall(text)[:MOST_MENTIONS]}
    people = Actor.objects.people_called(handles)
    apart = apart_from(author_id) if people else frozenset()
    known = {handle: person for handle, person in people.items() if person.id not in apart}

    def address(handle: str) -> str | None:
        person = known.get(handle.lower())
        return person.get_absolute_url() if person else None

    result = render(text, resolve_mention=address, namespace=namespace)
    named = [known[handle.lower()] for handle in result.mentions if handle.lower() in known]
    return Words(rendered=result, named=named)


def set_words(message: Message, text: str) -> Words:
    """Fills the message's forms; the caller saves it, then calls `index_words`."""
    result = words(text, namespace=message.id, author_id=message.author_id)
    message.text = text
    message.html = result.rendered.html
    message.renderer = RENDERER_VERSION
    return result


def index_words(message: Message, found: Words, *, fresh: bool) -> None:
    """Writes whom and which tags the saved message names. A `fresh` one named nobody before."""
    if not fresh:
        tags = [tag.name for tag in found.rendered.hashtags]
        Mention.objects.filter(message=message).exclude(actor__in=found.named).delete()
        Tagging.objects.filter(message=message).exclude(tag__in=tags).delete()
    index_all([(message, found)])


def index_all(written: Sequence[tuple[Message, Words]]) -> None:
    """The same for many fresh messages, in as many statements as for one."""
    mentions = [Mention(message=it, actor=who) for it, found in written for who in found.named]
    if mentions:
        Mention.objects.bulk_create(mentions, ignore_conflicts=True)
    tags = {tag.name: tag.shown for _it, found in written for tag in found.rendered.hashtags}
    if tags:
        insert_all(Hashtag, ("key", "name"), tags.items(), ignore_conflicts=True)
        insert_all(
            Tagging,
            ("message_id", "topic_id", "tag_id"),
            [
                (it.id, it.topic_id, key)
                for it, found in written
                for key in {tag.name for tag in found.rendered.hashtags}
            ],
            ignore_conflicts=True,
        )
