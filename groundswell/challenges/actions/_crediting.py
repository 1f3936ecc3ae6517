"""Writing who had which part in an idea. Called by actions, inside them."""

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.conversations.models import Contribution, Message, Topic


def credit(topic: Topic, person: Actor, *, role: str, message: Message | None) -> bool:
    """Credits the person; False when they hold this part already."""
    _held, fresh = Contribution.objects.get_or_create(
        topic=topic, actor=person, role=role, defaults={"message": message, "at": moment()}
    )
    return fresh
