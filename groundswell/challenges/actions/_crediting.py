"""Writing who had which part in an idea. Called by actions, inside them."""

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.challenges.models import ShareProposal
from groundswell.challenges.rules import MAKERS
from groundswell.conversations.models import Contribution, Message, Topic


def credit(topic: Topic, person: Actor, *, role: str, message: Message | None) -> bool:
    """Credits the person; False when they hold this part already. A new holder of shares ends what
    the others were agreeing on."""
    known = role not in MAKERS or person.id in holders_of(topic)
    _held, fresh = Contribution.objects.get_or_create(
        topic=topic, actor=person, role=role, defaults={"message": message, "at": moment()}
    )
    if not known:
        end_shares(topic)
    return fresh


def holders_of(topic: Topic) -> list[int]:
    """Everybody whose words are in it, the first first."""
    held = Contribution.objects.filter(topic=topic, role__in=MAKERS).order_by("id")
    return list(dict.fromkeys(held.values_list("actor_id", flat=True)))


def end_shares(topic: Topic) -> None:
    """What was proposed to holders who are no longer all of them has come to nothing."""
    waiting = ShareProposal.objects.filter(topic=topic, agreed_at=None, refused_at=None)
    waiting.update(refused_at=moment())
