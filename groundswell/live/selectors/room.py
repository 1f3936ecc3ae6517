"""What a session's room shows: its questions in one's own order, and the last of its chat."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.errors import DomainError
from groundswell.core.prepared import PreparedModels
from groundswell.live.actions.prompting import APART
from groundswell.live.keys import key_to
from groundswell.live.models import OPEN_STATES, Participant, Poll, Prompt, Question, Session
from groundswell.live.pacing import Upcoming, upcoming
from groundswell.live.rules import may_host, require_guests, voices_of, waits
from groundswell.live.selectors.open_ones import ORDERS, open_ones
from groundswell.live.selectors.poll import Shown, polls_in_room
from groundswell.live.selectors.question import (
    asked_again,
    asked_by,
    ended_ones,
    kin_of,
    voted_for,
)
from groundswell.live.selectors.series import taken_over

MOST_LINES = 50
State = Question.State
UNREAD = frozenset({State.PENDING, State.DISMISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who looks at a room: somebody with an account, a guest, or neither. `key` is the digest of
    what their device keeps (`kept`), by which an unknown asker is recognised."""

    viewer: Actor | None = None
    participant: Participant | None = None
    key: str = ""
    kept: str = ""
    by_code: bool = False
    """Let in by the session's code alone: its space is closed to them."""
    shadow: Participant | None = None
    """The guest that this device was, before it was signed in."""

    @property
    def channel(self) -> str:
        """On which they alone are told something; none for strangers."""
        return f"person-{self.actor.id}" if self.actor else ""

    @property
    def actor(self) -> Actor | None:
        """Who they are here: by their account, or as a guest. Whom the code let in is the guest
        alone, signed in or not: nothing of their account comes into the room with them."""
        guest = self.participant.actor if self.participant else None
        return guest if self.by_code else self.viewer or guest

    def key_to(self, question: Question) -> str:
        """By which the question is theirs, where it is: a session before can have taken it."""
        return key_to(self.kept, question) if self.kept and question.asked_before_id else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room for one viewer."""

    session: Session
    who: Who
    order: str
    current: Question | None
    questions: list[Question]
    done: list[Question]
    """Answered, merged and carried on, the latest first."""
    mine: list[Question]
    """The viewer's own that the room does not see: waiting, set aside."""
    told: list[Question]
    """The viewer's own that the room reads, the latest first: what became of each."""
    lines: list[Message]
    prompts: list[Prompt]
    """Those that were put."""
    polls: list[Shown] = field(default_factory=list)
    voted: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    hosts: bool = False
    taken_over: list[Question] = field(default_factory=list)
    """What sessions before left open and this one has taken over."""
    planned: list[Prompt] = field(default_factory=list)
    """Prompts still to come, whose words only the host reads."""
    kin: list[tuple[Question, Question]] = field(default_factory=list)
    """The viewer's own open ones, each with another that asks almost the same."""
    as_guest: tuple[int, int] | None = None
    """What the viewer asked and said here as a guest, before they signed in: questions, lines."""

    @property
    def voices(self) -> list[tuple[str, str]]:
        """In whose name the viewer may ask, with what that means."""
        labels = dict(Question.Voice.choices)
        return [(voice, str(labels[voice])) for voice in voices_of(self.session)]

    @property
    def waits(self) -> bool:
        """Whether what the viewer asks waits for a moderator."""
        who = self.who.participant
        return waits(self.session, who) if who else False

    @property
    def keeps_key(self) -> bool:
        """Whether a question here is the viewer's by what their device keeps alone."""
        return any(one.asker_id is None for one in (*self.mine, *self.told))

    @property
    def polls_folded(self) -> list[Shown]:
        """Closed ones, where there are several: one line, and the questions stay near."""
        closed = [one for one in self.polls if one.poll.state == Poll.State.CLOSED]
        return closed if len(closed) > 1 else []

    @property
    def polls_out(self) -> list[Shown]:
        """All others, in full."""
        folded = {one.poll.id for one in self.polls_folded}
        return [one for one in self.polls if one.poll.id not in folded]

    @property
    def takes_guests(self) -> bool:
        """Whether one can come in without an account."""
        try:
            require_guests(self.session)
        except DomainError:
            return False
        return True

    @property
    def upcoming(self) -> Upcoming | None:
        """The prompt that comes next; without scripts, too, one reads when."""
        return upcoming(self.session, [*self.prompts, *self.planned])

    def counts(self, question: Question) -> bool:
        """Whether the viewer sees how many want it."""
        return self.session.totals == Session.Totals.OPEN or question.id in self.voted


def room_of(session: Session, who: Who, order: str = "") -> Room:
    """The room as this viewer has it now."""
    order = order if order in ORDERS else "fair"
    prompts = prompts_of(session)
    live = open_ones(session, order, seed=_seed(who))
    asked = asked_by(session, who.participant, who.key)
    asked += asked_again(session, who.actor, who.kept)
    own = {one.id for one in asked if one.state in OPEN_STATES}
    return Room(
        session=session,
        who=who,
        order=order,
        current=next((one for one in live if one.state == State.CURRENT), None),
        questions=[one for one in live if one.state == State.OPEN],
        done=ended_ones(session),
        mine=[one for one in asked if one.state in UNREAD],
        told=[one for one in reversed(asked) if one.state not in UNREAD],
        lines=lines_of(session, who),
        prompts=[one for one in prompts if one.message],
        taken_over=taken_over(session) if session.series_id else [],
        planned=[one for one in prompts if not one.message],
        # The host's room is often on the wall: it shows what everybody's does.
        polls=polls_in_room(session, who.participant, hosts=False),
        voted=voted_for(session, who.participant),
        own=own,
        kin=kin_of(live, own),
        hosts=may_host(who.viewer, session),
        as_guest=_as_guest(session, who.shadow) if who.shadow else None,
    )


def lines_of(session: Session, who: Who) -> list[Message]:
    """The last lines of the chat, the oldest first: none from after the end, when the conversation
    goes on without the room; for whom the code let in, none from before guests were; and none at
    all while the host has closed the room."""
    if session.frozen_at is not None:
        return []
    since = session.guests_at if who.by_code else None
    bounds: dict[str, int | datetime] = {"topic": session.topic_id}
    bounds |= {"since": since} if since else {}
    bounds |= {"until": session.closed_at} if session.closed_at else {}
    return _LINES[bool(since), session.closed_at is not None](**bounds)[::-1]


def _lines(
    topic: int, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Message]:
    rows = Message.objects.standing().filter(topic=topic, kind=Message.Kind.REPLY)
    rows = rows.exclude(parent__kind=Message.Kind.QUESTION)  # an answer stands below its question
    if since is not None:
        rows = rows.filter(published_at__gte=since)
    if until is not None:
        rows = rows.filter(published_at__lte=until)
    return rows.select_related("author", "parent__prompt").order_by("-number")[:MOST_LINES]


_LINES: dict[tuple[bool, bool], PreparedModels[Message]] = {
    (since, until): PreparedModels(_lines) for since in (False, True) for until in (False, True)
}
"""By whether they begin with the guests, and whether they end with the session."""


def prompts_of(session: Session) -> list[Prompt]:
    """The prompts in order: those put, and those to come."""
    return _PROMPTS(session=session.topic_id)


def _prompts(session: int) -> QuerySet[Prompt]:
    return Prompt.objects.filter(session=session).select_related("message")


_PROMPTS = PreparedModels(_prompts)


def as_typed(prompts: list[Prompt]) -> dict[str, str]:
    """What is still to come as it is typed; a minute only where it is not ten after the last."""
    found = {"welcome": "", "lines": "", "last": ""}
    places = {Prompt.INTRODUCTIONS: "welcome", Prompt.LAST_WORD: "last"}
    minute, lines = 0, []
    for one in prompts:
        place = places.get(one.number, "lines")
        usual = one.minute == minute + APART or place == "welcome"
        minute = one.minute
        if one.message is None:
            words = one.words if usual else f"+{one.minute} {one.words}"
            found[place] = words
            lines += [words] if place == "lines" else []
    return {**found, "lines": "\n".join(lines)}


def _as_guest(session: Session, shadow: Participant) -> tuple[int, int]:
    """How much of it would move into the account."""
    said = Message.objects.standing().filter(
        topic=session.topic_id, author=shadow.actor_id, kind=Message.Kind.REPLY
    )
    return Question.objects.filter(asker=shadow).count(), said.count()


def _seed(who: Who) -> int:
    return who.participant.id >> 8 if who.participant else 0
