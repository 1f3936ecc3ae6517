"""Finding the session that a request is about, and who takes part in it."""

import secrets
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import Invalid, Refused
from groundswell.core.limits import ROOM_ALL, Rule, demand
from groundswell.core.signing import GUEST, GUEST_COOKIE, sign, unsign
from groundswell.live.actions import enter_session
from groundswell.live.keys import device_in, key_in
from groundswell.live.models import Participant, Poll, Question, Session
from groundswell.live.rules import require_may_host
from groundswell.live.selectors.poll import poll_of
from groundswell.live.selectors.question import bare_question_of, question_of
from groundswell.live.selectors.room import Who
from groundswell.live.selectors.session import guest_of, session_of_guest, session_seen

KEY_COOKIE: Final = "gs-asks"
KEPT_SECONDS: Final = 400 * 24 * 3600
MOST_SESSIONS: Final = 20

T = TypeVar("T")


def visible_session(request: Request, topic_id: int) -> Session:
    """The session, or 404 for those who may not see it."""
    found = session_seen(topic_id, request.viewer) if topic_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def own_session(request: Request, topic_id: int) -> tuple[Actor, Session]:
    """Who leads the session, and it; 404 for strangers to it, 403 with the reason for others."""
    session = visible_session(request, topic_id)
    person = signed_in(request)
    require_may_host(person, session)
    return person, session


class SentOut(Refused):
    """They were asked to leave: the room is shut to them, whatever they come for."""

    def __init__(self, session: Session, person: Participant, *, by_code: bool) -> None:
        way = None if by_code else (session.get_absolute_url(), _("To the session's page"))
        super().__init__(_("You were asked to leave this session."), way)
        self.session, self.person, self.by_code = session, person, by_code


def room_session(request: Request, topic_id: int) -> tuple[Session, Who]:
    """The session for those who see it, or whom its code let in; and who they are there. Whoever
    was asked to leave gets no further."""
    if topic_id > LAST_ID:
        raise Http404
    guest = guest_of(topic_id, guest_named(request, topic_id))
    session = session_seen(topic_id, request.viewer)
    by_code = session is None and guest is not None
    if session is None and guest is not None:
        session = session_of_guest(guest)
    if session is None:
        raise Http404
    person = request.viewer
    own = guest
    if person is not None and not by_code:
        own = session.participants.filter(actor=person).first()
        if own is not None:
            own.actor = person
    if own is not None and own.removed_at is not None:
        raise SentOut(session, own, by_code=by_code)
    kept = kept_by(request)
    key = key_in(kept, session.topic_id)
    shadow = guest if person and not by_code and guest and not guest.removed_at else None
    who = Who(viewer=person, participant=own, kept=kept, key=key, by_code=by_code, shadow=shadow)
    return session, who


def known_guest(request: Request, session: Session) -> Participant | None:
    """The guest of this session that the device was before."""
    found = guest_of(session.topic_id, guest_named(request, session.topic_id))
    if found is not None and found.removed_at is not None:
        by_code = session_seen(session.topic_id, request.viewer) is None
        raise SentOut(session, found, by_code=by_code)
    return found


def taking_part(request: Request, session: Session, who: Who) -> Participant:
    """The participant, who comes in with the first thing they do; strangers sign in first."""
    if who.participant is not None:
        return who.participant
    return enter_session(actor=signed_in(request), session=session)


def acting(own: Participant) -> Actor:
    """Who acts where this participant does something."""
    if own.actor is None:
        raise TypeError("A participant without an actor cannot act.")
    return own.actor


def pace(own: Participant, session: Session, by: Rule) -> None:
    """Each participant by themself, whatever address they share; and the session as a whole."""
    demand(f"participant:{own.id}", by)
    demand(f"session:{session.topic_id}", ROOM_ALL)


def back_to_room(session: Session, place: str, request: Request) -> HttpResponse:
    """To the place in the room, in the order that it was read in."""
    order = request.GET.get("order", "")
    asked = f"?order={order}" if order in {"top", "new", "host"} else ""
    return HttpResponseRedirect(f"{session.room_url}{asked}{place}", status=303)


def own_question(session: Session, question_id: int, *, bare: bool = False) -> Question:
    """The question, which is one of this session's; `bare` without what a card shows."""
    read = bare_question_of if bare else question_of
    found = read(session, question_id) if question_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def own_poll(session: Session, poll_id: int) -> Poll:
    """The poll, which is one of this session's."""
    found = poll_of(session, poll_id) if poll_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def pressed(request: Request, acts: Mapping[str, T]) -> T:
    """What the button says that was pressed."""
    found = acts.get(request.POST.get("act", ""))
    if found is None:
        raise Invalid(_("Choose one of the buttons."))
    return found


def key_of(request: Request, session: Session) -> str:
    """The digest by which this device is known in this session and nowhere else."""
    return key_in(kept_by(request), session.topic_id)


def device_of(request: Request, session: Session) -> str:
    """The same for a guest; from neither can one reckon the other."""
    return device_in(kept_by(request), session.topic_id)


def give_key(request: Request, response: HttpResponse) -> None:
    """Lets the device be recognised as who asked without a name."""
    kept = kept_by(request) or secrets.token_urlsafe(24)
    _keep(response, KEY_COOKIE, kept)


def give_token(request: Request, response: HttpResponse, guest: Participant) -> None:
    """Lets the device come back as this guest."""
    tokens = {**_tokens(request), str(guest.session_id): guest.id}
    _keep(response, GUEST_COOKIE, sign(GUEST, dict(list(tokens.items())[-MOST_SESSIONS:])))


def take_token(request: Request, response: HttpResponse, guest: Participant) -> None:
    """The device is this guest no more."""
    tokens = {key: id_ for key, id_ in _tokens(request).items() if id_ != guest.id}
    _keep(response, GUEST_COOKIE, sign(GUEST, tokens))


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def guest_named(request: Request, topic_id: int) -> int:
    """The participant of this session whom the device's token names, or 0."""
    return _tokens(request).get(str(topic_id), 0)


def kept_by(request: Request) -> str:
    """What the device keeps, by which it is known where somebody asks without a name."""
    return request.COOKIES.get(KEY_COOKIE, "")


def _tokens(request: Request) -> dict[str, int]:
    kept = request.COOKIES.get(GUEST_COOKIE, "")
    if not kept:
        return {}
    try:
        found: Any = unsign(GUEST, kept)
    except Refused:
        return {}
    return found if isinstance(found, dict) else {}
