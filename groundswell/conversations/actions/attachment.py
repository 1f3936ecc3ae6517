"""Bringing a file. It is nobody else's until a message names it."""

import secrets
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.models import Attachment
from groundswell.conversations.rules import require_room_for
from groundswell.core.clock import now
from groundswell.spaces.models import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file as it will be kept: looked at, and made afresh where it is a picture."""

    name: str
    content: IO[bytes]
    content_type: str
    size: int
    width: int | None = None
    height: int | None = None


@unlogged(because="A file is nobody else's until a message, which is logged, names it.")
def keep_file(*, actor: Actor, file: Brought, space: Space) -> Attachment:
    """Stores the file under a name that cannot be guessed, among the actor's own."""
    # One of a person's files after the other: together they have a room.
    Actor.objects.select_for_update(no_key=True).get(id=actor.id)
    require_room_for(actor, file.size)
    token = secrets.token_urlsafe(24)
    stored: File[Any] = File(file.content)
    return Attachment.objects.create(
        owner=actor,
        space=space,
        name=file.name,
        path=default_storage.save(f"a/{token[:2].lower()}/{token}", stored),
        content_type=file.content_type,
        size=file.size,
        width=file.width,
        height=file.height,
        created_at=now(),
    )
