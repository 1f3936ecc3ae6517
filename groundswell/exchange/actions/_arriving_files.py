"""The files of an archive, each after a look at what it really is."""

import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model

from groundswell.conversations.actions._files import sized
from groundswell.conversations.models import Attachment, Message
from groundswell.core.errors import Invalid
from groundswell.core.images import prepare
from groundswell.core.text.clean import one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.archives import MEDIA
from groundswell.exchange.importers.archive.fields import Fields

MOST_FILE = 25 * 1024 * 1024
PLAIN = "application/octet-stream"

_TYPE = re.compile(r"[a-z]+/[a-z0-9.+*-]{1,80}\Z")


def arrive_files(
    arrival: Arrival,
    it: Fields,
    message: Message,
    *,
    html: str,
    rows: dict[type[Model], list[Model]],
) -> str:
    """Stores what is attached to a message; gives its HTML with the sizes of the pictures.

    A file that is stored before a kill is found, and used, by the next run.
    """
    files = []
    for file in it.children("attachment"):
        problem = _problem(arrival, file)
        if problem:
            arrival.tally.skip("files", problem)
            continue
        arrival.tally.add("created", "files")
        if arrival.writes:
            files.append(_attachment(arrival, message, file))
    rows[Attachment] += files
    return sized(html, files, opening=message.number == 1) if files else html


def _problem(arrival: Arrival, file: Fields) -> str:
    """Why a file is left out, if it is."""
    name = file.text("url")
    size = arrival.archive.size(name)
    if size is None or not name.startswith(MEDIA) or name not in arrival.files:
        return "is not in the archive"
    if size > MOST_FILE:
        return "is larger than 25 MB"
    path = name.removeprefix(MEDIA)
    if name in arrival.stored or Attachment.objects.filter(path=path).exists():
        return "is here already under the same name"
    arrival.stored.add(name)
    return ""


def _attachment(arrival: Arrival, message: Message, file: Fields) -> Attachment:
    """The row of a file, which is stored under its own path, or a new one when that is taken."""
    name = file.text("url")
    stream = arrival.archive.media(name)
    if stream is None:
        raise file.wrong("url", "in the archive")
    with stream:
        found = _looked_at(file, name.removeprefix(MEDIA), stream.read(MOST_FILE))
    return Attachment(
        id=arrival.files[name],
        owner=arrival.actor(file, "attributedTo"),
        space=arrival.space,
        message=message,
        name=one_line(file.text("name"), most=200, least=1),
        path=_stored(found.path, found.content),
        content_type=found.content_type,
        size=len(found.content),
        width=found.width,
        height=found.height,
        description=one_line(file.text("summary", ""), most=500),
        created_at=file.moment("published"),
    )


def _stored(path: str, content: bytes) -> str:
    """The path in the media folder: its own, or a new one when another file has that."""
    if default_storage.exists(path):
        with default_storage.open(path) as there:
            if there.read(len(content) + 1) == content:
                return path
    return default_storage.save(path, ContentFile(content))


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it is kept here."""

    path: str
    content: bytes
    content_type: str
    width: int | None = None
    height: int | None = None


def _looked_at(file: Fields, path: str, content: bytes) -> _Found:
    """Pictures are made afresh, as those that people upload; what is none is not shown as one."""
    said = file.text("mediaType", "")
    known = said if _TYPE.match(said) else PLAIN
    if not known.startswith("image/"):
        return _Found(path, content, known)
    try:
        picture = prepare(content)
    except Invalid:
        return _Found(path, content, PLAIN)
    return _Found(
        path=f"{path.rpartition('.')[0] or path}.{picture.extension}",
        content=picture.data,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
    )


def stored_picture(it: Fields, arrival: Arrival) -> str:
    """The path of somebody's picture, made afresh; none when it is missing or no picture."""
    icon = it.maybe_child("icon")
    stream = arrival.archive.media(icon.text("url")) if icon else None
    if icon is None or stream is None:
        return ""
    with stream:
        content = stream.read(MOST_FILE) if arrival.writes else b""
    try:
        picture = prepare(content, shape="avatar") if content else None
    except Invalid:
        return ""
    stem = icon.text("url").removeprefix(MEDIA).rpartition(".")[0]
    return _stored(f"{stem}.{picture.extension}", picture.data) if picture else ""
