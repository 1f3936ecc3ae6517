"""Preparing polls, putting them to the room, and ending them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind as Declared
from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_answers, tell_poll
from groundswell.live.activities import POLL_CLOSED, POLL_OPENED, POLL_PUT_AWAY, WORD_HELD
from groundswell.live.clouding import LANGUAGES, MOST_WORDS
from groundswell.live.models import Poll, PollOption, Session
from groundswell.live.models.poll import MOST_CHOICES
from groundswell.live.rules import require_may_host

MOST_POLLS = 50
LONGEST_OPTION = 120
SCALE = 5
State, Kind = Poll.State, Poll.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """A poll as it was typed: `options` are lines, of which a scale takes the meaning of its two
    ends."""

    words: str
    kind: str = Kind.SINGLE
    options: str = ""
    most: int = 1
    results: str = Poll.Results.LIVE
    language: str = "en"


@unlogged(because="what is prepared is the host's own until it is put to the room")
def prepare_poll(*, actor: Actor, session: Session, asks: Asks) -> Poll:
    """A poll that nobody in the room sees yet."""
    require_may_host(actor, session)
    held = hold(session)
    if held.polls.count() >= MOST_POLLS:
        raise Invalid(_("Fifty polls are a lot for one session. Delete one first."))
    poll = Poll(session=held)
    _fill(poll, asks)
    poll.save(force_insert=True)
    _set_options(poll, asks)
    return poll


@unlogged(because="what is prepared is the host's own until it is put to the room")
def change_poll(*, actor: Actor, poll: Poll, asks: Asks) -> Poll:
    """Says anew what is asked, as long as nobody was."""
    held = _held(actor, poll, State.DRAFT)
    _fill(held, asks)
    held.save(update_fields=["words", "kind", "most", "results", "language"])
    held.options.all().delete()
    _set_options(held, asks)
    return held


@unlogged(because="nobody in the room has seen it")
def drop_poll(*, actor: Actor, poll: Poll) -> None:
    """It is not going to be asked."""
    _held(actor, poll, State.DRAFT).delete()


@action
def open_poll(*, actor: Actor, poll: Poll) -> Poll:
    """Puts it to the room: what is asked becomes a message of the session's conversation."""
    held = _held(actor, poll, State.DRAFT, State.CLOSED)
    if held.session.is_over:
        raise Conflict(_("The session is over: nobody is in its room to answer."))
    if held.message is None:
        held.message = append(
            held.session.topic, author=actor, text=held.words, kind=Message.Kind.POLL
        )
        held.words, held.opened_at = "", moment()
    held.state, held.closed_at = State.OPEN, None
    held.save(update_fields=["message", "words", "opened_at", "state", "closed_at"])
    tell_poll(held)
    _record(POLL_OPENED, actor, held)
    return held


@action
def close_poll(*, actor: Actor, poll: Poll) -> Poll:
    """Nobody answers any more, but for what is on its way."""
    held = _held(actor, poll, State.OPEN)
    held.state, held.closed_at = State.CLOSED, moment()
    held.save(update_fields=["state", "closed_at"])
    tell_poll(held)
    _record(POLL_CLOSED, actor, held)
    return held


@action
def put_away_poll(*, actor: Actor, poll: Poll, away: bool = True) -> Poll:
    """Room and recap show it no more; its host can bring it back."""
    held = _held(actor, poll, State.CLOSED if away else State.ARCHIVED)
    held.state = State.ARCHIVED if away else State.CLOSED
    held.save(update_fields=["state"])
    tell_poll(held)
    _record(POLL_PUT_AWAY, actor, held)
    return held


@action
def hold_word(*, actor: Actor, option: PollOption, held: bool = True) -> PollOption:
    """Keeps an answer in somebody's own words from the room, or lets the room see it after all."""
    poll = _held(actor, option.poll, State.OPEN, State.CLOSED, State.ARCHIVED)
    if poll.kind != Kind.WORDS:
        raise Conflict(_("Only answers in people's own words are held back."))
    found = PollOption.objects.filter(id=option.id, poll=poll).first()
    if found is None:
        raise Conflict(_("This answer is not there any more. Reload and look again."))
    found.held_at = moment() if held else None
    found.save(update_fields=["held_at"])
    if held:
        tell_poll(poll)
    tell_answers(poll)
    _record(WORD_HELD, actor, poll)
    return found


def _held(actor: Actor, poll: Poll, *states: str) -> Poll:
    """The poll with its session, both rows locked, in one of these states."""
    session = hold(poll.session)
    require_may_host(actor, session)
    rows = Poll.objects.select_for_update(of=("self",), no_key=True).select_related("message")
    held = rows.filter(id=poll.id, session=session).first()
    if held is None:
        raise Conflict(_("This poll is not there any more. Reload and look again."))
    held.session = session
    if held.state not in states:
        says = _("This poll is “%(state)s” now: somebody else was faster. Look again.")
        raise Conflict(says % {"state": held.get_state_display()})
    return held


def _fill(poll: Poll, asks: Asks) -> None:
    poll.words = one_line(asks.words, most=300, least=3, field="words")
    if asks.kind not in Kind.values:
        raise Invalid(_("Choose what one can answer."), "kind")
    if asks.results not in Poll.Results.values:
        raise Invalid(_("Choose who sees the results."), "results")
    poll.kind, poll.results = asks.kind, asks.results
    poll.most = {Kind.MULTIPLE: asks.most, Kind.WORDS: MOST_WORDS}.get(Kind(asks.kind), 1)
    if not 1 <= poll.most <= MOST_CHOICES:
        raise Invalid(_("Let people choose between one and ten answers."), "most")
    poll.language = asks.language if asks.language in LANGUAGES else ""


def _set_options(poll: Poll, asks: Asks) -> None:
    tidied = [one_line(line, field="options") for line in asks.options.splitlines()]
    lines = [line for line in tidied if line]
    for position, (key, typed) in enumerate(_options(poll, lines)):
        text = one_line(typed, most=LONGEST_OPTION, least=1, field="options")
        PollOption(poll=poll, position=position, key=key, text=text).save(force_insert=True)


def _options(poll: Poll, lines: list[str]) -> list[tuple[str, str]]:
    """Each answer that stands from the beginning, with what it is counted under."""
    if poll.kind == Kind.PULSE:
        return [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Unsure"))]
    if poll.kind == Kind.SCALE:
        ends = {1: lines[0], SCALE: lines[-1]} if len(lines) > 1 else {}
        numbers = range(1, SCALE + 1)
        return [(str(n), f"{n}: {ends[n]}" if n in ends else str(n)) for n in numbers]
    if poll.kind not in Poll.LISTED:
        return []
    if not 2 <= len(set(lines)) == len(lines) <= 2 * MOST_CHOICES:
        raise Invalid(
            _("Write between two and twenty answers, a line each, all different."), "options"
        )
    return [(str(number), line) for number, line in enumerate(lines, 1)]


def _record(kind: Declared, actor: Actor, poll: Poll) -> None:
    record(
        kind,
        actor=actor,
        space_id=poll.session.topic.space_id,
        topic_id=poll.session.topic_id,
        message_id=poll.message_id,
        data={"poll": str(poll.id)},
    )
