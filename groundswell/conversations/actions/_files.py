"""Tying the files that a text names to its message. Called by actions, inside them."""

import re

from django.utils.translation import ngettext

from groundswell.conversations.models import Attachment, Draft, Message
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in

MOST_FILES = 4
_NAMED = re.compile(r"(?:!\[(?P<alt>[^\]]*)\]\()?/media/a/(?P<id>\d{1,19})/")


def claim_files(message: Message, *, fresh: bool) -> None:
    """The author's files that the words name belong to the message; those no longer named do not.

    A file that no message has is seen by its owner alone, and swept after a day.
    """
    named = {id_in(found["id"]): found["alt"] or "" for found in _NAMED.finditer(message.text)}
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


def release_files(message: Message) -> None:
    """A deleted message has no files."""
    Attachment.objects.filter(message=message).update(message=None)


def end_draft(actor_id: int, place: str) -> None:
    """What was begun there has been sent."""
    Draft.objects.filter(actor=actor_id, place=place).delete()
