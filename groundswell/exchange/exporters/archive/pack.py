"""Writes the zip: lines, media, pages and the manifest that says what belongs to it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage

from groundswell.core.clock import now
from groundswell.exchange import archives
from groundswell.exchange.exporters.archive.batch import Batch
from groundswell.exchange.exporters.archive.decisions import decisions_left_out
from groundswell.exchange.exporters.archive.ideas import ideas_left_out
from groundswell.exchange.exporters.archive.known import Line
from groundswell.exchange.exporters.archive.objects import space_object
from groundswell.exchange.exporters.archive.pages import Listed, index_page, style, topic_page
from groundswell.exchange.exporters.archive.sessions import sessions_left_out
from groundswell.exchange.exporters.archive.walk import Walk
from groundswell.exchange.exporters.archive.zipped import Zipped
from groundswell.spaces.models import Space


@dataclass
class Packed:
    """What went into the file, and which files of the site were not to be found."""

    counts: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """What the archive has no place for, by noun."""


class _Lines:
    """The files of JSON lines, written beside each other until they go into the zip."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.streams: dict[str, IO[bytes]] = {
            noun: stack.enter_context((folder / noun).open("w+b")) for noun in archives.LINES
        }
        self.counts: Counter[str] = Counter()

    def write(self, lines: Iterable[Line]) -> None:
        for noun, it in lines:
            self.streams[noun].write(_line(it))
            self.counts[noun] += 1

    def move_into(self, out: Zipped) -> None:
        for noun, stream in self.streams.items():
            stream.seek(0)
            out.add(archives.lines_of(noun), stream)


def _line(it: object) -> bytes:
    return json.dumps(it, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def pack_space(
    space: Space, path: Path, advanced: Callable[[int], None] = lambda _messages: None
) -> Packed:
    """Writes the space to `path`; people can go on writing meanwhile."""
    walk, out, missing = Walk(space), Zipped(path), list[str]()
    listed: list[Listed] = []
    with out, TemporaryDirectory() as folder, ExitStack() as stack:
        lines = _Lines(Path(folder), stack)
        for batch in walk.batches():
            lines.write(walk.lines(batch))
            missing += _add_media(batch, out)
            listed += _add_pages(batch, walk, out)
            advanced(len(batch.messages))
        lines.write(walk.links())
        lines.write(walk.ideas())
        lines.write(walk.sessions())
        lines.write(walk.decisions())
        lines.write(walk.people())
        missing += _add_pictures(walk, out)
        lines.move_into(out)
        out.write("style.css", style())
        out.write("index.html", index_page(space, listed))
        out.write(archives.SPACE, _line(space_object(space, walk.names)).decode())
        packed = Packed(counts=lines.counts, missing=missing, left_out=_left_out(space))
        out.write(archives.MANIFEST, _manifest(space, out, packed))
    return packed


def _left_out(space: Space) -> dict[str, int]:
    """What the space has and the archive has not, by noun: told to whoever asked for it."""
    counts = ideas_left_out(space) | sessions_left_out(space) | decisions_left_out(space)
    return {noun: count for noun, count in counts.items() if count}


def _add_media(batch: Batch, out: Zipped) -> list[str]:
    """The files of the messages; gives the names of those that are gone from the disk."""
    paths = [attachment.path for files in batch.files.values() for attachment in files]
    return [path for path in paths if not _added(path, out)]


def _add_pictures(walk: Walk, out: Zipped) -> list[str]:
    """The faces of everybody met, and the space's own."""
    pictures = {actor.picture for actor in [*walk.actors.values(), walk.space.actor]}
    return [path for path in sorted(pictures) if "/" in path and not _added(path, out)]


def _added(path: str, out: Zipped) -> bool:
    try:
        with default_storage.open(path) as stream:
            out.add(f"{archives.MEDIA}{path}", stream)
    except OSError:
        return False
    return True


def _add_pages(batch: Batch, walk: Walk, out: Zipped) -> list[Listed]:
    listed = []
    for topic in batch.topics:
        messages = [it for it in batch.messages if it.topic_id == topic.id]
        it = Listed(title=topic.title, path=f"topics/{topic.id}.html", topic=topic)
        out.write(it.path, topic_page(walk.space, topic, messages, files=batch.files))
        listed.append(it)
    return listed


def _manifest(space: Space, out: Zipped, packed: Packed) -> str:
    manifest = {
        "@context": archives.CONTEXT,
        "format": archives.FORMAT,
        "version": archives.VERSION,
        "origin": settings.SITE_URL,
        "space": space.handle,
        "published": now().isoformat(),
        "counts": packed.counts,
        "missing": packed.missing,
        "leftOut": packed.left_out,
        "files": out.files,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1)
