"""What must be true of a message and of what people did with it."""

import re
from collections.abc import Iterator
from typing import Final

from groundswell.exchange.importers.demo.nouns import Holding, Message, Reshare, Space, Topic
from groundswell.exchange.importers.demo.telling import Story
from groundswell.exchange.importers.demo.times import Moment, has_broken_words

_URL_HOST: Final = re.compile(r"https?://([^/\s)>\"'\]]+)")
_EXAMPLE_HOST: Final = re.compile(r"example\.(org|com|net)|[a-z0-9.-]+\.example")
_LONGEST_BODY: Final = 10_000
_LONGEST_REASON: Final = 300


def message_problems(
    story: Story, space: Space, topic: Topic, *, message: Message
) -> Iterator[str]:
    """All that is wrong with one message, with its place in front."""
    where = f"{topic.key}/{message.key}"
    found = (
        *_place(space, topic, message),
        *_words(story, message),
        *_signs(space, message),
        *_reshares(story, space, message),
        *_history(story, space, message),
        *_promise(space, topic, message),
    )
    return (f"{where}: {problem}" for problem in found)


def _member_by(space: Space, handle: str, at: Moment) -> bool:
    since = space.since(handle)
    return since is not None and since <= at


def _place(space: Space, topic: Topic, message: Message) -> Iterator[str]:
    if not _member_by(space, message.author, message.at):
        yield f"@{message.author} is not a member by then"
    if message.at.day >= 0:
        yield "it has not happened yet"
    earlier = {other.key for other in topic.messages if other.at < message.at}
    if message.reply_to is not None and message.reply_to not in earlier:
        yield f"no earlier message {message.reply_to!r} to reply to"


def _words(story: Story, message: Message) -> Iterator[str]:
    for handle in sorted(message.mentions - story.person.keys()):
        yield f"nobody is called @{handle}"
    for text in message.wordings:
        if len(text) > _LONGEST_BODY:
            yield "it is too long"
        if has_broken_words(text):
            yield "a day is not written like {weekday:-9d} or {date:-9d}"
        for host in _URL_HOST.findall(text):
            if not _EXAMPLE_HOST.fullmatch(host):
                yield f"{host} is not a host reserved for examples"


def _signs(space: Space, message: Message) -> Iterator[str]:
    for reaction in message.reactions:
        if reaction.emoji not in space.reactions:
            yield f"{reaction.emoji} is not among the reactions here"
        for handle in reaction.by:
            if handle == message.author or space.since(handle) is None:
                yield f"@{handle} cannot react"
    for handle in message.bookmarks:
        if space.since(handle) is None:
            yield f"@{handle} cannot bookmark it"
    if message.removed is not None and (message.reactions or message.reshares):
        yield "nobody reacts to what is gone"


def _reshares(story: Story, space: Space, message: Message) -> Iterator[str]:
    if message.reshares and space.visibility != "public":
        yield "what was said among members is not passed on"
    seen: list[Reshare] = []
    for reshare in message.reshares:
        latest = seen[-1].at if seen else message.at
        if reshare.at <= latest or reshare.at.day >= 0:
            yield f"the reshare by @{reshare.by} is out of order"
        if any((reshare.by, reshare.into) == (other.by, other.into) for other in seen):
            yield f"@{reshare.by} passes it on twice"
        if reshare.via is not None and reshare.via not in {other.by for other in seen}:
            yield f"@{reshare.via} had not passed it on"
        yield from _target(story, space, reshare)
        seen.append(reshare)


def _target(story: Story, space: Space, reshare: Reshare) -> Iterator[str]:
    person = story.person.get(reshare.by)
    if person is None or reshare.at < person.joined:
        yield f"@{reshare.by} is not there to pass it on"
    if reshare.into is None:
        return
    target = story.space.get(reshare.into)
    if target is None or target is space or not _member_by(target, reshare.by, reshare.at):
        yield f"@{reshare.by} cannot pass it on into {reshare.into!r}"


def _history(story: Story, space: Space, message: Message) -> Iterator[str]:
    at, body = message.at, message.body
    for edit in message.edits:
        if edit.at <= at or edit.at.day >= 0:
            yield "an edit is out of order"
        if edit.body == body:
            yield "an edit changes nothing"
        if len(edit.reason) > _LONGEST_REASON:
            yield "the reason of an edit is too long"
        at, body = edit.at, edit.body
    yield from _removal(space, message, at)
    yield from _move(story, message)


def _removal(space: Space, message: Message, written: Moment) -> Iterator[str]:
    removed = message.removed
    if removed is None:
        return
    if removed.by not in (message.author, *space.stewards) or not removed.reason:
        yield "its author or a steward removes it, with a reason"
    if removed.at <= written or removed.at.day >= 0:
        yield "it is removed at an impossible time"


def _move(story: Story, message: Message) -> Iterator[str]:
    moved = message.moved
    if moved is None:
        return
    source = story.home.get(moved.source)
    if source is None or moved.act.by not in source.stewards:
        yield "a steward of where it was said moves it"
    if moved.act.at <= message.at or not moved.act.reason:
        yield "it is moved after it was said, with a reason"


def _promise(space: Space, topic: Topic, message: Message) -> Iterator[str]:
    holding: Holding | None = message.holding
    if holding is None:
        return
    if topic.kind != "question" or message.author not in space.stewards:
        yield "a steward promises an answer, to a question"
    if holding.due <= message.at.day:
        yield "it is due before it is promised"
    later = {other.key for other in topic.messages if other.at > message.at}
    if holding.answered_by is not None and holding.answered_by not in later:
        yield f"no later message {holding.answered_by!r} keeps the promise"
