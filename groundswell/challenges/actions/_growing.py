"""An idea that grows out of something said elsewhere. Called by actions, inside them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.actors.models import Actor
from groundswell.challenges.actions._beginning import NewIdea, begin_idea
from groundswell.challenges.activities import IDEA_GREW
from groundswell.challenges.models import Challenge, Opens, Stage
from groundswell.challenges.rules import require_may_share
from groundswell.conversations.growing import Ground, Growth, Words, grows
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Invalid
from groundswell.spaces.models import Membership, Space

MOST = 50


def _challenges(person: Actor, said_in: Space) -> Iterator[Ground]:
    """Where ideas are taken now, and the person belongs."""
    mine = Membership.objects.filter(actor=person).values("space_id")
    adds = Stage.objects.filter(retired_at=None, closed_at=None, opens__contains=Opens.ADD)
    rows = Challenge.objects.visible_to(person).filter(
        topic__space__in=mine,
        topic__space__closing=None,
        topic__closing=None,
        topic__lock=None,
        topic__in=adds.values("challenge"),
    )
    rows = rows.with_topic().order_by("-topic_id")
    here = list(rows.filter(topic__space=said_in)[:MOST])
    for one in [*here, *rows.exclude(topic__space=said_in)[:MOST]]:
        yield Ground(code=f"idea-{one.topic_id}", name=one.topic.title, space=one.topic.space)


def _begin(person: Actor, topic_id: int, words: Words) -> tuple[Topic, Message]:
    found = Challenge.objects.visible_to(person).with_topic().filter(topic=topic_id).first()
    if found is None:
        raise Invalid(_("Choose where it goes on."), "ground")
    stage = require_may_share(person, found)
    new = NewIdea(title=words.title, text=words.text)
    idea, opening = begin_idea(person, found, stage=stage, new=new, draft=f"growing-{topic_id}")
    return idea.topic, opening


grows(
    Growth(
        prefix="idea",
        label=gettext_lazy("An idea for"),
        kind=IDEA_GREW,
        grounds=_challenges,
        begin=_begin,
    )
)
