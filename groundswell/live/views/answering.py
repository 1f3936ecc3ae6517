"""The answer to a poll: by itself, or with the others that a hall sends at the same instant."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core import habits, stencil
from groundswell.core.errors import DomainError
from groundswell.core.limits import ROOM_VOTE
from groundswell.core.middleware import is_down
from groundswell.core.pages import render
from groundswell.core.together import Answer, Together, is_gathered
from groundswell.live.actions import answer_poll, answer_together
from groundswell.live.models import Participant, Poll
from groundswell.live.selectors.poll import Shown, poll_of, poll_shown, shown_to
from groundswell.live.selectors.room import room_of
from groundswell.live.selectors.voters import Said, voters_of
from groundswell.live.views._crowd import each_thing, is_calm, is_let, note
from groundswell.live.views._scope import (
    acting,
    guest_named,
    own_poll,
    pace,
    room_session,
    taking_part,
)
from groundswell.live.views.room import Unsaid, room_page

MOST_KEPT: Final = 40


@require_http_methods(["GET", "HEAD", "POST"])
def poll_answer(request: Request, topic_id: int, poll_id: int) -> HttpResponse:
    """Answers a poll, or shows it as it is now; without scripts both lead to the room."""
    together = request.method == "POST" and request.htmx and is_gathered(request)
    if together and max(topic_id, poll_id) <= LAST_ID:
        said = Said(
            topic=topic_id,
            poll=poll_id,
            answers=tuple(request.POST.getlist("answer")),
            viewer=request.viewer,
            guest=guest_named(request, topic_id),
        )
        return Together(answers, said, content_type="text/html; charset=utf-8")
    session, who = room_session(request, topic_id)
    poll = own_poll(session, poll_id)
    if poll.state not in {Poll.State.OPEN, Poll.State.CLOSED}:
        raise Http404
    own, unsaid = who.participant, None
    if request.method == "POST":
        own = taking_part(request, session, who)
        unsaid = _answer(own, poll, request.POST.getlist("answer"))
    if not request.htmx:
        if unsaid is not None:
            room = room_of(session, replace(who, participant=own))
            return room_page(request, room, unsaid=unsaid, status=422)
        return HttpResponseRedirect(f"{session.room_url}#poll{poll.id}", status=303)
    shown = poll_shown(poll, own, hosts=False)
    status = 200 if unsaid is None else 422
    context = {**_context(shown), "unsaid": unsaid}
    return render(request, "live/_poll.html", context, part=True, status=status)


def _context(shown: Shown) -> dict[str, Any]:
    of_it = {name: getattr(shown, name) for name in ("poll", "tally", "counted", "mine", "typed")}
    return {**of_it, "session": shown.poll.session}


def _answer(own: Participant, poll: Poll, answers: list[str]) -> Unsaid | None:
    """Counts it, or gives it back with the reason: nobody has to choose again."""
    try:
        pace(own, poll.session, ROOM_VOTE)
        answer_poll(actor=acting(own), poll=poll, participant=own, answers=answers)
    except DomainError as error:
        return Unsaid(poll=poll.id, answers=answers[:MOST_KEPT], why=str(error))
    except OperationalError as error:
        if not is_down(error):
            raise
        why = _("Too many answer at this moment, and yours was not counted. Send it once more.")
        return Unsaid(poll=poll.id, answers=answers[:MOST_KEPT], why=why)
    return None


def answers(all_said: Sequence[Said]) -> list[Answer | None]:
    """Counts them all; None for whoever has to be told something else than how the poll stands."""
    return each_thing(all_said, lambda said: (said.topic, said.poll), _answers_to)


def _answers_to(topic: int, poll_id: int, some: list[Said]) -> list[Answer | None]:
    voters = voters_of(topic, some)
    session = next((voter[0] for voter in voters if voter), None)
    poll = poll_of(session, poll_id) if session else None
    given: list[Answer | None] = [None] * len(some)
    if poll is None or poll.state != Poll.State.OPEN or not is_calm(topic):
        return given
    people = [(at, voter[1]) for at, voter in enumerate(voters) if voter and is_let(voter)]
    asked = [(own, list(some[at].answers)) for at, own in people]
    counted = answer_together(actor=None, poll=poll, answers=asked) if asked else []
    if not any(counted):
        return given
    shown = shown_to(poll, [own for own, _answers in asked])
    drawn: dict[Any, str] = {}
    for (at, own), may in zip(people, counted, strict=True):
        if may:
            note(topic, own)
            given[at] = partial(_drawn, shown[own.id], drawn)
    return given


def _drawn(shown: Shown, drawn: dict[Any, str]) -> str:
    """Once for all who said the same and read alike."""
    at = (habits.reader(), shown.mine)
    if at not in drawn:
        with habits.drawing():
            drawn[at] = stencil.render("live/_poll.html", **_context(shown))
    return drawn[at]
