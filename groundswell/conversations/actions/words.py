"""Turning what somebody wrote into a message's stored forms. Called by actions, inside them."""

import re

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag, Mention, Message, Tagging
from groundswell.core.text.render import RENDERER_VERSION, Rendered, render
from groundswell.core.text.tags import tag_key

MENTION = re.compile(r"@([A-Za-z0-9_.\-]{2,64})")
MOST_MENTIONS = 50


def rendered(text: str, *, namespace: str) -> tuple[Rendered, dict[str, Actor]]:
    """The text as HTML, with the people it names; one query however many there are."""
    handles = {name.lower().rstrip(".-") for name in MENTION.findall(text)[:MOST_MENTIONS]}
    people = Actor.objects.local().filter(handle__in=handles) if handles else []
    known = {person.handle: person for person in people}

    def address(handle: str) -> str | None:
        person = known.get(handle.lower())
        return person.get_absolute_url() if person else None

    return render(text, resolve_mention=address, namespace=namespace), known


def set_words(message: Message, text: str) -> None:
    """Fills the message's text, HTML and renderer; the caller saves it."""
    message.text = text
    message.html = rendered(text, namespace=str(message.id))[0].html
    message.renderer = RENDERER_VERSION


def index_words(message: Message) -> None:
    """Writes whom and which tags the (saved) message names, replacing what it named before."""
    result, known = rendered(message.text, namespace=str(message.id))
    named = {known[h.lower()] for h in result.mentions if h.lower() in known}
    Mention.objects.filter(message=message).exclude(actor__in=named).delete()
    Mention.objects.bulk_create(
        [Mention(message=message, actor=person) for person in named], ignore_conflicts=True
    )
    tags = {tag_key(name): name for name in result.hashtags}
    Hashtag.objects.bulk_create(
        [Hashtag(key=key, name=name) for key, name in tags.items()], ignore_conflicts=True
    )
    Tagging.objects.filter(message=message).exclude(tag__in=list(tags)).delete()
    Tagging.objects.bulk_create(
        [Tagging(message=message, topic_id=message.topic_id, tag_id=key) for key in tags],
        ignore_conflicts=True,
    )
