"""Who may do what in sessions. Each `require_` raises with the reason."""

from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import require_may_reply as require_may_write
from groundswell.conversations.rules import require_unlocked
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.live.models import Participant, Question, Series, SeriesHost, Session, SessionLink
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import (
    is_steward,
    require_accepted,
    require_may_start,
    require_member,
    require_open,
    require_steward,
)

MAY_UNDO = timedelta(seconds=10)
ZONES = frozenset(available_timezones())
_PAUSED = gettext_lazy("The host has paused the room. Wait a moment, then send it again.")


class Paused(Conflict):
    """The room is closed for a while: what is refused now goes later."""


def require_may_announce(person: Actor, space: Space) -> None:
    """Who opens topics in a space announces sessions in it."""
    require_may_start(person, space)
    require_accepted(person, space)


def may_host(person: Actor | None, session: Session) -> bool:
    """Whether the person leads the session: its host, who announced it, and stewards."""
    if person is None:
        return False
    own = person.id in {session.host_id, session.topic.author_id}
    return own or is_steward(person, session.topic.space)


def require_may_host(person: Actor, session: Session) -> None:
    """The same, with the reason, while the space is open and the topic not closed."""
    space = session.topic.space
    if person.id in {session.host_id, session.topic.author_id}:
        require_member(person, space)
    else:
        require_steward(person, space)
        require_open(space)
    require_unlocked(person, session.topic)


def may_lead_series(person: Actor | None, series: Series) -> bool:
    """Whoever began it, its hosts, and stewards."""
    if person is None:
        return False
    if is_steward(person, series.space):
        return True
    hosts = SeriesHost.objects.filter(series=series, actor=person)
    own = person.id == series.by_id or hosts.exists()
    return own and Membership.objects.filter(space=series.space_id, actor=person).exists()


def require_may_lead_series(person: Actor, series: Series) -> None:
    """The same, with the reason, while the space is open."""
    if not may_lead_series(person, series):
        raise Refused(_("The series is led by its hosts and the stewards of the space."))
    require_open(series.space)


def may_lead_question(person: Actor | None, question: Question) -> bool:
    """Who leads its session; and, once it is carried on, who leads the session it went to."""
    if may_host(person, question.session):
        return True
    sessions = Session.objects.select_related("topic__space")
    into = sessions.filter(topic=question.carried_to_id or 0).first()
    return into is not None and may_host(person, into)


def require_may_reply(person: Actor, topic: Topic) -> None:
    """A session's conversation is open before, during and after it; while its room is closed by
    the host, those who lead it write in it alone."""
    paused = Session.objects.filter(topic=topic, frozen_at__isnull=False).select_related("topic")
    found = paused.first()
    if found is not None and not may_host(person, found):
        raise Paused(_PAUSED)


def require_may_moderate(person: Actor, session: Session) -> None:
    """Who leads the session, and whoever was given a link to moderate its questions."""
    if not _by_link(person, session, SessionLink.Kind.MODERATOR):
        require_may_host(person, session)


def require_may_present(person: Actor, session: Session) -> None:
    """The same, and whoever was given a link to take up one question after the other."""
    kinds = (SessionLink.Kind.MODERATOR, SessionLink.Kind.PRESENTER)
    if not _by_link(person, session, *kinds):
        require_may_host(person, session)


def _by_link(person: Actor, session: Session, *kinds: str) -> bool:
    """Whether it is a link that acts, which stands, made by somebody who leads the session yet."""
    if person.kind != Actor.Kind.SERVICE or not person.host:
        return False
    rows = SessionLink.objects.filter(actor=person, session=session.topic_id, kind__in=kinds)
    link = rows.select_related("by").first()
    if link is None:
        return False
    if not link.stands(now()):
        raise Refused(_("This link opens nothing any more. Ask those who lead the session."))
    require_may_host(link.by, session)
    return True


def require_host_belongs(host: Actor, space: Space) -> None:
    """Whoever hosts belongs to the space."""
    try:
        require_member(host, space)
    except Refused as error:
        says = _("%(name)s does not belong to %(space)s. Invite them first, or choose a member.")
        raise Refused(says % {"name": host.name, "space": space.name}) from error


def require_state(session: Session, *states: str) -> None:
    """The session is in one of these states: somebody else may have moved it on."""
    if session.state in states:
        return
    sentences = {
        Session.State.ANNOUNCED: _("The session has not begun yet."),
        Session.State.LIVE: _("The session is live already."),
        Session.State.WRAP_UP: _("The session is wrapping up already."),
        Session.State.RECAPPED: _("The session is over. Its recap is on its page."),
    }
    raise Conflict(sentences[Session.State(session.state)])


def require_agreed(session: Session, recording: str) -> None:
    """Once people have come, no more is recorded than they were told."""
    told = Session.Recording.values
    if recording in told and told.index(recording) > told.index(session.recording):
        says = _("People came on what was said of the recording. It can be less now, and no more.")
        raise Invalid(says, "recording")


def require_may_take_part(session: Session, participant: Participant) -> None:
    """Whoever came in, while the session is not over and nobody asked them to leave."""
    if participant.session_id != session.topic_id or participant.removed_at is not None:
        raise Refused(_("You were asked to leave this session. Its conversation stays readable."))
    if session.is_over:
        raise Conflict(_("The session is over. Go on in the conversation on its page."))
    if not participant.guest and participant.actor is not None:
        require_member(participant.actor, session.topic.space)
    if session.frozen_at is not None:
        raise Paused(_PAUSED)


def require_may_chat(session: Session, participant: Participant) -> None:
    """Members write as in any topic; guests while the session takes guests."""
    require_may_take_part(session, participant)
    if participant.guest:
        require_guests(session)
        require_open(session.topic.space)
    elif participant.actor is not None:
        require_may_write(participant.actor, session.topic)


def require_guests(session: Session) -> None:
    """The session takes guests, and has not ended."""
    if session.guests_at is None or session.is_over:
        raise Refused(_("This session takes no guests. Sign in to take part."))


def require_may_ask(session: Session, participant: Participant, key: str) -> None:
    """The same for questions, of which one person has only so many open at once."""
    require_may_chat(session, participant)
    mine = Q(asker=participant) | Q(key=key) if key else Q(asker=participant)
    waiting = [Question.State.PENDING, Question.State.OPEN]
    open_ones = Question.objects.filter(mine, session=session, state__in=waiting).count()
    if open_ones >= session.most_unanswered:
        says = _(
            "You have %(count)s questions that are not answered yet. "
            "Take one back, or add your voice to somebody else's."
        )
        raise Conflict(says % {"count": open_ones})


def voices_of(session: Session) -> list[str]:
    """In whose name one may ask here, the usual one first."""
    voice = Question.Voice
    return {
        Session.Naming.NAMED: [voice.NAMED],
        Session.Naming.CHOOSE: [voice.NAMED, voice.HIDDEN],
        Session.Naming.HIDDEN: [voice.HIDDEN],
        Session.Naming.UNKNOWN: [voice.UNKNOWN],
    }[Session.Naming(session.naming)]  # type: ignore[return-value]


def waits(session: Session, participant: Participant) -> bool:
    """Whether a moderator reads it first."""
    if session.moderation == Session.Moderation.FIRST:
        return participant.guest and participant.trusted_at is None
    leads = not participant.guest and may_host(participant.actor, session)
    return session.moderation == Session.Moderation.ALL and not leads


def family_of(question: Question) -> QuerySet[Question]:
    """The question and everything that was merged into it, near and far."""
    found, edge = {question.id}, [question.id]
    while edge:
        rows = Question.objects.filter(merged_into__in=edge).values_list("id", flat=True)
        edge = [id_ for id_ in rows if id_ not in found]
        found.update(edge)
    return Question.objects.filter(id__in=found)


def require_web_address(url: str) -> str:
    """An address that a browser can open, or a sentence."""
    found = url.strip()
    parts = urlsplit(found) if len(found) <= 500 else urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Invalid(_("Write an address that begins with https://."))
    return found
