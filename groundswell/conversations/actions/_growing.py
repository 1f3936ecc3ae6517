"""A plain topic that grows out of something said elsewhere. Called by actions, inside them."""

from collections.abc import Iterator
from functools import partial

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.actors.models import Actor
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.activities import TOPIC_GREW
from groundswell.conversations.growing import Ground, Growth, Words, grows
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.rules import require_may_open
from groundswell.core.errors import Invalid
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import may_start

MOST = 50


def _spaces(person: Actor, said_in: Space) -> Iterator[Ground]:
    mine = Membership.objects.filter(actor=person, space__closing=None)
    mine = mine.select_related("space__actor").order_by("-id")
    first = list(mine.filter(space=said_in))
    for it in [*first, *mine.exclude(space=said_in)[:MOST]]:
        if may_start(it.space, it, steward=it.role == Membership.Role.STEWARD):
            yield Ground(code=f"space-{it.space_id}", name=it.space.name, space=it.space)


def _here(person: Actor, said_in: Space) -> Iterator[Ground]:
    """A question is put to those among whom it came up."""
    yield from (it for it in _spaces(person, said_in) if it.space.id == said_in.id)


def _begin(
    person: Actor, space_id: int, words: Words, *, kind: str = Topic.Kind.DISCUSSION
) -> tuple[Topic, Message]:
    space = Space.objects.visible_to(person).select_related("actor").filter(id=space_id).first()
    if space is None:
        raise Invalid(_("Choose where it goes on."), "ground")
    require_may_open(person, space, kind)
    topic, opening = begin_topic(
        person, space, kind=kind, title=words.title, text=words.text, draft=f"growing-{space.id}"
    )
    at = topic.published_at
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    return topic, opening


grows(
    Growth(
        prefix="space",
        label=gettext_lazy("A topic of its own in"),
        kind=TOPIC_GREW,
        grounds=_spaces,
        begin=_begin,
    )
)
grows(
    Growth(
        prefix="to_answer",
        label=gettext_lazy("A question to be answered in"),
        kind=TOPIC_GREW,
        grounds=_here,
        begin=partial(_begin, kind=Topic.Kind.QUESTION),
    )
)
