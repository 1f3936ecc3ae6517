"""The lasting name of everything in an archive: what came by an archive keeps the name it had."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Reshare, Topic
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.models import Imported
from groundswell.spaces.models import Space

MOST_PARAMETERS = 900


class Names:
    """Looks names up in the ledger a batch at a time, and remembers them."""

    def __init__(self, space: Space) -> None:
        self.kept: dict[tuple[str, int], str] = {}
        row = Imported.objects.filter(source=SOURCE, scope=space.id, kind="spaces").first()
        if row is not None:
            self.kept["space", space.id] = row.key

    def learn(self, field: str, ids: Iterable[int]) -> None:
        """Reads the names that actors, topics or messages brought along (`field` is which)."""
        ordered = sorted(set(ids))
        for start in range(0, len(ordered), MOST_PARAMETERS):
            some = ordered[start : start + MOST_PARAMETERS]
            rows = Imported.objects.filter(
                models.Q(**{f"{field}__in": some}), source=SOURCE, kind=f"{field}s"
            )
            for id_, key in rows.values_list(field, "key"):
                self.kept[field, id_] = key

    def actor(self, actor: Actor) -> str:
        """Remote people have their own address; ours get one from their handle."""
        kept = self.kept.get(("actor", actor.id))
        return actor.uri or kept or f"{settings.SITE_URL}/@{actor.handle}"

    def space(self, space: Space) -> str:
        """The address of the space."""
        return self.kept.get(("space", space.id)) or f"{settings.SITE_URL}/s/{space.handle}"

    def topic(self, topic: Topic | int) -> str:
        """The address of the topic."""
        id_ = topic if isinstance(topic, int) else topic.id
        return self.kept.get(("topic", id_)) or f"{settings.SITE_URL}/t/{id_}"

    def message(self, message: Message | int) -> str:
        """The name of the message, which stays when it moves to another topic."""
        id_ = message if isinstance(message, int) else message.id
        return self.kept.get(("message", id_)) or f"{settings.SITE_URL}/m/{id_}"

    def reshare(self, reshare: Reshare) -> str:
        """Made of what it says, so that it needs no row in the ledger."""
        moment = int(reshare.at.timestamp() * 1_000_000)
        return f"{self.message(reshare.message_id)}#reshare-{moment}-{reshare.actor.handle}"
