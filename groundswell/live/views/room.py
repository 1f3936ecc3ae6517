"""A session's room: asking, voting, writing. Every act is a form; scripts only save the reload."""

import secrets
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError, Invalid, Refused
from groundswell.core.ids import id_in
from groundswell.core.limits import ROOM_LINE, ROOM_QUESTION
from groundswell.core.pages import render
from groundswell.core.subscriptions import room_stream_url
from groundswell.live.actions import (
    Asked,
    ask_question,
    hold_line,
    merge_questions,
    the_anonymous,
    withdraw_question,
    write_line,
)
from groundswell.live.blanks import ask_form, say_form
from groundswell.live.drawing import chat_line, question_card
from groundswell.live.forms.room import LineForm, QuestionForm
from groundswell.live.models import Participant, Question, Session
from groundswell.live.rules import may_host
from groundswell.live.selectors.log import last_before_guests
from groundswell.live.selectors.question import nearest, own_of, question_of
from groundswell.live.selectors.room import Room, room_of
from groundswell.live.signs import SIGNS
from groundswell.live.views._scope import (
    KEY_COOKIE,
    SentOut,
    acting,
    back_to_room,
    give_key,
    key_of,
    own_question,
    pace,
    room_session,
    taking_part,
)
from groundswell.live.views.leaving import shut_page

Voice = Question.Voice
_SIGNS = tuple(SIGNS.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """An answer to a poll that was not counted, and why; it stands in its form to be sent again."""

    poll: int
    answers: list[str]
    why: str


@require_safe
def room_show(request: Request, topic_id: int) -> HttpResponse:
    """The room: what is asked and said."""
    try:
        session, who = room_session(request, topic_id)
    except SentOut as error:
        return shut_page(request, error)
    return room_page(request, room_of(session, who, request.GET.get("order", "")))


def room_page(
    request: Request,
    room: Room,
    *,
    asking: QuestionForm | None = None,
    line: LineForm | None = None,
    unsaid: Unsaid | None = None,
    status: int = 200,
) -> HttpResponse:
    """The room as a page, with a form that was refused where there is one."""
    session = room.session
    context = {
        "room": room,
        "card": question_card,
        "chat_line": chat_line,
        "own_questions": room.own,
        "session": session,
        "topic": session.topic,
        "ask_form": ask_form,
        "say_form": say_form,
        "asking": asking or (None if room.who.participant else QuestionForm(voices=room.voices)),
        "line": line,
        "unsaid": unsaid,
        "signs": _SIGNS,
        "stream": _stream(request, room),
        "similar": nearest(session, asking.data.get("words", "")[:500]) if asking else [],
    }
    return render(request, "live/room_show.html", context, region="mine", status=status)


@require_POST
def question_create(request: Request, topic_id: int) -> HttpResponse:
    """Asks a question."""
    session, who = room_session(request, topic_id)
    own = taking_part(request, session, who)
    if session.naming == Session.Naming.UNKNOWN:
        request.COOKIES.setdefault(KEY_COOKIE, secrets.token_urlsafe(24))
    room = room_of(session, replace(who, participant=own, key=key_of(request, session)))
    form = QuestionForm(request.POST, voices=room.voices)
    if form.is_valid():
        try:
            question = _ask(room, own, form)
        except DomainError as error:
            form.refuse(error)
        else:
            return _asked(request, question)
    return room_page(request, room, asking=form, status=422)


@require_safe
def question_similar(request: Request, topic_id: int) -> HttpResponse:
    """The open questions that are nearest to what is being typed."""
    session, who = room_session(request, topic_id)
    found = nearest(session, request.GET.get("words", "")[:500])
    context = {
        "similar": found,
        "session": session,
        "own_questions": own_of(
            session, who.participant, key=who.key, kept=who.kept, actor=who.actor
        ),
    }
    return render(request, "live/_similar.html", context, part=True)


@require_POST
def question_withdraw(request: Request, topic_id: int, question_id: int) -> HttpResponse:
    """Takes one's own question back."""
    session, who = room_session(request, topic_id)
    question = own_question(session, question_id)
    own = taking_part(request, session, who)
    unknown = question.voice == Voice.UNKNOWN
    actor = the_anonymous(actor=acting(own)) if unknown else acting(own)
    withdraw_question(actor=actor, question=question, key=who.key_to(question))
    messages.info(request, _("Your question is taken back."))
    return back_to_room(session, "#questions", request)


@require_POST
def question_join(request: Request, topic_id: int, question_id: int) -> HttpResponse:
    """Who asked it asks it together with another: both ask the same."""
    session, who = room_session(request, topic_id)
    question = own_question(session, question_id)
    own = taking_part(request, session, who)
    if question.id not in own_of(session, own, key=who.key, kept=who.kept, actor=own.actor):
        raise Refused(_("Only who asked it can do this."))
    into = question_of(session, id_in(request.POST.get("into", "")))
    if into is None:
        raise Invalid(_("Choose the question that stays."))
    named = question.voice == Voice.NAMED
    actor = acting(own) if named else the_anonymous(actor=acting(own))
    merge_questions(actor=actor, source=question, into=into, asker=own, key=who.key_to(question))
    return back_to_room(session, f"#q{into.id}", request)


@require_POST
def line_create(request: Request, topic_id: int) -> HttpResponse:
    """Says something in the chat."""
    session, who = room_session(request, topic_id)
    own = taking_part(request, session, who)
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            pace(own, session, ROOM_LINE)
            place = _say(request, session, own, form)
        except DomainError as error:
            form.refuse(error)
        else:
            return back_to_room(session, place, request)
    room = room_of(session, replace(who, participant=own))
    return room_page(request, room, line=form, status=422)


def _say(request: Request, session: Session, own: Participant, form: LineForm) -> str:
    """Where the line stands; one of a delayed chat, by somebody who does not lead, waits."""
    said = {
        "actor": acting(own),
        "session": session,
        "participant": own,
        "text": form.cleaned_data["text"],
        "chosen": form.cleaned_data["answers"],
    }
    if not session.delay or may_host(own.actor, session):
        return f"#m{write_line(**said).number}"
    hold_line(**said)
    words = ngettext("It shows in %(num)s second.", "It shows in %(num)s seconds.", session.delay)
    messages.info(request, words % {"num": session.delay})
    return "#chat-title"


def _ask(room: Room, own: Participant, form: QuestionForm) -> Question:
    voice = form.cleaned_data["voice"] or room.voices[0][0]
    pace(own, room.session, ROOM_QUESTION)
    named = voice == Voice.NAMED
    return ask_question(
        actor=acting(own) if named else the_anonymous(actor=acting(own)),
        session=room.session,
        participant=own,
        asked=Asked(words=form.cleaned_data["words"], voice=voice, key=room.who.key),
    )


def _asked(request: Request, question: Question) -> HttpResponse:
    if question.state == Question.State.PENDING:
        messages.info(request, _("Your question waits for a moderator. Only you and they see it."))
        response = back_to_room(question.session, "#mine", request)
    else:
        response = back_to_room(question.session, f"#q{question.id}", request)
    if question.voice == Question.Voice.UNKNOWN:
        give_key(request, response)
    return response


def _stream(request: Request, room: Room) -> str:
    """The address of the room's event stream, for this viewer alone."""
    session, who = room.session, room.who
    actor = who.actor
    mine = [who.channel] if who.channel else []
    guest = who.by_code or (who.participant is not None and who.participant.guest)
    # Fewer see a space, or guests are no longer let in: either ends the stream, and asks again.
    doors = [f"space-{session.topic.space_id}", *([session.guest_channel] if guest else [])]
    address = room_stream_url(
        request,
        actor.id if actor else None,
        [session.channel, *mine],
        within=doors,
        since=last_before_guests(session) if guest else 0,
    )
    return f"{address}&after={session.log_number}"
