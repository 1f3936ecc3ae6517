"""What has been made of the story, by the names that the story has for it."""

from dataclasses import dataclass, field
from datetime import date

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.exchange.importers.demo.telling import Story
from groundswell.spaces.models import Space


@dataclass
class Made:
    """The rows so far."""

    story: Story
    today: date
    people: dict[str, Actor] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)

    def topic_now(self, key: str) -> Topic:
        """The topic as it stands now."""
        return Topic.objects.select_related("space__actor").get(id=self.topics[key].id)

    def message_now(self, message: Message) -> Message:
        """The message as it stands now."""
        return Message.objects.select_related("topic__space__actor").get(id=message.id)
