"""How many of those who came did something."""

from datetime import timedelta
from statistics import median

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.conversations.models import Message
from groundswell.live.models import (
    HeldLine,
    Participant,
    PollVote,
    Question,
    QuestionVote,
    Session,
)
from groundswell.live.selectors.question import asked_by

MOST_SENT_OUT = 100
AT_ONCE = timedelta(seconds=1)
"""What was open to everybody sooner never waited for anybody."""


def came(session: Session) -> QuerySet[Participant]:
    """Who came, each once: a guest who has an account now is counted with it."""
    return session.participants.filter(removed_at=None, claimed_by=None)


def who_said(session: Session, message_id: int) -> Participant | None:
    """Who said this in the session under a name; none for who asked without one."""
    author = Message.objects.filter(topic=session.topic_id, id=message_id).values("author")
    return session.participants.filter(actor__in=author).select_related("actor").first()


def who_waits(session: Session, line_id: int) -> Participant | None:
    """Whose line waits to be shown."""
    waiting = HeldLine.objects.filter(session=session, id=line_id).values("participant")
    return session.participants.filter(id__in=waiting).select_related("actor").first()


def who_came(session: Session, participant_id: int) -> Participant | None:
    """Somebody who came, also who was asked to leave since."""
    return session.participants.filter(id=participant_id).select_related("actor").first()


def sent_out(session: Session) -> list[Participant]:
    """Who was asked to leave, the latest first."""
    out = session.participants.filter(removed_at__isnull=False).select_related("actor")
    return list(out.order_by("-removed_at")[:MOST_SENT_OUT])


def set_aside_of(session: Session, person: Participant, key: str) -> list[Question]:
    """Questions of theirs that were set aside, each with its reason."""
    asked = asked_by(session, person, key)
    return [one for one in asked if one.state == Question.State.DISMISSED]


def spoke(people: QuerySet[Participant]) -> int:
    """Who asked, wrote, voted or answered a poll."""
    voted = Exists(QuestionVote.objects.filter(participant=OuterRef("pk")))
    answered = Exists(PollVote.objects.filter(participant=OuterRef("pk")))
    return people.filter(Q(spoke_at__isnull=False) | voted | answered).count()


def median_of(waits: list[timedelta]) -> timedelta | None:
    """So long, or less, half of them waited."""
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
