"""What was said in a session goes on as a topic of its own, or as an idea of a challenge."""

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, record
from groundswell.actors.models import GUESTS, Actor
from groundswell.conversations.actions._grown import begun_on
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Conflict
from groundswell.live.actions._changing import note_change
from groundswell.live.actions._holding import hold_questions
from groundswell.live.actions._telling import tell_question
from groundswell.live.activities import TAKEAWAY_GREW
from groundswell.live.models import Question, Session, Takeaway, Wording
from groundswell.live.rules import may_lead_question

State = Question.State
DONE = (Topic.Kind.DISCUSSION, Topic.Kind.QUESTION, Topic.Kind.IDEA)
"""What can have grown out of a question that is carried on."""


@action
def grow_takeaway(*, actor: Actor, takeaway: Takeaway, ground: str, words: Words) -> Topic:
    """Makes an idea, or a topic of its own, of it; everybody who said it is credited."""
    rows = Takeaway.objects.select_for_update(of=("self",), no_key=True)
    held = rows.get(message=takeaway.message_id)
    if held.became is not None and held.became.removed_at is None:
        raise Conflict(_("A topic has grown out of this already. It is linked beside it."))
    session, message = takeaway.session, takeaway.message
    sayers = Wording.objects.filter(takeaway=held).values_list("actor_id", flat=True)
    growth, topic, opening = begun_on(actor, ground, words, said_in=session.topic, said_by=sayers)
    held.became = topic
    held.save(update_fields=["became"])
    kind = growth.kind if topic.kind == Topic.Kind.IDEA else TAKEAWAY_GREW
    _record(kind, actor, session, opening, author=message.author_id)
    return topic


@action
def grow_said(
    *, actor: Actor, session: Session, message: Message, ground: str, words: Words
) -> Topic:
    """The same of a question, an answer or a line; who said it under their name is credited. A
    question is carried on in it if whoever does so leads its session."""
    question = Question.objects.filter(session=session, message=message).first()
    if question is not None:
        question.session = session
        [question] = hold_questions(question)
        _require_not_grown(question)
    author = message.author if message.author.host != GUESTS else None
    growth, topic, opening = begun_on(
        actor, ground, words, said_in=session.topic, said_by=[author.id] if author else []
    )
    if question is not None and question.state in {State.OPEN, State.CARRIED}:
        _carry(question, actor, topic)
    _record(growth.kind, actor, session, opening, author=author.id if author else None)
    return topic


def _require_not_grown(question: Question) -> None:
    to = question.carried_to
    if to is not None and to.kind in DONE and to.removed_at is None:
        raise Conflict(_("A topic has grown out of this already. It is linked beside it."))


def _carry(question: Question, actor: Actor, to: Topic) -> None:
    here = to.space_id == question.session.topic.space_id
    if not here or not may_lead_question(actor, question):
        return  # what readers of the room may not see is no place where it is carried on
    note_change(question, actor, State.CARRIED)
    question.state, question.carried_to = State.CARRIED, to
    question.save(update_fields=["state", "carried_to"])
    tell_question(question)


def _record(
    kind: Kind, actor: Actor, session: Session, opening: Message, *, author: int | None
) -> None:
    record(
        kind,
        actor=actor,
        space_id=opening.topic.space_id,
        topic_id=opening.topic_id,
        message_id=opening.id,
        target_actor_id=author,
        data={"session": str(session.topic_id)},
    )
