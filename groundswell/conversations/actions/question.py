"""Questions: the same question, an accepted answer, a promise to answer, and whom to ask."""

from datetime import date

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.activities import (
    ANSWER_ACCEPTED,
    ANSWER_WITHDRAWN,
    ASKED_TOO,
    ASKED_TOO_WITHDRAWN,
    HELD,
    QUESTION_ROUTED,
    ROUTING_DECLINED,
)
from groundswell.conversations.models import (
    LONGEST_BODY,
    AcceptedAnswer,
    HoldingReply,
    Message,
    MeToo,
    Routing,
    Topic,
)
from groundswell.conversations.rules import (
    require_may_accept,
    require_may_reply,
    require_near,
    require_question,
)
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import clean
from groundswell.spaces.rules import membership_of, require_member, require_steward


@action
def ask_too(*, actor: Actor, topic: Topic) -> None:
    """The actor has the same question."""
    require_question(topic)
    require_member(actor, topic.space)
    if topic.author_id == actor.id:
        raise Conflict(_("It is your own question."))
    _row, made = MeToo.objects.get_or_create(topic=topic, actor=actor, defaults={"at": moment()})
    if not made:
        raise Conflict(_("You already ask this too."))
    record(
        ASKED_TOO,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=topic.author_id,
    )


@action
def withdraw_ask_too(*, actor: Actor, topic: Topic) -> None:
    """The actor no longer has the question."""
    removed, _rows = MeToo.objects.filter(topic=topic, actor=actor).delete()
    if not removed:
        raise Conflict(_("You have not asked this too."))
    record(ASKED_TOO_WITHDRAWN, actor=actor, space_id=topic.space_id, topic_id=topic.id)


@action
def accept_answer(*, actor: Actor, message: Message) -> AcceptedAnswer:
    """Marks the message as the answer, in place of an earlier one."""
    topic = message.topic
    require_may_accept(actor, topic)
    if message.kind != Message.Kind.REPLY or message.tombstoned_at is not None:
        raise Conflict(_("Only a reply that still stands can be the answer."))
    accepted, _made = AcceptedAnswer.objects.update_or_create(
        topic=topic, defaults={"message": message, "by": actor, "at": moment()}
    )
    HoldingReply.objects.filter(topic=topic, kept_at=None).update(kept_at=moment())
    record(
        ANSWER_ACCEPTED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=message.id,
        target_actor_id=message.author_id,
    )
    return accepted


@action
def withdraw_answer(*, actor: Actor, topic: Topic) -> None:
    """The question is open again."""
    require_may_accept(actor, topic)
    removed, _rows = AcceptedAnswer.objects.filter(topic=topic).delete()
    if not removed:
        raise Conflict(_("No answer is accepted."))
    record(ANSWER_WITHDRAWN, actor=actor, space_id=topic.space_id, topic_id=topic.id)


@action
def post_holding_reply(*, actor: Actor, topic: Topic, text: str, due_on: date) -> Message:
    """Promises an answer by a day: "we have seen this and will answer by Friday"."""
    require_question(topic)
    require_steward(actor, topic.space)
    require_may_reply(actor, topic)
    require_near(due_on)
    message = append(
        topic,
        author=actor,
        text=clean(text, most=LONGEST_BODY, least=1, field="text"),
        kind=Message.Kind.HOLDING,
    )
    HoldingReply(topic=topic, message=message, by=actor, due_on=due_on).save(force_insert=True)
    record(
        HELD,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=message.id,
        target_actor_id=topic.author_id,
        data={"due_on": due_on.isoformat()},
    )
    return message


@action
def route_question(*, actor: Actor, topic: Topic, person: Actor) -> Routing:
    """Puts the question before somebody whose skills or past answers fit."""
    require_question(topic)
    require_member(actor, topic.space)
    if membership_of(person, topic.space) is None:
        raise Conflict(_("%(name)s does not belong to this space.") % {"name": person.name})
    routing, made = Routing.objects.get_or_create(topic=topic, actor=person, defaults={"by": actor})
    if not made:
        raise Conflict(_("%(name)s has already been asked.") % {"name": person.name})
    record(
        QUESTION_ROUTED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=person.id,
    )
    return routing


@action
def decline_routing(*, actor: Actor, topic: Topic) -> None:
    """The asked person leaves it to others; nobody asks them this again."""
    changed = Routing.objects.filter(topic=topic, actor=actor, declined_at=None).update(
        declined_at=now()
    )
    if not changed:
        raise Conflict(_("You have not been asked this."))
    record(ROUTING_DECLINED, actor=actor, space_id=topic.space_id, topic_id=topic.id)
