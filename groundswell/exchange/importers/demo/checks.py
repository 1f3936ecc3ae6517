"""What must be true of people, spaces and topics. Each check yields what is wrong, in words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from groundswell.exchange.importers.demo.message_checks import message_problems
from groundswell.exchange.importers.demo.nouns import (
    OPENING,
    Act,
    Closing,
    Follow,
    Person,
    Reading,
    Space,
    Split,
    Topic,
)
from groundswell.exchange.importers.demo.telling import Story

_HANDLE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EXAMPLE_URL: Final = re.compile(r"https://(example\.(org|com|net)|[a-z0-9.-]+\.example)(/\S*)?")
_LONGEST_TITLE: Final = 150
_LONGEST_PURPOSE: Final = 300


def problems(story: Story) -> Iterator[str]:
    """All that is wrong with the story; nothing when it holds together."""
    yield from _repeats(story)
    yield from chain.from_iterable(map(_person_problems, story.people))
    for space in story.spaces:
        yield from _space_problems(story, space)
    # The rest looks people and places up, so they must be sound first.
    for space in story.spaces:
        for topic in space.topics:
            yield from _topic_problems(story, space, topic)
    for space, topic, message in story.messages:
        yield from message_problems(story, space, topic, message=message)
    yield from chain.from_iterable(_follow_problems(story, follow) for follow in story.follows)
    yield from chain.from_iterable(_reading_problems(story, one) for one in story.readings)


def _repeats(story: Story) -> Iterator[str]:
    handles = [person.handle for person in story.people]
    handles += [space.handle for space in story.spaces]
    topics = [topic.key for space in story.spaces for topic in space.topics]
    watched = [(follow.by, follow.kind, follow.target) for follow in story.follows]
    left = [(reading.by, reading.topic) for reading in story.readings]
    named: dict[str, Iterable[object]] = {
        "handle": handles,
        "topic": topics,
        "follow": watched,
        "reading": left,
    }
    for kind, names in named.items():
        for name in _twice(names):
            yield f"{kind} {name} is there twice"
    for handle in handles:
        if not _HANDLE.fullmatch(handle):
            yield f"handle {handle!r} is not made of small letters and digits"


def _twice(names: Iterable[object]) -> list[object]:
    return [name for name, times in Counter(names).items() if times > 1]


def _person_problems(person: Person) -> Iterator[str]:
    try:
        ZoneInfo(person.time_zone)
    except (KeyError, ValueError):
        yield f"@{person.handle}: no time zone {person.time_zone!r}"
    for link in person.links:
        if not _EXAMPLE_URL.fullmatch(link.url):
            yield f"@{person.handle}: {link.url} is not on a host reserved for examples"


def _space_problems(story: Story, space: Space) -> Iterator[str]:
    where = f"space {space.handle}"
    if len(space.purpose) > _LONGEST_PURPOSE:
        yield f"{where}: the purpose is too long"
    if space.parent is not None and space.parent not in _before(story, space):
        yield f"{where}: no earlier space {space.parent!r} to be its parent"
    for steward in (*space.stewards, space.founded.by):
        if space.since(steward) is None:
            yield f"{where}: steward @{steward} is not a member"
    for member in space.members:
        person = story.person.get(member.handle)
        if person is None:
            yield f"{where}: nobody is called @{member.handle}"
        elif member.since < max(person.joined, space.founded.at):
            yield f"{where}: @{member.handle} joins before they or the space are there"
    for earlier, later in pairwise(space.topics):
        if later.opening.at < earlier.opening.at:
            yield f"{where}: topic {later.key} is out of order"


def _before(story: Story, space: Space) -> list[str]:
    handles = [one.handle for one in story.spaces]
    return handles[: handles.index(space.handle)]


def _topic_problems(story: Story, space: Space, topic: Topic) -> Iterator[str]:
    where = f"topic {topic.key}"
    if len(topic.title) > _LONGEST_TITLE:
        yield f"{where}: the title is too long"
    if topic.opening.reply_to or topic.opening.moved or topic.opening.removed:
        yield f"{where}: an opening replies to nothing and stays where it is"
    for key in _twice(message.key for message in topic.messages):
        yield f"{where}: message {key} is there twice"
    for earlier, later in pairwise(topic.messages):
        if later.at <= earlier.at:
            yield f"{where}: message {later.key} is out of order"
    if topic.kind == "announcement" and topic.opening.author not in space.stewards:
        yield f"{where}: only stewards announce"
    yield from _question_problems(space, topic)
    yield from _steward_problems(space, topic)
    if topic.split is not None:
        yield from _split_problems(story, space, topic, topic.split)


def _question_problems(space: Space, topic: Topic) -> Iterator[str]:
    where = f"topic {topic.key}"
    if topic.kind != "question" and (topic.me_too or topic.accepted):
        yield f"{where}: only questions are answered or asked by others too"
    for handle in topic.me_too:
        if handle == topic.opening.author or space.since(handle) is None:
            yield f"{where}: @{handle} cannot ask this too"
    if topic.accepted is None:
        return
    answer = next((m for m in topic.messages if m.key == topic.accepted.message), None)
    if answer is None or answer.key == OPENING:
        yield f"{where}: no answer {topic.accepted.message!r}"
    elif topic.accepted.act.at <= answer.at:
        yield f"{where}: the answer is accepted before it is given"
    if topic.accepted.act.by not in (topic.opening.author, *space.stewards):
        yield f"{where}: only the asker or a steward accepts an answer"


def _steward_problems(space: Space, topic: Topic) -> Iterator[str]:
    where = f"topic {topic.key}"
    acts: list[Act | Closing] = [act for act in (topic.pin, topic.lock) if act is not None]
    if topic.closing is not None:
        acts.append(topic.closing)
    for act in acts:
        mayors = space.stewards
        if isinstance(act, Closing):
            mayors = (topic.opening.author, *space.stewards)
        if act.by not in mayors:
            yield f"{where}: @{act.by} is no steward here"
        if act.at.day >= 0 or act.at <= topic.opening.at:
            yield f"{where}: an act of @{act.by} is at an impossible time"
    for ending in (topic.lock, topic.closing):
        if ending is not None and topic.messages[-1].at >= ending.at:
            yield f"{where}: somebody writes after the end"
    if topic.lock is not None and not topic.lock.reason:
        yield f"{where}: a lock gives its reason"


def _split_problems(story: Story, space: Space, topic: Topic, split: Split) -> Iterator[str]:
    where = f"topic {topic.key}"
    source = story.topic.get(split.source)
    if source is None or story.home[split.source] is not space:
        yield f"{where}: no topic {split.source!r} here to be split from"
    elif topic.opening.at <= source.opening.at:
        yield f"{where}: it begins before what it was split from"
    if split.act.by not in space.stewards or not split.act.reason:
        yield f"{where}: a steward splits, with a reason"
    along = {OPENING, *split.messages}
    for key in sorted(along - {message.key for message in topic.messages}):
        yield f"{where}: no message {key!r} to come along"
    if any((message.key in along) != (message.at < split.act.at) for message in topic.messages):
        yield f"{where}: what was said before the split came along, and nothing else"


def _follow_problems(story: Story, follow: Follow) -> Iterator[str]:
    targets = {
        "topic": story.topic.keys(),
        "tag": story.tags,
        "person": story.person.keys() - {follow.by},
        "space": story.space.keys(),
    }
    if follow.by not in story.person or follow.target not in targets[follow.kind]:
        yield f"@{follow.by} cannot follow {follow.kind} {follow.target!r}"
        return
    space = story.home.get(follow.target) if follow.kind == "topic" else None
    space = story.space[follow.target] if follow.kind == "space" else space
    if space is not None and space.since(follow.by) is None:
        yield f"@{follow.by} follows {follow.target} from outside"


def _reading_problems(story: Story, reading: Reading) -> Iterator[str]:
    where = f"@{reading.by} in {reading.topic}"
    topic, space = story.topic.get(reading.topic), story.home.get(reading.topic)
    if topic is None or space is None or space.since(reading.by) is None:
        yield f"{where}: there is nothing for them to read"
        return
    keys = [message.key for message in topic.messages]
    read = 0
    if reading.up_to is not None:
        if reading.up_to not in keys:
            yield f"{where}: no message {reading.up_to!r} to leave off at"
            return
        read = keys.index(reading.up_to) + 1
    if any(message.author == reading.by for message in topic.messages[read:]):
        yield f"{where}: they have read what they wrote"
