"""How many of those who came did something."""

from datetime import timedelta
from statistics import median

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.live.models import Participant, PollVote, QuestionVote, Session


def came(session: Session) -> QuerySet[Participant]:
    """Who came, each once: a guest who has an account now is counted with it."""
    return session.participants.filter(removed_at=None, claimed_by=None)


def spoke(people: QuerySet[Participant]) -> int:
    """Who asked, wrote, voted or answered a poll."""
    voted = Exists(QuestionVote.objects.filter(participant=OuterRef("pk")))
    answered = Exists(PollVote.objects.filter(participant=OuterRef("pk")))
    return people.filter(Q(spoke_at__isnull=False) | voted | answered).count()


def median_of(waits: list[timedelta]) -> timedelta | None:
    """So long, or less, half of them waited."""
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None
