"""The links of a session."""

from dataclasses import dataclass

from groundswell.core.clock import now
from groundswell.core.signing import SESSION_LINK, sign
from groundswell.live.models import Question, Session, SessionLink
from groundswell.live.selectors.open_ones import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A link with its address, while it opens anything."""

    link: SessionLink
    address: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenting:
    """What a presenter needs on a telephone."""

    current: Question | None
    coming: list[Question]
    waiting: int


def links_of(session: Session) -> list[Listed]:
    """All links that were made, the latest first."""
    at = now()
    rows = SessionLink.objects.filter(session=session).select_related("by").order_by("-id")
    return [
        Listed(link=link, address=address_of(link), stands=link.stands(at)) for link in rows[:100]
    ]


def address_of(link: SessionLink) -> str:
    """Its address: signed, and kept nowhere."""
    return f"/links/{sign(SESSION_LINK, str(link.id))}/"


def link_found(link_id: int) -> SessionLink | None:
    """A link with its session."""
    related = ("session__topic__space__actor", "session__topic__author", "session__host", "actor")
    rows = SessionLink.objects.select_related(*related, "by")
    return rows.filter(id=link_id, session__topic__removed_at=None).first()


def presenting(session: Session) -> Presenting:
    """What is on, the three behind it (pinned ones, then the most wanted), and how many wait."""
    rows = Question.objects.filter(session=session).select_related("message__author")
    waiting = rows.filter(state=Question.State.OPEN)
    coming = in_order(waiting, "top", unheard=session.unheard_first)
    current = rows.filter(state=Question.State.CURRENT).first()
    found = list(coming[:3])
    for question in [*found, *([current] if current else [])]:
        question.session = session
    return Presenting(current=current, coming=found, waiting=coming.count())
