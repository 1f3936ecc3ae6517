"""Wanting a question answered."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import moment, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions._holding import standing_of
from groundswell.live.actions._telling import tell_votes
from groundswell.live.models import OPEN_STATES, Participant, Question, QuestionVote
from groundswell.live.rules import family_of, require_may_take_part


@unlogged(because="a vote is state that may be taken back; the end of the session is told")
def vote(*, actor: Actor, question: Question, participant: Participant, key: str = "") -> Question:
    """Counts the participant once for the question and what was merged into it; again is nothing.

    Gives the question that stands for it, with its count.
    """
    del actor
    held = standing_of(question)
    require_may_take_part(held.session, participant)
    if held.asker_id == participant.id or (key and key == held.key):
        raise Refused(_("This is your own question: it counts for you already."))
    if held.state not in OPEN_STATES:
        raise Conflict(_("This question is not open any more."))
    family = family_of(held)
    if QuestionVote.objects.filter(question__in=family, participant=participant).exists():
        return held
    at = moment()
    QuestionVote(question=held, participant=participant, at=at).save(force_insert=True)
    Question.objects.filter(id=held.id).update(vote_count=F("vote_count") + 1)
    held.vote_count += 1
    if participant.spoke_at is None:
        participant.spoke_at = at
        participant.save(update_fields=["spoke_at"])
    tell_votes(held.session)
    return held


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
