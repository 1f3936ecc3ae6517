"""The desk of who leads a session: what waits, what is on, what is next."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.conversations.models import Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.live.actions import (
    Answered,
    answer_question,
    ask_to_leave,
    carry_question,
    dismiss_question,
    look_at_question,
    merge_questions,
    open_question,
    pin_question,
    place_question,
    put_back_question,
    take_question,
    take_up_question,
    the_anonymous,
    undo_question,
)
from groundswell.live.models import Question, Session
from groundswell.live.selectors.desk import (
    desk_of,
    held_lines_of,
    looker,
    now_of,
    open_list,
    order_of,
    replies_to,
    reply_to,
)
from groundswell.live.selectors.open_ones import ORDERS
from groundswell.live.selectors.people import sent_out
from groundswell.live.selectors.series import places_to_carry, taken_over_one
from groundswell.live.selectors.wall import wall_of
from groundswell.live.views._scope import own_question, own_session, pressed

MOST_PLACES: Final = 10_000
REGIONS = ("now", "desk", "order", "open")


@require_safe
def desk_show(request: Request, topic_id: int) -> HttpResponse:
    """All questions of the session, for who leads it."""
    person, session = own_session(request, topic_id)
    own = session.topic_id
    watch(request, f"desk-{own}", f"order-{own}", within=[f"space-{session.topic.space_id}"])
    part = request.GET.get("part", "")
    region = (part if part in REGIONS else "desk") if request.htmx else "page"
    context = {"session": session, "topic": session.topic, "Reason": Question.Reason}
    context |= {"looker": looker, "leads": person}
    context |= _parts(request, session, region)
    return render(request, "live/desk_show.html", context, region=region)


def _parts(request: Request, session: Session, region: str) -> dict[str, object]:
    """What the page shows, or the one region of it that is asked for."""
    found = queue_parts(request, session, region)
    if region == "page":
        found["wall"] = wall_of(session)
        found["sent_out"] = sent_out(session)
    if region in {"page", "now", "desk", "open"}:
        found["places"] = places_to_carry(session)
    if region in {"page", "now"}:
        found["held"] = held_lines_of(session)
    return found


def queue_parts(request: Request, session: Session, region: str) -> dict[str, object]:
    """The questions of it, which is what a link to moderate shows as well."""
    given, whole = request.GET, "all" in request.GET
    asked: list[Question] = []
    order = given.get("order", "")
    found: dict[str, object] = {"order": order if order in ORDERS else "top", "whole": whole}
    if region in {"page", "desk"}:
        desk = found["desk"] = desk_of(session)
        asked += [*desk.carried, *desk.taken_over]
    if region in {"page", "now"}:
        now = found["now"] = now_of(session)
        asked += [now.current] if now.current else []
    if region in {"page", "open"}:
        merging = id_in(given.get("merge", ""))
        shown = found["open"] = open_list(session, order, merging=merging, whole=whole)
        asked += shown.questions
    found["replies"] = replies_to(asked)
    if region == "order":
        found["ids"] = order_of(session, order, whole=whole)
    return found


@require_POST
def question_move(request: Request, topic_id: int, question_id: int) -> HttpResponse:
    """Does with a question what the button says."""
    person, session = own_session(request, topic_id)
    taken = taken_over_one(session, question_id) if question_id <= LAST_ID else None
    question = taken or own_question(session, question_id)
    back = request.POST.get("back", "")
    order = f"?order={back}" if back in ORDERS else ""
    return moved(request, person, question, back=f"{session.desk_url}{order}")


def moved(request: Request, person: Actor, question: Question, *, back: str) -> HttpResponse:
    """Does what the button says, and leads back; a script, which keeps every card where it is, is
    told what the question is now."""
    act = pressed(request, ACTS)
    if request.htmx:
        act(request, person, question)
        now = Question.objects.get(id=question.id)
        return JsonResponse({"state": now.state, "says": now.get_state_display()})
    try:
        act(request, person, question)
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(back, status=303)


def _open(request: Request, person: Actor, question: Question) -> None:
    del request
    open_question(actor=person, question=question, anonymous=the_anonymous(actor=person))


def _dismiss(request: Request, person: Actor, question: Question) -> None:
    given = request.POST
    dismiss_question(
        actor=person, question=question, reason=given.get("reason", ""), note=given.get("note", "")
    )
    if "leave" in given and question.asker is not None:
        ask_to_leave(actor=person, session=question.session, participant=question.asker)


def _take(request: Request, person: Actor, question: Question) -> None:
    answered = request.POST.get("before") != "back"
    if answered and question.state == Question.State.OPEN:
        _end_current(person, question)
    take_question(actor=person, question=question, answered=answered)


def _end_current(person: Actor, question: Question) -> None:
    """What was on is answered by an act of its own, of which its asker is told."""
    rows = Question.objects.filter(session=question.session, state=Question.State.CURRENT)
    current = rows.first()
    if current is not None:
        current.session = question.session
        with suppress(Conflict):  # somebody else was faster
            answer_question(actor=person, question=current, answered=Answered())


def _back(request: Request, person: Actor, question: Question) -> None:
    del request
    put_back_question(actor=person, question=question)


def _answer(request: Request, person: Actor, question: Question) -> None:
    words, url = request.POST.get("words", ""), request.POST.get("url", "")
    chosen = id_in(request.POST.get("reply", ""))
    reply = reply_to(question, chosen) if chosen else None
    written = words.strip() or reply
    how = Question.How.WRITING if written else Question.How.LINK if url.strip() else ""
    if request.POST.get("act") == "answered":
        how = Question.How.LIVE
    said = None if words.strip() else reply
    answered = Answered(how=how, words=words, url=url, reply=said)
    answer_question(actor=person, question=question, answered=answered)


def _carry(request: Request, person: Actor, question: Question) -> None:
    to, typed = question.session.topic, id_in(request.POST.get("to", ""))
    if typed and typed != to.id:
        if typed not in dict(places_to_carry(question.session)):
            raise Invalid(_("Choose one of the places where it can go on."))
        to = Topic.objects.select_related("space").get(id=typed)
    carry_question(actor=person, question=question, to=to)


def _take_up(request: Request, person: Actor, question: Question) -> None:
    del request
    sessions = Session.objects.with_topic()
    into = sessions.filter(topic=question.carried_to_id or 0).first()
    if into is None:
        raise Conflict(_("This question does not wait for this session any more. Look again."))
    take_up_question(actor=person, question=question, session=into)


def _merge(request: Request, person: Actor, question: Question) -> None:
    try:
        into = Question.objects.get(
            id=id_in(request.POST.get("into", "")), session=question.session_id
        )
    except Question.DoesNotExist as error:
        raise Invalid(_("Choose the question that stays.")) from error
    into.session = question.session
    merge_questions(actor=person, source=question, into=into)


def _undo(request: Request, person: Actor, question: Question) -> None:
    del request
    undo_question(actor=person, question=question, anonymous=the_anonymous(actor=person))


def _place(request: Request, person: Actor, question: Question) -> None:
    steps = {"up": -1, "down": 1, "first": -MOST_PLACES}[request.POST["act"]]
    place_question(actor=person, question=question, steps=steps)


def _look(request: Request, person: Actor, question: Question) -> None:
    look_at_question(actor=person, question=question, looks=request.POST["act"] == "look")


def _pin(request: Request, person: Actor, question: Question) -> None:
    pin_question(actor=person, question=question, pinned=request.POST["act"] == "pin")


ACTS: dict[str, Callable[[Request, Actor, Question], None]] = {
    "open": _open,
    "dismiss": _dismiss,
    "take": _take,
    "back": _back,
    "answer": _answer,
    "answered": _answer,
    "carry": _carry,
    "take_up": _take_up,
    "merge": _merge,
    "undo": _undo,
    "up": _place,
    "down": _place,
    "first": _place,
    "look": _look,
    "leave": _look,
    "pin": _pin,
    "unpin": _pin,
}
