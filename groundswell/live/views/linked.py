"""What a link of a session opens: moderating its questions, presenting, or its wall.

The address is the right: it is signed, and its row is asked at each act whether it stands.
"""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, DomainError, Refused
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.signing import SESSION_LINK, unsign
from groundswell.core.subscriptions import NOTHING_SAID, room_stream_url, watch
from groundswell.live.models import Question, Session, SessionLink, Wall
from groundswell.live.rules import require_may_host
from groundswell.live.selectors.desk import looker
from groundswell.live.selectors.link import address_of, link_found, presenting
from groundswell.live.selectors.wall import picture_of, wall_of
from groundswell.live.views._scope import own_question
from groundswell.live.views.desk import moved, queue_parts
from groundswell.live.views.joining import pictured

Kind = SessionLink.Kind
LINK_ORDERS = ("top", "new")


@require_safe
def link_show(request: Request, token: str) -> HttpResponse:
    """The page that the link opens."""
    link = _standing(token)
    return PAGES[Kind(link.kind)](request, link)


@require_POST
def link_move(request: Request, token: str, question_id: int) -> HttpResponse:
    """Does with a question what the button says, in the name of the link."""
    link = _standing(token)
    if link.actor is None:
        raise Refused(_("This link shows the wall, and nothing else."))
    question = own_question(link.session, question_id)
    back = request.POST.get("back", "")
    order = f"?order={back}" if back in LINK_ORDERS else ""
    return moved(request, link.actor, question, back=f"{address_of(link)}{order}")


def _moderator(request: Request, link: SessionLink) -> HttpResponse:
    _watch(request, link)
    part = request.GET.get("part", "")
    region = part if part in {"now", "open"} else "desk"
    context = queue_parts(request, link.session, region if request.htmx else "page")
    context |= {**_context(link), "Reason": Question.Reason}
    return render(request, "live/link_moderator.html", context, region=region)


def _presenter(request: Request, link: SessionLink) -> HttpResponse:
    _watch(request, link)
    context = {**_context(link), "on": presenting(link.session)}
    return render(request, "live/link_presenter.html", context, region="stage")


def _projector(request: Request, link: SessionLink) -> HttpResponse:
    session, wall = link.session, wall_of(link.session)
    watch(request, until=link.expires_at.timestamp())
    stream = room_stream_url(
        request,
        None,
        [session.channel, wall.channel],
        within=[f"space-{session.topic.space_id}", link.channel],
        since=NOTHING_SAID,
    )
    context = {
        **_context(link),
        **scene_of(request, session, wall),
        "stream": stream,
        "still": wall.still if session.frozen_at is None else "",
    }
    return render(request, "live/link_projector.html", context, region="scene")


def scene_of(request: Request, session: Session, wall: Wall) -> dict[str, object]:
    """What the picture on the wall is drawn from."""
    address = request.build_absolute_uri(f"/join/{session.code}/") if session.guests_at else ""
    found = picture_of(session, wall)
    return {
        "picture": found,
        "session": session,
        "topic": session.topic,
        "joins_at": request.get_host() + "/join/",
        "way_in": pictured(address).decode() if address and found.scene == "join" else "",
    }


def _standing(token: str) -> SessionLink:
    """The link, or a plain sentence that it opens nothing any more."""
    try:
        link = link_found(id_in(str(unsign(SESSION_LINK, token))))
    except DomainError as error:
        raise Http404 from error
    if link is None:
        raise Http404
    if link.revoked_at is not None:
        raise Refused(_("This link was ended by those who lead the session. Ask them for another."))
    if not link.stands(now()):
        raise Refused(_("This link's time is over. Ask those who lead the session for another."))
    _require_led(link)
    return link


def _require_led(link: SessionLink) -> None:
    """A link shows no more than whoever made it may see."""
    try:
        require_may_host(link.by, link.session)
    except Conflict:
        pass  # the space or the topic is closed: nobody writes, and who led it reads
    except Refused as error:
        says = _("Whoever made this link does not lead the session any more. Ask for another.")
        raise Refused(says) from error


def _watch(request: Request, link: SessionLink) -> None:
    own = link.session_id
    space = f"space-{link.session.topic.space_id}"
    until = link.expires_at.timestamp()
    watch(request, f"desk-{own}", within=[space, link.channel], until=until)


def _context(link: SessionLink) -> dict[str, object]:
    own = address_of(link)
    return {
        "link": link,
        "session": link.session,
        "topic": link.session.topic,
        "own": own,
        "acts_at": f"{own}questions/",
        "places": [],
        "looker": looker,
        "leads": link.actor,
    }


PAGES: dict[Kind, Callable[[Request, SessionLink], HttpResponse]] = {
    Kind.MODERATOR: _moderator,
    Kind.PRESENTER: _presenter,
    Kind.PROJECTOR: _projector,
}
