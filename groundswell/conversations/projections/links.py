"""What follows new words: the pages they link to are asked what they say of themselves."""

from urllib.parse import urlsplit

from django.conf import settings

from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.conversations.activities import (
    MESSAGE_EDITED,
    REPLY_POSTED,
    TOPIC_GREW,
    TOPIC_OPENED,
)
from groundswell.conversations.models import LinkPreview, Message
from groundswell.conversations.tasks import fetch_preview
from groundswell.core.text.render import render

MOST_CARDS = 3
LONGEST_URL = 1_000
_KINDS = {MESSAGE_EDITED.name, REPLY_POSTED.name, TOPIC_GREW.name, TOPIC_OPENED.name}


@eventual
def note_links(activity: Activity) -> None:
    """Hangs a card on the message for each of its first links; imported words bring none."""
    if activity.kind not in _KINDS or activity.source != "local":
        return
    message = Message.objects.standing().filter(id=activity.message_id or 0).first()
    if message is None:
        return
    wanted = _outward(render(message.text).links)
    if not wanted and activity.kind != MESSAGE_EDITED.name:
        return
    LinkPreview.objects.bulk_create([LinkPreview(url=url) for url in wanted], ignore_conflicts=True)
    cards = list(LinkPreview.objects.filter(url__in=wanted))
    message.previews.set(cards)
    for card in cards:
        if card.fetched_at is None:
            fetch_preview.enqueue(card.id)


def _outward(addresses: tuple[str, ...]) -> list[str]:
    """The first few addresses of pages elsewhere."""
    pages = [
        url
        for url in addresses
        if len(url) <= LONGEST_URL
        and urlsplit(url).scheme in {"http", "https"}
        and urlsplit(url).hostname != settings.SITE_HOST
    ]
    return pages[:MOST_CARDS]
