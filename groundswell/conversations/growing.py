"""Where something that was said can go on as a topic of its own.

Each app that owns such topics says where a person may begin one, and how it is begun; whoever lets
something grow knows none of them. The action that lets it grow records the kind it is given.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from groundswell.activity.declarations import Kind
from groundswell.actors.models import Actor, Organisation
from groundswell.conversations.models import Message, Topic
from groundswell.spaces.models import Space

LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Somewhere a person may begin a topic; `code` is what forms call it."""

    code: str
    name: str
    space: Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the new topic says first."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One sort of topic that can grow out of what was said.

    `grounds` are asked with the person and where it was said; `begin` with the person, the id in a
    ground's code and the words: it refuses whoever may not, and writes the topic's first rows.
    """

    prefix: str
    label: str | Promise
    kind: Kind
    grounds: Callable[[Actor, Space], Iterable[Ground]]
    begin: Callable[[Actor, int, Words], tuple[Topic, Message]]


GROWTHS: dict[str, Growth] = {}


def grows(growth: Growth) -> Growth:
    """Declares it; those declared first are offered first."""
    GROWTHS[growth.prefix] = growth
    return growth


def grounds_for(person: Actor, said_in: Space) -> list[tuple[Growth, list[Ground]]]:
    """All that is open to the person, the space in which it was said first."""
    organisation = Organisation.current()
    found = []
    for growth in sorted(GROWTHS.values(), key=lambda one: one.prefix):
        open_to = [
            ground
            for ground in growth.grounds(person, said_in)
            if may_travel(said_in, ground.space, organisation)
        ]
        if open_to:
            open_to.sort(key=lambda ground: ground.space.id != said_in.id)
            found.append((growth, open_to))
    return found


def may_travel(said_in: Space, to: Space, organisation: Organisation) -> bool:
    """Words stay with the readers and under the licence that they were written for."""
    if said_in.id == to.id:
        return True
    alike = said_in.licence_under(organisation) == to.licence_under(organisation)
    return said_in.is_public and alike


def title_from(text: str) -> str:
    """What a topic is called that grows out of these words: their first line."""
    line = " ".join(text.splitlines()[:1]).strip()
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"
