"""Coming in: by code, by the picture of it, by link, with an account or as a guest."""

import secrets
from functools import lru_cache
from io import BytesIO

import qrcode
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.limits import (
    JOIN,
    JOIN_ALL,
    WRONG_CODE,
    TooMany,
    address_key,
    allow,
    demand,
    peek,
)
from groundswell.core.pages import render
from groundswell.live.actions import claim_guest, enter_as_guest, enter_session
from groundswell.live.blanks import guest_form
from groundswell.live.forms.room import CodeForm, GuestForm
from groundswell.live.models import Participant, Session
from groundswell.live.selectors.session import session_by_code
from groundswell.live.views._scope import (
    KEY_COOKIE,
    SentOut,
    device_of,
    give_key,
    give_token,
    known_guest,
    room_session,
    take_token,
    visible_session,
)
from groundswell.live.views.leaving import shut_page


@require_http_methods(["GET", "HEAD", "POST"])
def code_enter(request: Request) -> HttpResponse:
    """Asks for the code on the wall."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if _session(request, form.cleaned_data["code"]):
            return HttpResponseRedirect(f"/join/{form.cleaned_data['code']}/", status=303)
        form.add_error("code", _("No session has this code now. Look at the wall again."))
    status = 422 if form.is_bound else 200
    return render(request, "live/code_enter.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def session_join(request: Request, code: str) -> HttpResponse:
    """The door of a session for whoever has its code; who came in by it before goes on inside."""
    session = _session(request, code.upper())
    if session is None:
        raise Http404
    try:
        known = (request.viewer and _sees(request, session)) or known_guest(request, session)
    except SentOut as error:
        return shut_page(request, error)
    if known:
        return HttpResponseRedirect(session.room_url, status=303)
    request.COOKIES.setdefault(KEY_COOKIE, secrets.token_urlsafe(24))
    form = GuestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            guest = _come_in(request, session, form.cleaned_data["name"])
        except DomainError as error:
            form.refuse(error)
        else:
            inside = HttpResponseRedirect(session.room_url, status=303)
            give_key(request, inside)
            give_token(request, inside, guest)
            return inside
    shown = form if form.is_bound else None
    context = {"form": shown, "guest_form": guest_form, "session": session, "topic": session.topic}
    status = 422 if form.is_bound else 200
    response = render(request, "live/session_join.html", context, status=status)
    give_key(request, response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def session_enter(request: Request, topic_id: int) -> HttpResponse:
    """Somebody with an account comes in; a link only leads there."""
    session = visible_session(request, topic_id)
    if request.method == "POST":
        enter_session(actor=signed_in(request), session=session)
    return HttpResponseRedirect(session.room_url, status=303)


@require_POST
def session_claim(request: Request, topic_id: int) -> HttpResponse:
    """What somebody did here as a guest moves into their account."""
    session, who = room_session(request, topic_id)
    person = signed_in(request)
    if who.shadow is None:
        messages.info(request, _("You were not here as a guest on this device."))
        return HttpResponseRedirect(session.room_url, status=303)
    claim_guest(actor=person, session=session, guest=who.shadow)
    messages.success(request, _("It is yours now, under your name."))
    response = HttpResponseRedirect(session.room_url, status=303)
    take_token(request, response, who.shadow)
    return response


@require_safe
def session_qr(request: Request, topic_id: int) -> HttpResponse:
    """The way in as a picture that a telephone reads."""
    session, _found = room_session(request, topic_id)
    if session.guests_at is None or not session.code:
        raise Http404
    address = request.build_absolute_uri(f"/join/{session.code}/")
    return HttpResponse(pictured(address), content_type="image/svg+xml")


@lru_cache(maxsize=64)
def pictured(address: str) -> bytes:
    """The address as a picture."""
    code = qrcode.QRCode(border=2, image_factory=SvgPathImage)
    code.add_data(address)
    drawn = BytesIO()
    code.make_image().save(drawn)
    return drawn.getvalue()


def _session(request: Request, code: str) -> Session | None:
    """The session of a code. Wrong ones are counted by who tries; who has the right one shares an
    address with the whole hall, and is counted by session and device."""
    verdict = peek(address_key(request), WRONG_CODE)
    if not verdict.ok:
        raise TooMany(verdict.retry_after)
    found = session_by_code(code)
    if found is None:
        allow(address_key(request), WRONG_CODE)
    else:
        demand(f"session:{found.topic_id}", JOIN_ALL)
        device = device_of(request, found)
        if device:
            demand(f"device:{device}", JOIN)
    return found


def _come_in(request: Request, session: Session, name: str) -> Participant:
    device = device_of(request, session)
    return enter_as_guest(actor=request.viewer, session=session, name=name, device=device)


def _sees(request: Request, session: Session) -> bool:
    try:
        visible_session(request, session.topic_id)
    except Http404:
        return False
    return True
