"""Kinds of topics that other apps own: what they show on a topic's page, and what they forbid.

This app knows none of them. Each is declared once, by the app that owns it, when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a kind adds to its topics' page: templates and what they read as `panel`.

    `head` stands between the title and the conversation, `aside` first in the margin; either may
    be empty.
    """

    head: str
    aside: str
    values: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedKind:
    """A kind of topic and what its owner says of it.

    `panel` is asked with the topic and its viewer, who may see it; `require_reply` raises where
    nothing may be said now. Topics of owned kinds are not merged, split or moved like plain ones:
    their owner has its own ways.
    """

    name: str
    panel: Callable[[Topic, Actor | None], Panel]
    require_reply: Callable[[Actor, Topic], None]


OWNED: dict[str, OwnedKind] = {}


def own(kind: OwnedKind) -> OwnedKind:
    """Declares the kind; a second owner is a mistake."""
    if kind.name in OWNED:
        raise ValueError(f"topics of kind {kind.name} have an owner already")
    OWNED[kind.name] = kind
    return kind


def panel_of(topic: Topic, viewer: Actor | None) -> Panel | None:
    """What the owner of the topic's kind shows on its page, where it has one."""
    kind = OWNED.get(topic.kind)
    return kind.panel(topic, viewer) if kind else None
