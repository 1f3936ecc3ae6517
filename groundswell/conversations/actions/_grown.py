"""Beginning a topic out of what was said elsewhere. Called by actions, inside them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from groundswell.activity.log import moment
from groundswell.actors.models import Actor, Organisation
from groundswell.conversations.growing import GROWTHS, Growth, Words, may_travel
from groundswell.conversations.models import Contribution, Link, Message, Topic, TopicFollow
from groundswell.core.errors import Conflict, Invalid
from groundswell.people.models import Level


def begun_on(
    person: Actor, code: str, words: Words, *, said_in: Topic, said_by: Iterable[int]
) -> tuple[Growth, Topic, Message]:
    """The new topic, begun on the ground of this code; it leads back to where it was said, and who
    said it is credited."""
    prefix, _dash, number = code.partition("-")
    growth = GROWTHS.get(prefix)
    if growth is None or not (number.isascii() and number.isdecimal() and len(number) < 20):
        raise Invalid(_("Choose where it goes on."), "ground")
    topic, opening = growth.begin(person, int(number), words)
    if not may_travel(said_in.space, topic.space, Organisation.current()):
        raise Conflict(
            _("“%(space)s” is read by others, or under another licence: it cannot go there.")
            % {"space": topic.space.name}
        )
    derived = Link.Kind.DERIVED_FROM
    Link(kind=derived, origin=topic, target=said_in, by=person, at=moment()).save(force_insert=True)
    _credit(topic, opening, {*said_by} - {person.id})
    return growth, topic, opening


def _credit(topic: Topic, opening: Message, people: Iterable[int]) -> None:
    """Whoever said it is an author of what grew out of it, and follows it."""
    role, at = Contribution.Role.CO_AUTHOR, moment()
    for actor_id in sorted(people):
        Contribution(topic=topic, actor_id=actor_id, role=role, message=opening, at=at).save(
            force_insert=True
        )
        TopicFollow(topic=topic, actor_id=actor_id, level=Level.NORMAL).save(force_insert=True)
