"""What one export knows: what is inside the border, what it is called, and whom it names."""

from collections.abc import Iterable

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.exchange.exporters.archive.names import Names
from groundswell.exchange.exporters.archive.objects import Object
from groundswell.spaces.models import Space

Line = tuple[str, Object]
"""An object, and the noun in whose file it stands."""


class Known:
    """The space as it was when the export began. What is written meanwhile is left for the next."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.names = Names(space)
        self.actors: dict[int, Actor] = {}
        self.topics = set(self.here().values_list("id", flat=True))
        messages = Message.objects.filter(topic__in=self.here())
        self.messages = set(messages.values_list("id", flat=True))

    def here(self) -> QuerySet[Topic]:
        """The topics of the space, as they are now."""
        return Topic.objects.filter(space=self.space, removed_at=None)

    def meet(self, actors: Iterable[Actor]) -> None:
        """People whom the file names, so that they are in it."""
        new = {actor.id: actor for actor in actors}
        self.actors.update(new)
        self.names.learn("actor", new)
