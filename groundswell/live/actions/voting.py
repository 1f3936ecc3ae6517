"""Wanting a question answered."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, DomainError, Refused
from groundswell.core.ids import new_id
from groundswell.core.queueing import in_turn
from groundswell.live.actions._holding import row_of, standing_of
from groundswell.live.actions._telling import tell_votes
from groundswell.live.models import OPEN_STATES, Participant, Question, QuestionVote
from groundswell.live.rules import family_of, require_may_take_part

_COUNT = "UPDATE live_question SET vote_count = vote_count + %s WHERE id = %s"
# Each of them once, whoever stands among them twice. Whether the family holds a vote of theirs is
# asked by the statement that writes one: what was merged while the question's row was waited for is
# seen by a statement that begins afterwards.
_WRITE = """
INSERT INTO live_questionvote (id, question_id, participant_id, at)
WITH RECURSIVE family (id) AS (
    SELECT CAST(%s AS bigint)
    UNION
    SELECT live_question.id FROM live_question
    JOIN family ON live_question.merged_into_id = family.id
)
SELECT wanted.column1, %s, wanted.column2, %s FROM (VALUES {rows}) AS wanted
WHERE NOT EXISTS (
    SELECT 1 FROM live_questionvote JOIN family ON live_questionvote.question_id = family.id
    WHERE live_questionvote.participant_id = wanted.column2
)
ON CONFLICT (question_id, participant_id) DO NOTHING
"""


@in_turn
@unlogged(because="a vote is state that may be taken back; the end of the session is told")
def vote(*, actor: Actor, question: Question, participant: Participant, key: str = "") -> Question:
    """Counts the participant once for the question and what was merged into it; again is nothing.

    Gives the question that stands for it, with its count.
    """
    del actor
    held = standing_of(question)
    require_may_take_part(held.session, participant)
    if _is_own(held, participant) or (key and key == held.key):
        raise Refused(_("This is your own question: it counts for you already."))
    if held.state not in OPEN_STATES:
        raise Conflict(_("This question is not open any more."))
    if not _written(held, [participant]):
        return held
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [1, held.id])
    held.vote_count += 1
    tell_votes(held.session)
    return held


@unlogged(because="a vote is state that may be taken back; the end of the session is told")
def vote_together(
    *, actor: Actor | None, question: Question, participants: Sequence[tuple[Participant, str]]
) -> tuple[int, list[bool]]:
    """Counts each of the participants once, in one go; `actor` is nobody in particular. With each
    comes the digest by which their device asks. Gives the count, and for each whether they have
    a vote now; who has none is told why by `vote`.
    """
    del actor
    held = row_of(question.id)
    held.session = question.session
    if held.merged_into_id is not None or held.state not in OPEN_STATES:
        return held.vote_count, [False] * len(participants)
    let = [_may_vote(held, participant, key) for participant, key in participants]
    voters = [one for (one, _key), may in zip(participants, let, strict=True) if may]
    fresh = _written(held, voters) if voters else 0
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [fresh, held.id])
        tell_votes(held.session)
    return held.vote_count + fresh, let


@in_turn
@unlogged(because="a vote is state that may be taken back; the end of the session is told")
def withdraw_vote(*, actor: Actor, question: Question, participant: Participant) -> Question:
    """Takes the participant's vote back, wherever in the family it was given."""
    del actor
    held = standing_of(question)
    require_may_take_part(held.session, participant)
    mine = QuestionVote.objects.filter(question__in=family_of(held), participant=participant)
    if mine.delete()[0]:
        Question.objects.filter(id=held.id).update(vote_count=F("vote_count") - 1)
        held.vote_count -= 1
        tell_votes(held.session)
    return held


def _may_vote(held: Question, participant: Participant, key: str) -> bool:
    try:
        require_may_take_part(held.session, participant)
    except DomainError:
        return False
    return not _is_own(held, participant) and not (key and key == held.key)


def _is_own(question: Question, participant: Participant) -> bool:
    """Whether they asked it, here or in the session before from which it was taken over."""
    if question.asked_before_id is None or participant.actor_id is None:
        return question.asker_id == participant.id
    rows = Participant.objects.filter(id=question.asker_id or 0)
    return rows.filter(actor=participant.actor_id).exists()


def _written(question: Question, voters: Sequence[Participant]) -> int:
    """How many of the votes are new."""
    at = connection.ops.adapt_datetimefield_value(moment())
    rows = ", ".join(["(%s, %s)"] * len(voters))
    pairs = [value for voter in voters for value in (new_id(), voter.id)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(rows=rows), [question.id, question.id, at, *pairs])
        return int(cursor.rowcount)
