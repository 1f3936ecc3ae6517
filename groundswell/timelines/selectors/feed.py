"""Feeds: public words only, whoever asks; told apart by what is in them before they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.utils.functional import cached_property

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Stage
from groundswell.conversations.models import Message, Tagging, Topic
from groundswell.conversations.models.message import MessageQuerySet
from groundswell.conversations.models.topic import TopicQuerySet
from groundswell.core.clock import EPOCH
from groundswell.core.pagination import decode_id, encode_cursor
from groundswell.core.text.hashtags import hashtag as hashtag_in
from groundswell.core.text.plain import first_words
from groundswell.live.selectors.recap import takeaways_in_feed
from groundswell.spaces.models import Space
from groundswell.timelines.rules import Feed, Item, absolute

ITEMS = 50
MOST_ITEMS = 500
SUMMARY = 300


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a feed is of: its words for the head, its page, and its messages."""

    title: str
    subtitle: str
    path: str
    messages: MessageQuerySet
    topics: TopicQuerySet | None = None
    """Of openings: their topics, which an index has in order, where it has no openings."""


@dataclass(kw_only=True)
class FeedPage:
    """One page of a feed. What identifies it is read first and costs one narrow query."""

    source: Source
    address: str
    count: int = ITEMS
    after: str | None = None

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """Which messages are on the page, and what of them may change."""
        return list(
            self._messages().values_list(
                *("id", "published_at", "edited_at", "tombstoned_at"),
                *("topic__title", "author__name", "topic__session__hashtag"),
                *("number", "topic", "topic__session__closed_at"),
            )[: self.count + 1]
        )

    def _messages(self) -> MessageQuerySet:
        """Latest first, from where the page before ended."""
        messages, topics = self.source.messages, self.source.topics
        before = {"id__lt": decode_id(self.after)} if self.after else {}
        if topics is None:
            return messages.filter(**before).order_by("-id")
        latest = topics.filter(**before).exclude(last_number=0).order_by("-id")
        ids = latest.values("id")[: self.count + 1]
        return messages.filter(topic__in=ids).order_by("-topic_id")

    @property
    def etag(self) -> str:
        """Equal exactly when the feed's content is."""
        head = (self.source.title, self.source.subtitle, settings.SITE_URL)
        whole = repr((head, self.count, self.rows)).encode("utf-8", "replace")
        return f'"{blake2b(whole, digest_size=12).hexdigest()}"'

    @property
    def updated_at(self) -> datetime:
        """When the latest of its messages was written, changed or deleted."""
        times = (at for row in self.rows for at in (*row[1:4], _ended(row)) if at is not None)
        return max(times, default=EPOCH)

    def feed(self) -> Feed:
        """The feed with its content."""
        shown = [row[0] for row in self.rows[: self.count] if row[3] is None]
        said = Message.objects.filter(id__in=shown).select_related("author", "topic")
        messages = {message.id: message for message in said}
        tags = _tags(shown)
        said_in = {row[0]: row[6] or "" for row in self.rows}
        ends = {row[0]: (row[8], at) for row in self.rows if (at := _ended(row))}
        taken = takeaways_in_feed([topic for topic, _at in ends.values()]) if ends else {}
        more = len(self.rows) > self.count
        site = settings.SITE_URL
        return Feed(
            id=f"{site}{self.address}",
            title=self.source.title,
            subtitle=self.source.subtitle,
            page_url=f"{site}{self.source.path}",
            feed_url=f"{site}{self.address}",
            next_url=f"{site}{self.address}{self._next()}" if more else "",
            updated_at=self.updated_at,
            items=[
                _with_end(item(message, site, tags.get(message.id, ()), hashtag=tag), at, taken)
                for message in (messages[id_] for id_ in shown if id_ in messages)
                for tag, at in [(said_in[message.id], ends.get(message.id))]
            ],
        )

    def _next(self) -> str:
        joint = "&" if "?" in self.address else "?"
        last = self.rows[self.count - 1]
        after = (
            f"{joint}after={encode_cursor([last[0] if self.source.topics is None else last[8]])}"
        )
        return after if self.count == ITEMS else f"{after}&count={self.count}"


def item(message: Message, site: str, tags: tuple[str, ...], *, hashtag: str = "") -> Item:
    """A message as an entry. What leaves a session carries its hashtag, typed or not."""
    html, text = message.html, message.text
    known = hashtag_in(hashtag)
    if known and known.name not in tags:
        tags = (*tags, known.name)
        html, text = f"{html}<p>#{known.shown}</p>", f"{text} #{known.shown}"
    title = message.topic.title if message.number == 1 else f"Re: {message.topic.title}"
    return Item(
        id=f"{site}/m/{message.id}/",
        url=f"{site}{message.get_absolute_url()}",
        title=title,
        html=absolute(html, site),
        summary=first_words(text, SUMMARY),
        author=message.author.name,
        author_url=f"{site}{message.author.get_absolute_url()}",
        published_at=message.published_at,
        updated_at=message.edited_at or message.published_at,
        tags=tags,
    )


def _ended(row: tuple[Any, ...]) -> datetime | None:
    """When the session was over that a topic's opening announces."""
    return row[9] if row[7] == 1 else None


def _with_end(it: Item, end: tuple[int, datetime] | None, taken: dict[int, list[str]]) -> Item:
    """An announcement whose session is over says what people took from it, and where it stands."""
    if end is None:
        return it
    (topic, at), site = end, settings.SITE_URL
    lines = "".join(f"<li>{absolute(html, site)}</li>" for html in taken.get(topic, ()))
    recap = f'<p><a href="{site}/t/{topic}/recap.html">Recap</a></p>'
    whole = f"{it.html}{recap}<ul>{lines}</ul>" if lines else f"{it.html}{recap}"
    return replace(it, html=whole, updated_at=max(it.updated_at, at))


def _tags(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = Tagging.objects.filter(message__in=list(ids)).order_by("message", "tag")
    for message_id, tag in rows.values_list("message_id", "tag_id"):
        found[message_id] = (*found.get(message_id, ()), tag)
    return found


def _public() -> MessageQuerySet:
    return Message.objects.visible_to(None)


def site_source(name: str, purpose: str) -> Source:
    """The topics opened in every public space."""
    return Source(title=name, subtitle=purpose, path="/", messages=_public().filter(number=1))


def space_source(space: Space, *, everything: bool) -> Source:
    """The topics opened in a space, or everything said in it."""
    topics = Topic.objects.filter(space=space, removed_at=None)
    said = Message.objects.filter(topic__space=space, topic__removed_at=None)
    return Source(
        title=space.name,
        subtitle=space.purpose,
        path=space.get_absolute_url(),
        messages=said if everything else Message.objects.filter(number=1),
        topics=None if everything else topics,
    )


def topic_source(topic: Topic) -> Source:
    """Everything said in a topic."""
    return Source(
        title=topic.title,
        subtitle=topic.space.name,
        path=topic.get_absolute_url(),
        messages=Message.objects.filter(topic=topic),
    )


def person_source(person: Actor) -> Source:
    """What a person said in public."""
    return Source(
        title=person.name,
        subtitle="",
        path=person.get_absolute_url(),
        messages=_public().filter(author=person),
    )


def tag_source(tag: str) -> Source:
    """What was said in public with a tag."""
    return Source(
        title=f"#{tag}",
        subtitle="",
        path=f"/tags/{tag}/",
        messages=_public().filter(taggings__tag=tag),
    )


def ideas_source(challenge: Challenge, stage: Stage | None = None) -> Source:
    """The ideas of a challenge, or those that are in one of its stages now."""
    said = Message.objects.filter(
        number=1, topic__idea__challenge=challenge, topic__removed_at=None
    )
    title = challenge.topic.title
    return Source(
        title=f"{title}: {stage.name}" if stage else title,
        subtitle=challenge.purpose,
        path=f"{challenge.get_absolute_url()}ideas/" + (f"?stage={stage.id}" if stage else ""),
        messages=said.filter(topic__idea__stage=stage) if stage else said,
    )
