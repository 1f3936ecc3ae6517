"""What a session shows at its head, and the sessions of a space."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import escape

from groundswell.actors.models import Actor
from groundswell.conversations.models import Closing, Topic
from groundswell.core.clock import now
from groundswell.core.prepared import PreparedModels
from groundswell.live.models import Participant, Session, Speaker, Wording
from groundswell.live.rules import may_host
from groundswell.live.selectors.recap import Recap, Said, recap_of, takeaways_of
from groundswell.spaces.models import Space

MOST_AHEAD = 50
MOST_PAST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPanel:
    """A session for one viewer."""

    session: Session
    topic: Topic
    speakers: list[Speaker]
    hosts: bool
    """Whether the viewer leads it."""
    called_off: bool
    """Its topic was closed before it began."""
    recap: Recap | None = None
    """What came of it, once it is over."""
    said: list[Said] = field(default_factory=list)
    asked: bool = False
    """The viewer was there and has not said yet what they took from it."""

    @property
    def frame(self) -> str:
        """The line of HTML that shows the recap on a page of another site."""
        address = f"{settings.SITE_URL}{self.session.get_absolute_url()}embed/"
        says = f'src="{address}" title="{escape(self.topic.title)}"'
        return f'<iframe {says} width="100%" height="600" loading="lazy"></iframe>'


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionList:
    """A space's sessions: those on or to come, the next first, and those that were."""

    ahead: list[Session]
    past: list[Session]


def session_seen(topic_id: int, viewer: Actor | None) -> Session | None:
    """The session, or None for those who may not see it."""
    rows = _SEEN(topic=topic_id, viewer=viewer.id) if viewer else _PUBLIC(topic=topic_id)
    return rows[0] if rows else None


def _seen(topic: int, viewer: int) -> QuerySet[Session]:
    return Session.objects.visible_to(Actor(id=viewer)).with_topic().filter(topic_id=topic)


def _public(topic: int) -> QuerySet[Session]:
    return Session.objects.visible_to(None).with_topic().filter(topic_id=topic)


# Asked by everything that is done in a room, of which much happens at once.
_SEEN, _PUBLIC = PreparedModels(_seen), PreparedModels(_public)


def session_panel(topic: Topic, viewer: Actor | None) -> SessionPanel | None:
    """What the page of the topic shows of its session."""
    session = Session.objects.select_related("host", "series").filter(topic=topic).first()
    if session is None:
        return None
    session.topic = topic
    waiting = session.state == Session.State.ANNOUNCED
    hosts = may_host(viewer, session)
    return SessionPanel(
        session=session,
        topic=topic,
        speakers=list(session.speakers.select_related("actor")),
        hosts=hosts,
        recap=recap_of(session, hosts=hosts) if session.is_over else None,
        said=takeaways_of(session, viewer) if session.is_over else [],
        asked=session.is_over and _is_asked(session, viewer),
        called_off=waiting and Closing.objects.filter(topic=topic).exists(),
    )


def _is_asked(session: Session, viewer: Actor | None) -> bool:
    came = session.participants.filter(actor=viewer, removed_at=None) if viewer else None
    if came is None or not came.exists():
        return False
    return not Wording.objects.filter(takeaway__session=session, actor=viewer).exists()


def sessions_of(space: Space, viewer: Actor | None) -> SessionList:
    """Those of one space that the viewer may see."""
    seen = Session.objects.visible_to(viewer).with_topic().filter(topic__space=space)
    return SessionList(
        ahead=list(seen.ahead(now()).filter(topic__closing=None)[:MOST_AHEAD]),
        past=list(seen.past()[:MOST_PAST]),
    )


def speaker_lines(session: Session) -> str:
    """The speakers as they are typed."""
    return "\n".join(
        f"{one.name}, {one.says}" if one.says else one.name for one in session.speakers.all()
    )


def guest_of(topic_id: int, participant_id: int) -> Participant | None:
    """The guest whom a device's token names, also where they were asked to leave."""
    rows = _GUEST(topic=topic_id, participant=participant_id) if participant_id else []
    return rows[0] if rows else None


def _guest(topic: int, participant: int) -> QuerySet[Participant]:
    rows = Participant.objects.filter(guest=True, claimed_by=None)
    return rows.filter(id=participant, session=topic).select_related("actor")


_GUEST = PreparedModels(_guest)


def session_of_guest(guest: Participant) -> Session | None:
    """The session that its code let this guest into, whatever its space shows to strangers; none
    once it takes no guests any more."""
    rows = _GUESTS(topic=guest.session_id)
    return rows[0] if rows else None


def session_by_code(code: str) -> Session | None:
    """The session that has this code and takes guests now."""
    rows = _CODED(code=code) if code else []
    return rows[0] if rows else None


def _guests(topic: int) -> QuerySet[Session]:
    open_ones = Session.objects.with_topic().filter(guests_at__isnull=False)
    return open_ones.filter(topic__removed_at=None, topic=topic)


def _coded(code: str) -> QuerySet[Session]:
    open_ones = Session.objects.with_topic().exclude(state=Session.State.RECAPPED)
    rows = open_ones.filter(topic__removed_at=None, guests_at__isnull=False, topic__closing=None)
    return rows.filter(code=code)


_GUESTS, _CODED = PreparedModels(_guests), PreparedModels(_coded)
