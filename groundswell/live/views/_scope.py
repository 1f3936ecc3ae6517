"""Finding the session that a request is about."""

from django.http import Http404

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.live.models import Session
from groundswell.live.rules import require_may_host
from groundswell.live.selectors.session import session_seen


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
