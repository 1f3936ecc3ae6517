"""Counting what a challenge came to, by definitions that its page of figures says."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from groundswell.challenges.models import Answer, Challenge, Idea, Stage
from groundswell.challenges.models.idea import IdeaQuerySet
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.models.message import MessageQuerySet
from groundswell.core.clock import now

FEW_IDEAS: Final = 1_000
FEW_MESSAGES: Final = 5_000
MOST_GROUPS: Final = 60
DAYS: Final = (7, 30)
COLUMNS: Final = ("stage_id", "origin", "category", "sector", "discipline")
Counts = dict[str, Any]
_ENDED_WELL: Final = (Stage.Kind.DECIDED, Stage.Kind.PILOT, Stage.Kind.DONE)
_YES: Final = (Answer.Verdict.ACCEPTED, Answer.Verdict.PARTLY, Answer.Verdict.UNDER_WAY)
ACCEPTED: Final = Q(answer__verdict__in=_YES) | Q(answer=None, stage__kind__in=_ENDED_WELL)
"""The official answer says yes; where there is none, the stage is an end other than parked."""


def is_large(challenge: Challenge) -> bool:
    """Whether counting it would keep somebody waiting."""
    if challenge.idea_count > FEW_IDEAS:
        return True
    said = Topic.objects.filter(within=challenge.topic_id).aggregate(said=Sum("last_number"))
    return (said["said"] or 0) > FEW_MESSAGES


def counted_ideas(challenge: Challenge) -> IdeaQuerySet:
    """The ideas that figures count: those that stand, without removed ones."""
    return Idea.objects.filter(challenge=challenge, topic__removed_at=None).standing()


def counted_comments(challenge: Challenge) -> MessageQuerySet:
    """The comments that figures count: replies to ideas that still stand, each with whether
    anybody answered it."""
    replies = Message.objects.standing().filter(
        topic__idea__challenge=challenge, topic__removed_at=None, kind=Message.Kind.REPLY
    )
    found: MessageQuerySet = replies.annotate(answered=Exists(answers()))
    return found


def answers() -> MessageQuerySet:
    return Message.objects.standing().filter(parent=OuterRef("pk"))


def counts_of(challenge: Challenge) -> Counts:
    """What figures are made of, without a word of any language: JSON can keep it."""
    comments = counted_comments(challenge).annotate(root=Q(parent=None)).order_by("alignment")
    told = comments.values_list("alignment", "root", "answered")
    return {
        **{column: _counted(challenge, column) for column in COLUMNS},
        "answered": counted_ideas(challenge).filter(answer__isnull=False).count(),
        "comments": [list(row) for row in told.annotate(count=Count("pk"))],
        "paces": [_pace(challenge, days) for days in DAYS],
    }


def _counted(challenge: Challenge, column: str) -> list[list[Any]]:
    """What the ideas say in a column (ids as words), how many, and how many were accepted."""
    rows = counted_ideas(challenge).order_by(column).values_list(column)
    found = rows.annotate(ideas=Count("pk"), accepted=Count("pk", filter=ACCEPTED))
    ordered = sorted(found, key=lambda row: (-row[1], str(row[0])))
    return [[str(key), ideas, accepted] for key, ideas, accepted in ordered[:MOST_GROUPS]]


def _pace(challenge: Challenge, days: int) -> list[int]:
    wait = timedelta(days=days)
    due = counted_ideas(challenge).filter(topic__published_at__lte=now() - wait)
    return [days, due.count(), due.filter(answered_within(wait)).count()]


def answered_within(wait: timedelta) -> Q:
    return Q(answer__at__lte=F("topic__published_at") + wait)
