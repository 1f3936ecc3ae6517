"""How many of those who came did something."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.live.models import Participant, QuestionVote


def spoke(people: QuerySet[Participant]) -> int:
    """Who asked, wrote or voted."""
    voted = Exists(QuestionVote.objects.filter(participant=OuterRef("pk")))
    return people.filter(Q(spoke_at__isnull=False) | voted).count()
