"""Writing an idea's first rows, however it came about. Called by actions, inside them."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.spaces.models import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIdea:
    """An idea as it was typed."""

    title: str
    text: str
    discipline: str = ""
    sector: str = ""


def begin_idea(
    author: Actor, challenge: Challenge, *, stage: Stage, new: NewIdea, draft: str = ""
) -> tuple[Idea, Message]:
    """The idea in this stage, counted, with its opening message. The caller records it."""
    topic, opening = begin_topic(
        author,
        challenge.topic.space,
        kind=Topic.Kind.IDEA,
        title=new.title,
        text=new.text,
        within=challenge.topic,
        draft=draft or f"idea-{challenge.topic_id}",
    )
    idea = Idea(
        topic=topic,
        challenge=challenge,
        stage=stage,
        discipline=one_line(new.discipline, most=80, field="discipline"),
        sector=one_line(new.sector, most=80, field="sector"),
    )
    idea.save(force_insert=True)
    Challenge.objects.filter(topic=challenge.topic_id).update(idea_count=F("idea_count") + 1)
    _count_in(stage)
    Space.objects.filter(id=topic.space_id).update(last_activity_at=topic.published_at)
    return idea, opening


def _count_in(stage: Stage) -> None:
    """One more in the stage, unless it was taken out of the flow at this very moment."""
    still = Stage.objects.filter(id=stage.id, retired_at=None)
    if not still.update(idea_count=F("idea_count") + 1):
        raise Conflict(_("The flow of this challenge has just changed. Please send it again."))
