"""Kinds of topics that other apps own: what they show on a topic's page, and what they forbid.

This app knows none of them. Each is declared once, by the app that owns it, when it is loaded.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from groundswell.actors.models import Actor
from groundswell.conversations.models import Contribution, Message, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a kind adds to its topics' page: templates and what they read as `panel`.

    `head` stands between the title and the conversation, `aside` first in the margin; either may
    be empty. `said` is how much people said after the opening, where other things stand in the
    conversation too. `draws` are the kinds of links to topics of the same kind that it shows
    itself, so that they are not said again.
    """

    head: str
    aside: str
    values: Any
    said: int | None = None
    draws: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAct:
    """What a kind lets somebody do with a message: in one tap, by a form that sends its id, or on
    a page of its own."""

    text: str
    address: str
    page: bool = False


def no_acts(_message: Message, _viewer: Actor | None) -> list[OwnAct]:
    """Nothing beside what every message has."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a kind shows in one of its messages: below its words, or instead of them."""

    template: str
    values: Mapping[str, Any]
    instead: bool = False


def no_parts(_panel: Any, _messages: Sequence[tuple[int, str]]) -> dict[int, Part]:
    """Messages are their words, as everywhere."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What somebody was named to see to in a topic of a kind: what comes next, by which day, and
    by which page of the topic one says what came of it."""

    topic: Topic
    what: str
    by_when: date | None
    page: str

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.by_when is not None and self.by_when < today


def no_work(_person: Actor) -> list[Work]:
    """Nobody is named to see to anything."""
    return []


def nothing_untold(_topic: Topic, _viewer: Actor | None) -> Collection[str]:
    """All that happened is told, to those whom it is for."""
    return ()


def credited(topic: Topic) -> Iterable[int]:
    """Whoever is credited in the topic."""
    return Contribution.objects.filter(topic=topic).values_list("actor_id", flat=True)


def no_answered(_topic: Topic, _text: str) -> Message | None:
    """Words name no message that they answer."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedKind:
    """A kind of topic and what its owner says of it.

    `panel` is asked with the topic and its viewer, who may see it; `require_reply` raises where
    nothing may be said now. Topics of owned kinds are not merged, split or moved like plain ones:
    their owner has its own ways. `message_acts` are asked when somebody opens a message's menu,
    `message_parts` with what the panel reads and the id and kind of each message on a page. `work`
    is what a person sees to in topics of the kind, as far as they see these. `untold` are the kinds
    of activities that the viewer does not read in the topic's history now, but for their own.
    `answered` is the message that a reply's own words name as what they answer.
    """

    name: str
    panel: Callable[[Topic, Actor | None], Panel]
    require_reply: Callable[[Actor, Topic], None]
    message_acts: Callable[[Message, Actor | None], list[OwnAct]] = no_acts
    takers: Callable[[Topic], Iterable[int]] = credited
    message_parts: Callable[[Any, Sequence[tuple[int, str]]], dict[int, Part]] = no_parts
    work: Callable[[Actor], list[Work]] = no_work
    untold: Callable[[Topic, Actor | None], Collection[str]] = nothing_untold
    answered: Callable[[Topic, str], Message | None] = no_answered


OWNED: dict[str, OwnedKind] = {}


def own(kind: OwnedKind) -> OwnedKind:
    """Declares the kind; a second owner is a mistake."""
    if kind.name in OWNED:
        raise ValueError(f"topics of kind {kind.name} have an owner already")
    OWNED[kind.name] = kind
    return kind


def acts_of(message: Message, viewer: Actor | None) -> list[OwnAct]:
    """What the owner of the topic's kind lets the viewer do with the message."""
    kind = OWNED.get(message.topic.kind)
    return kind.message_acts(message, viewer) if kind else []


def answered_by(topic: Topic, text: str) -> Message | None:
    """What these words answer, as the owner of the topic's kind reads them."""
    kind = OWNED.get(topic.kind)
    return kind.answered(topic, text) if kind else None


def untold_of(topic: Topic, viewer: Actor | None) -> Collection[str]:
    """Kinds of activities that the owner of the topic's kind keeps out of its history now."""
    kind = OWNED.get(topic.kind)
    return kind.untold(topic, viewer) if kind else ()


def takers_of(topic: Topic) -> Iterable[int]:
    """Who had a part in the topic, as the owner of its kind says."""
    kind = OWNED.get(topic.kind)
    return kind.takers(topic) if kind else credited(topic)


def work_of(person: Actor) -> list[Work]:
    """What the person sees to in topics of every owned kind; what is due first comes first."""
    found = [work for kind in OWNED.values() for work in kind.work(person)]
    return sorted(found, key=lambda work: (work.by_when or date.max, work.topic.id))


def panel_of(topic: Topic, viewer: Actor | None) -> Panel | None:
    """What the owner of the topic's kind shows on its page, where it has one."""
    kind = OWNED.get(topic.kind)
    return kind.panel(topic, viewer) if kind else None


def parts_of(
    topic: Topic, panel: Panel | None, messages: Sequence[tuple[int, str]]
) -> dict[int, Part]:
    """What the owner of the topic's kind shows in which of these messages (id and kind)."""
    if panel is None:
        return {}
    return OWNED[topic.kind].message_parts(panel.values, messages)
