"""What follows for a session from what happens to its words, and to who said them."""

from collections.abc import Iterable
from contextlib import suppress

from django.db.models import Q

from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual, immediate
from groundswell.actors.models import Actor
from groundswell.conversations.activities import (
    ANSWER_ACCEPTED,
    ANSWER_WITHDRAWN,
    MESSAGE_DELETED,
    MESSAGE_EDITED,
    MESSAGES_MOVED,
    TOPIC_MERGED,
    TOPIC_MOVED,
    TOPIC_SPLIT,
)
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.subscriptions import revoke_for_all
from groundswell.live.actions import follow_answer, put_prompt
from groundswell.live.actions._telling import tell, tell_line, tell_prompt, tell_question
from groundswell.live.activities import (
    QUESTION_ANSWERED,
    QUESTION_CHANGE_UNDONE,
    QUESTION_ON,
    QUESTION_OPENED,
    SESSION_BEGAN,
    SESSION_CLOSED,
)
from groundswell.live.models import LogItem, Prompt, Question, Series, Session, SessionLink, Wording
from groundswell.live.rules import family_of
from groundswell.live.tasks import announce_where_none_is_ahead, tell_ends
from groundswell.people.activities import ACCOUNT_ERASED
from groundswell.spaces.activities import MEMBER_LEFT, MEMBER_REMOVED, ROLE_CHANGED

State = Question.State
ANSWERING = frozenset(
    kind.name
    for kind in (
        *(ANSWER_ACCEPTED, ANSWER_WITHDRAWN, MESSAGE_DELETED),
        *(TOPIC_MERGED, TOPIC_MOVED, TOPIC_SPLIT, MESSAGES_MOVED),
    )
)
"""After which a topic may have another answer, none, or other readers."""
MOVING = frozenset(
    kind.name for kind in (QUESTION_ANSWERED, QUESTION_OPENED, QUESTION_ON, QUESTION_CHANGE_UNDONE)
) | {SESSION_CLOSED.name}
PARTING = frozenset({MEMBER_LEFT.name, MEMBER_REMOVED.name, ROLE_CHANGED.name})


@immediate
def end_links(activity: Activity) -> None:
    """What the links of somebody hold open ends when they may lead no more; each page asks anew."""
    if activity.kind not in PARTING:
        return
    person = activity.target_actor_id or activity.actor_id
    rows = SessionLink.objects.filter(by=person, revoked_at=None)
    for link in rows.filter(session__topic__space=activity.space_id or 0):
        revoke_for_all(link.channel)


@eventual
def tell_new_words(activity: Activity) -> None:
    """Something the room was told reads differently now, or is gone. Twice is once."""
    if activity.kind not in {MESSAGE_EDITED.name, MESSAGE_DELETED.name}:
        return
    session = Session.objects.with_topic().filter(topic=activity.topic_id or 0).first()
    message = Message.objects.filter(id=activity.message_id or 0).first()
    if session is None or message is None:
        return
    if message.tombstoned_at is not None:
        _forget(session, [message])
    else:
        _tell_again(session, message)


@eventual
def follow_answers(activity: Activity) -> None:
    """Questions that went on in this topic are answered by what is accepted there now."""
    if activity.kind not in ANSWERING:
        return
    topics = {activity.topic_id or 0}
    if activity.kind == TOPIC_MERGED.name:
        into = int(activity.data["into"])
        Question.objects.filter(carried_to__in=topics).update(carried_to=into)
        topics.add(into)
    answered = Q(state=State.ANSWERED, how=Question.How.ACCEPTED)
    waiting = Q(state=State.CARRIED, carried_to__accepted__isnull=False)
    rows = Question.objects.filter(answered | waiting, carried_to__in=topics)
    for question in rows.select_related("session").order_by("id"):
        with suppress(Conflict):  # it is as it was
            follow_answer(actor=activity.actor, question=question)


@eventual
def follow_next_session(activity: Activity) -> None:
    """What the next session asked again is answered for the session before as well."""
    if activity.kind not in MOVING:
        return
    here = activity.topic_id or 0
    if not Question.objects.filter(session=here, asked_before__isnull=False).exists():
        return
    if activity.kind == SESSION_CLOSED.name:
        before = Question.objects.filter(taken_up__session=here)
    else:
        asked = family_of(Question(id=int(activity.data["question"])))
        before = Question.objects.filter(taken_up__in=asked)
    for question in before.select_related("session").order_by("id"):
        with suppress(Conflict):  # it is as it was
            follow_answer(actor=activity.actor, question=question)


@eventual
def erase_words(activity: Activity) -> None:
    """Somebody erased themself: the room is told none of their words again, and no question of
    theirs waits."""
    if activity.kind != ACCOUNT_ERASED.name:
        return
    actor = activity.actor
    for session in Session.objects.with_topic().filter(_spoken_in(actor)):
        _forget(session, Message.objects.filter(author=actor, topic=session.topic_id))
    waiting = Question.objects.filter(
        asker__actor=actor, state__in=[State.PENDING, State.DISMISSED, State.WITHDRAWN]
    )
    waiting.update(words="", state=State.WITHDRAWN)
    Wording.objects.filter(actor=actor).update(words="")


@eventual
def begin_with_introductions(activity: Activity) -> None:
    """A planned round of introductions is how the session begins, also where its host puts the
    other prompts by hand. After another prompt it would take that one's answers."""
    if activity.kind != SESSION_BEGAN.name or not activity.is_local:
        return
    prompts = Prompt.objects.filter(session=activity.topic_id or 0)
    found = prompts.filter(number=Prompt.INTRODUCTIONS, skipped_at=None)
    prompt = found.select_related("session__topic").first()
    if prompt is not None:
        with suppress(DomainError):  # one was put meanwhile, or the session is over already
            put_prompt(
                actor=activity.actor, session=prompt.session, number=prompt.number, by_itself=True
            )


@eventual
def announce_what_comes(activity: Activity) -> None:
    """Once a session of a series begins, its host can say when the next one is, and where."""
    if activity.kind == SESSION_BEGAN.name and activity.is_local:
        own = Series.objects.filter(sessions__topic=activity.topic_id or 0)
        announce_where_none_is_ahead(own)


@eventual
def tell_what_ended(activity: Activity) -> None:
    """A session is over: what became of its questions is told one by one, in the background."""
    if (
        activity.kind == SESSION_CLOSED.name
        and activity.is_local
        and activity.data.get("questions")
    ):
        tell_ends.enqueue(activity.id)


def _spoken_in(actor: Actor) -> Q:
    return Q(topic__in=Message.objects.filter(author=actor).values("topic"))


def _forget(session: Session, messages: Iterable[Message]) -> None:
    """Takes from the room every card that shows one of these; what is left of it is told anew."""
    gone = list(messages)
    keys = {f"m{message.number}" for message in gone}
    shown = Question.objects.filter(Q(message__in=gone) | Q(answer__in=gone), session=session)
    cards = {f"q{question.id}": question for question in shown.select_related("message")}
    prompts = Prompt.objects.filter(session=session, message__in=gone)
    keys |= {f"p{prompt.number}" for prompt in prompts} | cards.keys()
    for part, key in _told(session, keys):
        tell(session, part, key)
        question = cards.get(key)
        if question is not None and question.message not in gone:
            question.session = session
            tell_question(question)


def _tell_again(session: Session, message: Message) -> None:
    shown = Question.objects.filter(Q(message=message) | Q(answer=message), session=session)
    for question in shown:
        if _told(session, [f"q{question.id}"]):
            question.session = session
            tell_question(question)
    for prompt in Prompt.objects.filter(session=session, message=message):
        if _told(session, [f"p{prompt.number}"]):
            prompt.session = session
            tell_prompt(prompt)
    if _told(session, [f"m{message.number}"]):
        tell_line(session, message)


def _told(session: Session, keys: Iterable[str]) -> list[tuple[str, str]]:
    """Those of these elements whose words the room's log has."""
    rows = LogItem.objects.filter(session=session, key__in=keys).exclude(html="")
    return sorted(set(rows.values_list("part", "key")))
