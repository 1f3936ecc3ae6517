"""Somebody who came as a guest takes what they did along into their account."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions._counting import count_again
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_line, tell_question, tell_votes
from groundswell.live.activities import GUEST_CLAIMED
from groundswell.live.models import (
    HeldLine,
    LogItem,
    Participant,
    PollVote,
    Question,
    QuestionVote,
    Session,
    Takeaway,
    Wording,
)
from groundswell.live.rules import family_of


@action
def claim_guest(*, actor: Actor, session: Session, guest: Participant) -> Participant:
    """What the guest asked, said and voted is the actor's from now on; who voted as both is
    counted once. The caller has seen the guest's token in the actor's hand."""
    held = hold(session)
    shadow = Participant.objects.select_for_update(of=("self",), no_key=True).get(id=guest.id)
    if not shadow.guest or shadow.session_id != held.topic_id or shadow.claimed_by_id is not None:
        raise Conflict(_("This is in an account already."))
    mine, _made = Participant.objects.get_or_create(session=held, actor=actor)
    mine = Participant.objects.select_for_update(of=("self",), no_key=True).get(id=mine.id)
    if shadow.removed_at is not None or mine.removed_at is not None:
        raise Refused(_("You were asked to leave this session. Its conversation stays readable."))
    said = _words(held, shadow, mine, actor)
    _takeaways(held, shadow, actor)
    asked = _questions(held, shadow, mine)
    _votes(held, shadow, mine)
    _polls(shadow, mine)
    _people(shadow, mine, actor)
    _tell(held, asked, said)
    record(
        GUEST_CLAIMED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        data={"guest": str(shadow.id)},
    )
    return mine


def _words(session: Session, shadow: Participant, mine: Participant, actor: Actor) -> list[Message]:
    """What was said, and what waits to be shown; gives the lines that stand."""
    rows = Message.objects.filter(topic=session.topic_id, author=shadow.actor_id)
    ids = list(rows.values_list("id", flat=True))
    rows.update(author=actor)
    HeldLine.objects.filter(participant=shadow).update(participant=mine, actor=actor)
    return list(Message.objects.standing().filter(id__in=ids).select_related("author", "parent"))


def _takeaways(session: Session, shadow: Participant, actor: Actor) -> None:
    said = Wording.objects.filter(takeaway__session=session, actor=shadow.actor_id)
    doubled = said.filter(
        takeaway__in=Wording.objects.filter(actor=actor, takeaway__session=session).values(
            "takeaway"
        )
    )
    again = list(doubled.values_list("takeaway", flat=True))
    doubled.delete()
    said.update(actor=actor)
    for takeaway in Takeaway.objects.filter(message__in=again).annotate(now=Count("wordings")):
        takeaway.said_count = takeaway.now
        takeaway.save(update_fields=["said_count"])


def _questions(session: Session, shadow: Participant, mine: Participant) -> list[Question]:
    rows = Question.objects.filter(session=session, asker=shadow)
    found = list(rows.select_related("message"))
    rows.update(asker=mine)
    for question in found:
        question.session, question.asker = session, mine
    return found


def _votes(session: Session, shadow: Participant, mine: Participant) -> None:
    """Once for each question and all that was merged into it; never for one's own."""
    _hold_wanted(session, shadow, mine)
    touched = set()
    both = QuestionVote.objects.filter(participant__in=[shadow, mine])
    for vote in both.filter(participant=shadow).select_related("question"):
        family = family_of(_standing(vote.question))
        if both.filter(participant=mine, question__in=family).exists():
            vote.delete()
        else:
            vote.participant = mine
            vote.save(update_fields=["participant"])
        touched.add(vote.question_id)
    own = Question.objects.filter(session=session, asker=mine)
    kept = QuestionVote.objects.filter(participant=mine, question__in=own)
    touched |= set(kept.values_list("question", flat=True))
    kept.delete()
    for question in Question.objects.filter(id__in=touched):
        count_again(_standing(question))
    if touched:
        tell_votes(session)


def _hold_wanted(session: Session, shadow: Participant, mine: Participant) -> None:
    """Whoever votes holds the question that stands and nothing else: so do we, before counting."""
    voted = QuestionVote.objects.filter(participant__in=[shadow, mine]).values("question")
    touch = Question.objects.filter(Q(id__in=voted) | Q(asker=mine), session=session)
    ids = {_standing(one).id for one in touch}
    rows = Question.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(id__in=ids).order_by("id"))


def _standing(question: Question) -> Question:
    while question.merged_into is not None:
        question = question.merged_into
    return question


def _polls(shadow: Participant, mine: Participant) -> None:
    """Where both answered, the account's answer stands."""
    answered = PollVote.objects.filter(participant=mine).values("poll")
    PollVote.objects.filter(participant=shadow, poll__in=answered).delete()
    PollVote.objects.filter(participant=shadow).update(participant=mine)


def _people(shadow: Participant, mine: Participant, actor: Actor) -> None:
    for name in ("spoke_at", "trusted_at"):
        first = [at for at in (getattr(shadow, name), getattr(mine, name)) if at is not None]
        setattr(mine, name, min(first, default=None))
    mine.save(update_fields=["spoke_at", "trusted_at"])
    # The device may come again as a guest, who is somebody new.
    shadow.claimed_by, shadow.device = actor, ""
    shadow.save(update_fields=["claimed_by", "device"])


def _tell(session: Session, asked: list[Question], said: list[Message]) -> None:
    """Cards that the room has show the name that stands there now."""
    lines = [f"m{one.number}" for one in said]
    told = LogItem.objects.filter(Q(key__in=lines), session=session).exclude(html="")
    known = set(told.values_list("key", flat=True))
    for one in said:
        if f"m{one.number}" in known:
            tell_line(session, one)
    for question in asked:
        tell_question(question)
