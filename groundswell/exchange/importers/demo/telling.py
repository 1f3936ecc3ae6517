"""The whole story with the look-ups that checks and loader share."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from groundswell.exchange.importers.demo.nouns import (
    Follow,
    Message,
    Person,
    Reading,
    Space,
    Topic,
)


@dataclass(frozen=True)
class Story:
    """Five rooms and the people in them; parents of spaces come before their children."""

    people: tuple[Person, ...]
    follows: tuple[Follow, ...]
    readings: tuple[Reading, ...]
    spaces: tuple[Space, ...]

    @cached_property
    def person(self) -> dict[str, Person]:
        """The people by handle."""
        return {person.handle: person for person in self.people}

    @cached_property
    def space(self) -> dict[str, Space]:
        """The spaces by handle."""
        return {space.handle: space for space in self.spaces}

    @cached_property
    def home(self) -> dict[str, Space]:
        """The space of each topic, by the topic's key."""
        return {topic.key: space for space in self.spaces for topic in space.topics}

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """The topics by key."""
        return {topic.key: topic for space in self.spaces for topic in space.topics}

    @property
    def messages(self) -> Iterator[tuple[Space, Topic, Message]]:
        """Every message with where it stands, in the order of the files."""
        for space in self.spaces:
            for topic in space.topics:
                for message in topic.messages:
                    yield space, topic, message

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every hashtag somebody wrote."""
        return frozenset(tag for _, _, message in self.messages for tag in message.tags)

    def totals(self) -> Counter[str]:
        """How much of each there is."""
        count = Counter(
            people=len(self.people),
            follows=len(self.follows),
            readings=len(self.readings),
            spaces=len(self.spaces),
            members=sum(len(space.members) for space in self.spaces),
        )
        for topic in self.topic.values():
            count["topics"] += 1
            count[f"topics: {topic.kind}"] += 1
            count["me too"] += len(topic.me_too)
            for part in ("accepted", "pin", "lock", "closing", "split"):
                count[part] += getattr(topic, part) is not None
        for _, _, message in self.messages:
            count["messages"] += 1
            count["reactions"] += sum(len(reaction.by) for reaction in message.reactions)
            count["reshares"] += len(message.reshares)
            count["bookmarks"] += len(message.bookmarks)
            count["edits"] += len(message.edits)
            for part in ("reply_to", "holding", "removed", "moved"):
                count[part] += getattr(message, part) is not None
        return count
