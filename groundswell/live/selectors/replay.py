"""A session played again: what was said and asked, each at its time after the beginning."""

from dataclasses import dataclass
from datetime import timedelta

from groundswell.conversations.models import Message
from groundswell.live.models import Question, Session

AT_ONCE = 200
LED_TO = 20
"""Lines before a moment that is sought, where it is not in the first part."""
SHOWN = (Message.Kind.REPLY, Message.Kind.PROMPT, Message.Kind.QUESTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something at its time: said then, or a question taken up then."""

    offset: int
    message: Message
    taken_up: bool

    @property
    def clock(self) -> str:
        """Hours, minutes and seconds after the beginning."""
        hours, rest = divmod(self.offset, 3600)
        return (
            f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A part of it, and where the next begins."""

    moments: list[Moment]
    next_after: int | None
    after: int = 0
    """The part begins after this number."""


def replay_of(session: Session, after: int = 0, at: int | None = None) -> Replay:
    """From one message number on, in order of time; or the part in which that second is."""
    if session.began_at is None:
        return Replay(moments=[], next_after=None)
    if at is not None and not after:
        after = _before(session, at)
    rows = Message.objects.standing().filter(topic=session.topic_id, kind__in=SHOWN)
    rows = rows.filter(published_at__gte=session.began_at, number__gt=after)
    if session.closed_at:
        rows = rows.filter(published_at__lte=session.closed_at)
    found = list(rows.select_related("author").order_by("number")[: AT_ONCE + 1])
    page, more = found[:AT_ONCE], len(found) > AT_ONCE
    said = [
        Moment(offset=session.offset_of(one.published_at), message=one, taken_up=False)
        for one in page
    ]
    moments = sorted([*said, *_taken_up(session, said, last=not more)], key=lambda it: it.offset)
    return Replay(moments=moments, next_after=page[-1].number if more else None, after=after)


def _before(session: Session, at: int) -> int:
    """The number after which a part begins that has this second in it, and what led to it."""
    rows = Message.objects.standing().filter(topic=session.topic_id, kind__in=SHOWN)
    moment = (session.began_at or session.starts_at) + timedelta(seconds=at)
    said = rows.filter(published_at__gte=session.began_at, published_at__lt=moment)
    if said.count() <= AT_ONCE - LED_TO:
        return 0
    number: int = said.order_by("-number").values_list("number", flat=True)[LED_TO]
    return number


def _taken_up(session: Session, said: list[Moment], *, last: bool) -> list[Moment]:
    """The questions that were on in this part's time; the last part has the rest."""
    rows = Question.objects.filter(session=session, message__tombstoned_at=None, words="")
    taken = rows.filter(state=Question.State.ANSWERED, answered_at__isnull=False)
    first = said[0].offset if said else 0
    found = []
    for one in taken.select_related("message__author"):
        one.session = session
        at = one.answered_offset
        within = at is not None and (last or at <= said[-1].offset)
        if at is not None and one.message is not None and within and at >= first:
            found.append(Moment(offset=at, message=one.message, taken_up=True))
    return found
