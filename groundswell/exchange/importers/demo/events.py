"""The story as one list of what happened, in the order in which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from groundswell.exchange.importers.demo.nouns import Message, Space, Topic
from groundswell.exchange.importers.demo.telling import Story
from groundswell.exchange.importers.demo.times import Moment

Verb = Literal[
    "say", "edit", "remove", "react", "reshare", "bookmark", "ask_too", "accept", "pin",
    "split", "carry", "close", "lock",
]  # fmt: skip
MINUTES_A_DAY = 1440
SLOWEST_MINUTES = 40 * 60
"""Reactions carry no time in the story: they come within forty hours of what they are to."""


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody did this; `detail` is what the verb needs to know."""

    at: Moment
    verb: Verb
    by: str
    space: Space
    topic: Topic
    message: Message
    detail: object = None


def told(story: Story) -> list[Event]:
    """All events, earliest first; what depends on another comes after it."""
    events = [event for space in story.spaces for event in _of_space(story, space)]
    return sorted(events, key=lambda event: event.at)


def _of_space(story: Story, space: Space) -> Iterator[Event]:
    for topic in space.topics:
        for message in topic.messages:
            yield Event(message.at, "say", message.author, space, topic, message)
            yield from _about_message(story, space, topic, message)
        yield from _about_topic(space, topic)


def _about_message(story: Story, space: Space, topic: Topic, message: Message) -> Iterator[Event]:
    def event(at: Moment, verb: Verb, by: str, *, detail: object = None) -> Event:
        return Event(at, verb, by, space, topic, message, detail)

    for edit in message.edits:
        yield event(edit.at, "edit", message.author, detail=edit)
    for reaction in message.reactions:
        for handle in reaction.by:
            yield event(_later(space, message, handle, 0), "react", handle, detail=reaction.emoji)
    for reshare in message.reshares:
        yield event(reshare.at, "reshare", reshare.by, detail=reshare)
    for handle in message.bookmarks:
        yield event(_later(space, message, handle, 1), "bookmark", handle)
    if message.removed is not None:
        yield event(_after_all(message.removed.at), "remove", message.removed.by)
    if message.moved is not None:
        yield event(message.moved.act.at, "carry", message.moved.act.by, detail=message.moved)


def _about_topic(space: Space, topic: Topic) -> Iterator[Event]:
    def event(at: Moment, verb: Verb, by: str, *, detail: object = None) -> Event:
        return Event(at, verb, by, space, topic, topic.opening, detail)

    # A question that was split off was none before.
    asked = _after_all(topic.split.act.at) if topic.split else topic.opening.at
    for handle in topic.me_too:
        yield event(max(asked, _later(space, topic.opening, handle, 2)), "ask_too", handle)
    if topic.accepted is not None:
        yield event(
            topic.accepted.act.at, "accept", topic.accepted.act.by, detail=topic.accepted.message
        )
    if topic.pin is not None:
        yield event(topic.pin.at, "pin", topic.pin.by)
    if topic.split is not None:
        yield event(topic.split.act.at, "split", topic.split.act.by, detail=topic.split)
    if topic.closing is not None:
        yield event(_after_all(topic.closing.at), "close", topic.closing.by, detail=topic.closing)
    if topic.lock is not None:
        yield event(_after_all(topic.lock.at), "lock", topic.lock.by, detail=topic.lock.reason)


def _later(space: Space, message: Message, handle: str, salt: int) -> Moment:
    """Some time after the message and after the person joined; the same at every telling."""
    since = space.since(handle)
    start = max(message.at, since) if since else message.at
    spread = crc32(f"{handle} {message.key} {salt}".encode()) % SLOWEST_MINUTES
    at = min(_minutes(start) + 3 + spread, max(_minutes(start) + 1, -30))
    return _moment(at)


def _after_all(at: Moment) -> Moment:
    """A minute later, so that what ends comes after what was said at the same minute."""
    return _moment(_minutes(at) + 1)


def _minutes(at: Moment) -> int:
    return at.day * MINUTES_A_DAY + at.hour * 60 + at.minute


def _moment(minutes: int) -> Moment:
    day, rest = divmod(minutes, MINUTES_A_DAY)
    return Moment(day, rest // 60, rest % 60)
