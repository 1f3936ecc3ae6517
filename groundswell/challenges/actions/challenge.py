"""Opening a challenge, and saying better what it asks for."""

from dataclasses import dataclass

from django.db.models import F

from groundswell.activity.log import action, origin, record
from groundswell.actors.models import Actor
from groundswell.challenges.activities import CHALLENGE_CHANGED, CHALLENGE_OPENED
from groundswell.challenges.models import Challenge, Stage
from groundswell.challenges.presets import BLANK, BY_CODE
from groundswell.challenges.rules import require_may_open_challenge, require_may_run
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.actions._words import words
from groundswell.conversations.models import Topic
from groundswell.core.text.clean import clean, one_line
from groundswell.spaces.models import Space

LONGEST_PLAIN = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a challenge asks for, as it was typed: a sentence, the same in plain language
    (Markdown), who asks, and what will be done with the answers."""

    purpose: str
    plain: str = ""
    asked_by: str = ""
    promise: str = ""


@action
def open_challenge(
    *,
    actor: Actor,
    space: Space,
    title: str,
    text: str,
    asks: Asks,
    template: str = BLANK.code,
) -> Challenge:
    """Opens a challenge whose flow begins as the template (a code of `presets`) says."""
    require_may_open_challenge(actor, space)
    topic, opening = begin_topic(
        actor,
        space,
        kind=Topic.Kind.CHALLENGE,
        title=title,
        text=text,
        draft=f"challenge-{space.id}",
    )
    preset = BY_CODE.get(template, BLANK)
    challenge = Challenge(topic=topic, template=preset.code, source=origin().source)
    _say(challenge, actor, asks)
    challenge.save(force_insert=True)
    for position, step in enumerate(preset.steps):
        Stage(
            challenge=challenge,
            position=position,
            name=str(step.name),
            kind=step.kind,
            says=str(step.says),
            opens=" ".join(step.opens),
            counts=step.counts,
        ).save(force_insert=True)
    at = topic.published_at
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    record(
        CHALLENGE_OPENED,
        actor=actor,
        space_id=space.id,
        topic_id=topic.id,
        message_id=opening.id,
    )
    return challenge


@action
def change_challenge(*, actor: Actor, challenge: Challenge, asks: Asks) -> Challenge:
    """Says better what it asks for; its expert version is edited like any message."""
    require_may_run(actor, challenge)
    _say(challenge, actor, asks)
    challenge.save(update_fields=["purpose", "plain", "plain_html", "asked_by", "promise"])
    record(
        CHALLENGE_CHANGED,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
    )
    return challenge


def _say(challenge: Challenge, actor: Actor, asks: Asks) -> None:
    challenge.purpose = one_line(asks.purpose, most=300, least=1, field="purpose")
    challenge.plain = clean(asks.plain, most=LONGEST_PLAIN, field="plain")
    said = words(challenge.plain, namespace=challenge.topic_id, author_id=actor.id)
    challenge.plain_html = said.rendered.html if challenge.plain else ""
    challenge.asked_by = one_line(asks.asked_by, most=200, field="asked_by")
    challenge.promise = one_line(asks.promise, most=1000, field="promise")
