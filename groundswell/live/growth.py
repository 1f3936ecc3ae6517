"""What was added to a session after it was over."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from groundswell.conversations.models import Message
from groundswell.live.models import Question, Session, Wording

A_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Replies, takeaways (repeats too) and answers since the end."""

    replies: int
    takeaways: int
    answers: int

    def __bool__(self) -> bool:
        return bool(self.replies or self.takeaways or self.answers)


def growth_of(session: Session) -> Growth:
    """So much until now."""
    end = session.closed_at
    said = Message.objects.standing().filter(topic=session.topic_id, published_at__gt=end)
    answered = Question.objects.filter(session=session, answered_at__gt=end)
    return Growth(
        replies=said.filter(kind=Message.Kind.REPLY).count(),
        takeaways=Wording.objects.filter(takeaway__session=session, at__gt=end).count(),
        answers=answered.count(),
    )
