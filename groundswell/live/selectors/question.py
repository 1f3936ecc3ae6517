"""The questions of a session as its room reads them, most by queries that are put together once."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.live.keys import is_known
from groundswell.live.likeness import alike, grams
from groundswell.live.models import (
    OPEN_STATES,
    Participant,
    Question,
    QuestionVote,
    Session,
)

MOST_QUESTIONS = 200
MOST_COMPARED = 1000
MOST_OWN = 30
LEAST_TYPED = 8
LEAST_ALIKE = 0.3
ALMOST = 0.5
NEAREST = 3
State = Question.State
_ENDED = [State.ANSWERED, State.CARRIED, State.MERGED]


def ended_ones(session: Session) -> list[Question]:
    """Answered, merged and carried on, the latest first."""
    return _of(session, _ENDED_ONES(session=session.topic_id))


def _ended(session: int) -> QuerySet[Question]:
    rows = Question.objects.shown().filter(session=session, state__in=_ENDED)
    return rows.order_by("-answered_at", "-id")[:MOST_QUESTIONS]


_ENDED_ONES = PreparedModels(_ended)


def asked_by(session: Session, participant: Participant | None, key: str) -> list[Question]:
    """Somebody's own questions, the oldest first, but for what they took back: by their key also
    those that nobody knows are theirs."""
    if participant is None:
        return []
    asked: dict[str, int | str] = {"session": session.topic_id, "participant": participant.id}
    found = _ASKED_KEYED(**asked, key=key) if key else _ASKED(**asked)
    return _of(session, reversed(found))


def _asked(session: int, participant: int) -> QuerySet[Question]:
    return _own(Q(asker=participant), session)


def _asked_keyed(session: int, participant: int, key: str) -> QuerySet[Question]:
    return _own(Q(asker=participant) | Q(key=key), session)


def _own(mine: Q, session: int) -> QuerySet[Question]:
    rows = Question.objects.shown().filter(mine, session=session)
    return rows.exclude(state=State.WITHDRAWN).order_by("-id")[:MOST_OWN]


_ASKED, _ASKED_KEYED = PreparedModels(_asked), PreparedModels(_asked_keyed)


def asked_again(session: Session, actor: Actor | None, kept: str) -> list[Question]:
    """What somebody asked in a session before, and this one of the same series took up: by their
    account, or by what their device keeps. They need not have come to this one yet."""
    if session.series_id is None or (actor is None and not kept):
        return []
    rows = Question.objects.shown().filter(session=session, asked_before__isnull=False)
    found = rows.exclude(state=State.WITHDRAWN).select_related("asker").order_by("id")
    person = actor.id if actor else 0
    own = [
        one
        for one in found[:MOST_QUESTIONS]
        if (one.asker and one.asker.actor_id == person) or is_known(kept, one)
    ]
    return _of(session, own)


def own_of(
    session: Session,
    participant: Participant | None,
    *,
    key: str,
    kept: str = "",
    actor: Actor | None = None,
) -> set[int]:
    """The open questions that are the viewer's."""
    asked = Q(asker=participant) if participant else Q(pk__in=[])
    if key:
        asked |= Q(key=key)
    rows = Question.objects.filter(asked, session=session, state__in=OPEN_STATES)
    again = asked_again(session, actor, kept)
    return {
        *rows.values_list("id", flat=True),
        *(one.id for one in again if one.state in OPEN_STATES),
    }


def voted_for(session: Session, participant: Participant | None) -> set[int]:
    """The questions that have the viewer's voice."""
    if participant is None:
        return set()
    return {id_ for (id_,) in _VOTED(session=session.topic_id, participant=participant.id)}


def _voted(session: int, participant: int) -> QuerySet[QuestionVote, tuple[int]]:
    votes = QuestionVote.objects.filter(participant=participant, question__session=session)
    return votes.values_list("question_id")


_VOTED = Prepared(_voted)


def nearest(session: Session, typed: str) -> list[Question]:
    """The few open questions most like what is typed; none while too little is."""
    if len(typed.strip()) < LEAST_TYPED:
        return []
    wanted = grams(typed)
    rows = Question.objects.filter(session=session, state__in=OPEN_STATES).order_by("-id")
    texts = rows.values_list("id", "message__text")[:MOST_COMPARED]
    scored = [(-alike(wanted, grams(text)), id_) for id_, text in texts]
    best = [id_ for score, id_ in sorted(scored)[:NEAREST] if -score >= LEAST_ALIKE]
    found = Question.objects.select_related("message").in_bulk(best) if best else {}
    return _of(session, [found[id_] for id_ in best if id_ in found])


def kin_of(live: list[Question], own: set[int]) -> list[tuple[Question, Question]]:
    """For each of one's own: which of the others asks the same, where one comes close."""
    mine = [one for one in live if one.id in own and one.state == State.OPEN]
    told = {one.id: grams(one.text) for one in live} if mine else {}
    found = []
    for one in mine:
        others = [other for other in live if other.id not in own]
        near = max(others, key=lambda other: alike(told[one.id], told[other.id]), default=None)
        if near is not None and alike(told[one.id], told[near.id]) >= ALMOST:
            found.append((one, near))
    return found


def question_of(session: Session, question_id: int) -> Question | None:
    """A question of this session; whoever may see the session may name it."""
    rows = Question.objects.shown().select_related("asker__actor")
    found = rows.filter(session=session, id=question_id).first()
    return _of(session, [found])[0] if found else None


def bare_question_of(session: Session, question_id: int) -> Question | None:
    """The same without what a card shows: a storm of votes asks for nothing it does not need."""
    found = _BARE(session=session.topic_id, question=question_id)
    return _of(session, found)[0] if found else None


def _bare(session: int, question: int) -> QuerySet[Question]:
    return Question.objects.filter(session=session, id=question)


_BARE = PreparedModels(_bare)


def _of(session: Session, questions: Iterable[Question]) -> list[Question]:
    found = list(questions)
    for question in found:
        question.session = session
    return found
