"""Tying the files that a text names to its message. Called by actions, inside them."""

import re
from collections.abc import Iterable

from django.utils.translation import ngettext

from groundswell.conversations.models import Attachment, Draft, Message
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in
from groundswell.core.rows import update_one

MOST_FILES = 4
_NAMED = re.compile(r"(?:!\[(?P<alt>[^\]]*)\]\()?/media/a/(?P<id>\d{1,19})/")

_SHOWN = re.compile(r'<img src="/media/a/(?P<id>\d{1,19})/[^"]*" alt="[^"]*"(?! width)')


def named_in(text: str) -> dict[int, str]:
    """The ids of the files that a text shows or names, with what it says of each."""
    return {id_in(found["id"]): found["alt"] or "" for found in _NAMED.finditer(text)}


def claim_files(message: Message, *, fresh: bool) -> None:
    """The author's files that the words name belong to the message; those no longer named do not.

    A file that no message has is seen by its owner alone, and swept after a day unless a draft of
    theirs names it.
    """
    named = named_in(message.text)
    if not fresh:
        Attachment.objects.filter(message=message).exclude(id__in=named).update(message=None)
    if not named:
        return
    own = Attachment.objects.filter(id__in=named, owner_id=message.author_id)
    claimed = list(own.filter(message=None) | own.filter(message=message))
    if len(claimed) > MOST_FILES:
        raise Invalid(
            ngettext(
                "A message can carry %(most)d file. Send the others in another message.",
                "A message can carry %(most)d files. Send the others in another message.",
                MOST_FILES,
            )
            % {"most": MOST_FILES},
            "text",
        )
    for attachment in claimed:
        attachment.message = message
        attachment.description = named[attachment.id][:500]
    Attachment.objects.bulk_update(claimed, ["message", "description"])
    html = sized(message.html, claimed, opening=message.number == 1)
    if html != message.html:
        message.html = html
        message.save(update_fields=["html"])


def sized(html: str, pictures: Iterable[Attachment], *, opening: bool) -> str:
    """Says how large each picture is, so that words do not move when it comes.

    Pictures wait until they are near the screen, but for the first of a topic's own text: it
    stands where the page opens.
    """
    sizes = {str(one.id): (one.width, one.height) for one in pictures if one.width and one.height}

    def told(found: re.Match[str]) -> str:
        width, height = sizes.get(found["id"], (None, None))
        return f'{found[0]} width="{width}" height="{height}"' if width else found[0]

    html = _SHOWN.sub(told, html)
    return html.replace(' loading="lazy"', "", 1) if opening and sizes else html


def release_files(message: Message) -> None:
    """A deleted message has no files."""
    Attachment.objects.filter(message=message).update(message=None)


def end_draft(actor_id: int, place: str) -> None:
    """What was begun there has been sent. An empty row stays, for it knows which form that was."""
    update_one(Draft, {"actor_id": actor_id, "place": place}, text="", title="")
