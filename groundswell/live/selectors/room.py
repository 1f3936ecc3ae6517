"""What a session's room shows: its questions in one's own order, and the last of its chat."""

from dataclasses import dataclass, field

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.errors import DomainError
from groundswell.core.prepared import PreparedModels
from groundswell.live.actions.prompting import APART
from groundswell.live.likeness import alike, grams
from groundswell.live.models import (
    OPEN_STATES,
    Participant,
    Prompt,
    Question,
    QuestionVote,
    Session,
)
from groundswell.live.models.question import heard
from groundswell.live.pacing import Upcoming, upcoming
from groundswell.live.rules import may_host, require_guests, voices_of, waits
from groundswell.live.selectors.poll import Shown, polls_in_room
from groundswell.live.selectors.series import taken_over

ORDERS = ("fair", "top", "new", "host")
MOST_QUESTIONS = 200
MOST_COMPARED = 1000
LOTS = 1 << 31
MOST_LINES = 50
MOST_OWN = 30
LEAST_TYPED = 8
LEAST_ALIKE = 0.3
ALMOST = 0.5
NEAREST = 3
PINNED_FIRST = F("pinned_at").asc(nulls_last=True)
State = Question.State
UNREAD = frozenset({State.PENDING, State.DISMISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who looks at a room: somebody with an account, a guest, or neither. `key` is the digest of
    what their device keeps, by which an unknown asker is recognised."""

    viewer: Actor | None = None
    participant: Participant | None = None
    key: str = ""
    by_code: bool = False
    """Let in by the session's code alone: its space is closed to them."""
    shadow: Participant | None = None
    """The guest that this device was, before it was signed in."""

    @property
    def channel(self) -> str:
        """On which they alone are told something; none for strangers."""
        actor = self.viewer or (self.participant.actor if self.participant else None)
        return f"person-{actor.id}" if actor else ""


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
    rows = Question.objects.shown().filter(session=session)
    order = order if order in ORDERS else "fair"
    prompts = prompts_of(session)
    live = _open_ones(session, order, seed=_seed(who))
    asked = _asked(session, who)
    own = {one.id for one in asked if one.state in OPEN_STATES}
    ended = rows.filter(state__in=[State.ANSWERED, State.CARRIED, State.MERGED])
    return Room(
        session=session,
        who=who,
        order=order,
        current=next((one for one in live if one.state == State.CURRENT), None),
        questions=[one for one in live if one.state == State.OPEN],
        done=[_of(session, one) for one in ended.order_by("-answered_at", "-id")[:MOST_QUESTIONS]],
        mine=[one for one in asked if one.state in UNREAD],
        told=[one for one in reversed(asked) if one.state not in UNREAD],
        lines=lines_of(session, who),
        prompts=[one for one in prompts if one.message],
        taken_over=taken_over(session) if session.series_id else [],
        planned=[one for one in prompts if not one.message],
        # The host's room is often on the wall: it shows what everybody's does.
        polls=polls_in_room(session, who.participant, hosts=False),
        voted=_voted(session, who),
        own=own,
        kin=_kin(live, own),
        hosts=may_host(who.viewer, session),
        as_guest=_as_guest(session, who.shadow) if who.shadow else None,
    )


def in_order(
    questions: QuerySet[Question], order: str, *, seed: int = 0, unheard: bool = False
) -> QuerySet[Question, Question]:
    """By votes and then age, by age, by the host's hand, or by a lot of each viewer's own; the one
    that is on first of all, and those that are pinned before the others. `unheard` lets people not
    yet heard come first among equals, which in the fair order all are."""
    factor = Value((2 * seed + 1) % LOTS, output_field=BigIntegerField())
    lot = Cast("draw", BigIntegerField()) * factor % Value(LOTS)
    orders: dict[str, str | Combinable] = {
        "top": "-vote_count",
        "new": "-id",
        "host": "place",
        "fair": lot,
    }
    # Read with the open ones, "current" comes before "open", however many there are.
    keys: list[str | Combinable] = [orders[order]]
    if unheard and order != "new":
        keys.insert(0 if order == "fair" else 1, heard())
    return questions.order_by("state", PINNED_FIRST, *keys, "id")


def own_of(session: Session, who: Who) -> set[int]:
    """The open questions that are the viewer's."""
    asked = Q(asker=who.participant) if who.participant else Q(pk__in=[])
    if who.key:
        asked |= Q(key=who.key)
    rows = Question.objects.filter(asked, session=session, state__in=OPEN_STATES)
    return set(rows.values_list("id", flat=True))


def lines_of(session: Session, who: Who) -> list[Message]:
    """The last lines of the chat, the oldest first: none from after the end, when the conversation
    goes on without the room; for whom the code let in, none from before guests were; and none at
    all while the host has closed the room."""
    if session.frozen_at is not None:
        return []
    rows = Message.objects.standing().filter(topic=session.topic_id, kind=Message.Kind.REPLY)
    if session.closed_at is not None:
        rows = rows.filter(published_at__lte=session.closed_at)
    if who.by_code:
        rows = rows.filter(published_at__gte=session.guests_at)
    shown = rows.select_related("author", "parent__prompt")
    return list(shown.order_by("-number")[:MOST_LINES])[::-1]


def prompts_of(session: Session) -> list[Prompt]:
    """The prompts in order: those put, and those to come."""
    return list(Prompt.objects.filter(session=session).select_related("message"))


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


def nearest(session: Session, typed: str) -> list[Question]:
    """The few open questions most like what is typed; none while too little is."""
    if len(typed.strip()) < LEAST_TYPED:
        return []
    wanted = grams(typed)
    rows = Question.objects.filter(session=session, state__in=OPEN_STATES).order_by("-id")
    texts = rows.values_list("id", "message__text")[:MOST_COMPARED]
    scored = [(-alike(wanted, grams(text)), id_) for id_, text in texts]
    best = [id_ for score, id_ in sorted(scored)[:NEAREST] if -score >= LEAST_ALIKE]
    found = Question.objects.select_related("message").in_bulk(best) if best else {}
    return [_of(session, found[id_]) for id_ in best if id_ in found]


def question_of(session: Session, question_id: int) -> Question | None:
    """A question of this session; whoever may see the session may name it."""
    rows = Question.objects.shown().select_related("asker__actor")
    found = rows.filter(session=session, id=question_id).first()
    return _of(session, found) if found else None


def bare_question_of(session: Session, question_id: int) -> Question | None:
    """The same without what a card shows: a storm of votes asks for nothing it does not need."""
    found = _BARE(session=session.topic_id, question=question_id)
    return _of(session, found[0]) if found else None


def _bare(session: int, question: int) -> QuerySet[Question]:
    return Question.objects.filter(session=session, id=question)


_BARE = PreparedModels(_bare)


def _open_ones(session: Session, order: str, *, seed: int) -> list[Question]:
    rows = Question.objects.shown().filter(session=session, state__in=OPEN_STATES)
    found = in_order(rows.with_heard(), order, seed=seed, unheard=session.unheard_first)
    return [_of(session, one) for one in found[: MOST_QUESTIONS + 1]]


def _kin(live: list[Question], own: set[int]) -> list[tuple[Question, Question]]:
    """For each of one's own: which of the others asks the same, where one comes close."""
    mine = [one for one in live if one.id in own and one.state == State.OPEN]
    told = {one.id: grams(one.text) for one in live} if mine else {}
    found = []
    for one in mine:
        others = [other for other in live if other.id not in own]
        near = max(others, key=lambda other: alike(told[one.id], told[other.id]), default=None)
        if near is not None and alike(told[one.id], told[near.id]) >= ALMOST:
            found.append((one, near))
    return found


def _of(session: Session, question: Question) -> Question:
    question.session = session
    return question


def _as_guest(session: Session, shadow: Participant) -> tuple[int, int]:
    """How much of it would move into the account."""
    said = Message.objects.standing().filter(
        topic=session.topic_id, author=shadow.actor_id, kind=Message.Kind.REPLY
    )
    return Question.objects.filter(asker=shadow).count(), said.count()


def _seed(who: Who) -> int:
    return who.participant.id >> 8 if who.participant else 0


def _asked(session: Session, who: Who) -> list[Question]:
    """The viewer's own questions, but for what they took back: by their key also those that nobody
    knows are theirs."""
    if who.participant is None:
        return []
    mine = Q(asker=who.participant) | Q(key=who.key) if who.key else Q(asker=who.participant)
    rows = Question.objects.shown().filter(mine, session=session)
    latest = rows.exclude(state=State.WITHDRAWN).order_by("-id")[:MOST_OWN]
    return [_of(session, one) for one in reversed(latest)]


def _voted(session: Session, who: Who) -> set[int]:
    if who.participant is None:
        return set()
    votes = QuestionVote.objects.filter(participant=who.participant, question__session=session)
    return set(votes.values_list("question_id", flat=True))
