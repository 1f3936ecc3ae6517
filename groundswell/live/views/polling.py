"""Polls: prepared and led by the host."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.live.actions import (
    Asks,
    change_poll,
    close_poll,
    drop_poll,
    hold_word,
    open_poll,
    prepare_poll,
    put_away_poll,
)
from groundswell.live.forms.poll import PollForm
from groundswell.live.models import Poll, PollOption, Session
from groundswell.live.selectors.poll import polls_of_host
from groundswell.live.views._scope import own_poll, own_session, pressed


@require_http_methods(["GET", "HEAD", "POST"])
def poll_plan(request: Request, topic_id: int) -> HttpResponse:
    """All polls of a session, for who leads it, and a new one."""
    person, session = own_session(request, topic_id)
    form = PollForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            prepare_poll(actor=person, session=session, asks=Asks(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            return _plan(session)
    watch(request, f"desk-{session.topic_id}", within=[f"space-{session.topic.space_id}"])
    context = {"session": session, "topic": session.topic, "form": form}
    context["polls"] = polls_of_host(session)
    status = 422 if form.is_bound else 200
    return render(request, "live/poll_plan.html", context, region="polls", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def poll_update(request: Request, topic_id: int, poll_id: int) -> HttpResponse:
    """Says anew what a poll asks that nobody was asked yet."""
    person, session = own_session(request, topic_id)
    poll = own_poll(session, poll_id)
    form = PollForm(request.POST if request.method == "POST" else None, initial=_as_typed(poll))
    if form.is_bound and form.is_valid():
        try:
            change_poll(actor=person, poll=poll, asks=Asks(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            return _plan(session)
    context = {"session": session, "topic": session.topic, "form": form, "poll": poll}
    status = 422 if form.is_bound else 200
    return render(request, "live/poll_update.html", context, status=status)


@require_POST
def poll_move(request: Request, topic_id: int, poll_id: int) -> HttpResponse:
    """Does with a poll what the button says."""
    person, session = own_session(request, topic_id)
    poll = own_poll(session, poll_id)
    try:
        if "hold" in request.POST or "free" in request.POST:
            _hold(request, person, poll)
        else:
            pressed(request, ACTS)(person, poll)
    except DomainError as error:
        messages.warning(request, str(error))
    return _plan(session)


def _hold(request: Request, person: Actor, poll: Poll) -> None:
    held = "hold" in request.POST
    wanted = id_in(request.POST.get("hold" if held else "free", ""))
    option = PollOption.objects.filter(id=wanted, poll=poll).first()
    if option is None:
        raise Invalid(_("Choose one of the words."))
    option.poll = poll
    hold_word(actor=person, option=option, held=held)


def _plan(session: Session) -> HttpResponse:
    return HttpResponseRedirect(f"{session.get_absolute_url()}polls/", status=303)


def _as_typed(poll: Poll) -> dict[str, object]:
    listed = poll.kind in Poll.LISTED
    ends = [option.text.partition(": ")[2] for option in poll.options.all()]
    scale = [end for end in ends if end] if poll.kind == Poll.Kind.SCALE else []
    lines = [option.text for option in poll.options.all()] if listed else scale
    same = ("words", "kind", "most", "results", "language")
    return {**{name: getattr(poll, name) for name in same}, "options": "\n".join(lines)}


ACTS: dict[str, Callable[[Actor, Poll], object]] = {
    "open": lambda person, poll: open_poll(actor=person, poll=poll),
    "close": lambda person, poll: close_poll(actor=person, poll=poll),
    "away": lambda person, poll: put_away_poll(actor=person, poll=poll),
    "back": lambda person, poll: put_away_poll(actor=person, poll=poll, away=False),
    "drop": lambda person, poll: drop_poll(actor=person, poll=poll),
}
