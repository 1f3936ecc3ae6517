"""What an archive brings, as it takes its place here: names to rows, and what was here before.

Modules `_arriving_*` read, compare, render and store files, and write no row; `archive.py` writes
what they made ready, so that nobody who writes meanwhile waits for more than rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar

from django.db.models import Model

from groundswell.activity.bulk import fresh_ids
from groundswell.actors.models import Actor
from groundswell.conversations.models import Attachment, Reshare, Topic
from groundswell.core.clock import now
from groundswell.core.ids import new_id, time_of
from groundswell.core.text.render import Rendered, render
from groundswell.exchange.importers.archive import Archive
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

AT_ONCE = 500
LONGEST_ID = 20

_ID = re.compile(r"/[tm]/(\d{1,19})\Z")

T = TypeVar("T")


@dataclass
class Arrival:
    """One archive on its way in."""

    archive: Archive
    tally: Tally
    writes: bool
    """Without it everything is read and compared, and nothing is rendered, stored or written."""
    space: Space = field(default_factory=Space)
    actors: dict[str, Actor] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    stored: set[str] = field(default_factory=set)
    reshares: dict[str, Reshare] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)
    """Names of the topics and messages that were here before."""
    meant: set[str] = field(default_factory=set)
    """Names of messages that are a question, a prompt, a poll or a takeaway of a session."""
    late: list[Fields] = field(default_factory=list)
    """Credit for messages of other topics, which may stand later in the archive."""

    @cached_property
    def people(self) -> dict[str, Actor]:
        """Whom the words of the archive mean by @name."""
        named = self.archive.lines("actors")
        return {_address(it): self.actors[it.name("id")] for it in named}

    def with_own_files(self, it: Fields, text: str) -> str:
        """The text, with its files under the ids that they have here: mostly those they had."""
        for file in it.children("attachment"):
            had = file.text("file", "0")
            id_ = int(had) if had.isdecimal() and len(had) < LONGEST_ID else 0
            if not 0 < id_ < 2**63 or Attachment.objects.filter(id=id_).exists():
                id_ = new_id(file.moment("published"))
            text = text.replace(f"/media/a/{had}/", f"/media/a/{id_}/")
            self.files[file.text("url")] = id_
        return text

    def actor(self, it: Fields, name: str) -> Actor:
        """Somebody whom the archive names, who must be in it."""
        return _known(self.actors, it, name)

    def maybe_actor(self, it: Fields, name: str) -> Actor | None:
        """The same where they may be missing."""
        return None if it.values.get(name) is None else self.actor(it, name)

    def topic(self, it: Fields, name: str) -> Topic:
        """A topic that the archive names."""
        return _known(self.topics, it, name)

    def rendered(self, text: str, namespace: object) -> Rendered:
        """What a text comes to; not made where nothing is written, for that is most of the work."""
        if not self.writes:
            return Rendered(html=text, text=text)
        return render(text, resolve_mention=self._address_of, namespace=namespace)

    def _address_of(self, handle: str) -> str | None:
        person = self.people.get(handle.lower())
        return person.get_absolute_url() if person else None

    def message(self, it: Fields, name: str) -> int:
        """The id of a message that the archive names."""
        return _known(self.messages, it, name)

    def maybe_message(self, it: Fields, name: str) -> int | None:
        """The same where it may be missing."""
        return None if it.values.get(name) is None else self.message(it, name)

    def is_new(self, it: Fields, name: str) -> bool:
        """Whether what the object hangs on came with this archive."""
        return it.name(name) not in self.here


def _address(it: Fields) -> str:
    handle, host = it.text("preferredUsername").lower(), it.text("host", "").lower()
    return f"{handle}@{host}" if host else handle


def _known(rows: dict[str, T], it: Fields, name: str) -> T:
    found = rows.get(it.name(name))
    if found is None:
        raise SourceError(f"{it.place}: {name} is not in the archive.")
    return found


def chunks(items: Iterable[T], most: int = AT_ONCE) -> Iterator[list[T]]:
    """A few hundred at a time."""
    source = iter(items)
    while some := list(islice(source, most)):
        yield some


def own_id(name: str) -> int | None:
    """The id in a name that any site of ours gave: addresses in old links go on to lead there."""
    found = _ID.search(name)
    id_ = int(found[1]) if found else 0
    return id_ if 0 < id_ < 2**63 and time_of(id_) <= now() else None


def kept_ids(model: type[Model], wanted: Sequence[tuple[str, datetime]]) -> list[int]:
    """The ids that things had where they come from, as far as they are free here."""
    had = [own_id(name) for name, _at in wanted]
    taken = set[int]()
    for some in chunks(id_ for id_ in had if id_):
        taken.update(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))
    others = iter(fresh_ids(model, [at for _name, at in wanted]))
    ids: list[int] = []
    for id_, other in zip(had, others, strict=True):
        free = id_ is not None and id_ not in taken
        ids.append(id_ if free and id_ is not None else other)
        taken.add(ids[-1])
    return ids
