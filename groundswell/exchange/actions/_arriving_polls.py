"""The polls and signs of an archive's sessions. What people answered comes as counts: whose answer
is whose nobody knows here, and so anybody who answered may have given it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from groundswell.core.text.clean import one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_shapes import Grown
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.live.actions.polling import LONGEST_OPTION, SCALE
from groundswell.live.clouding import LANGUAGES, MOST_WORDS, meaning
from groundswell.live.models import (
    Participant,
    Poll,
    PollOption,
    PollVote,
    Prompt,
    Question,
    ReactionTick,
    Session,
    Takeaway,
)
from groundswell.live.models.poll import MOST_CHOICES
from groundswell.live.signs import SIGNS
from groundswell.live.tallying import number_in

Kind, State = Poll.Kind, Poll.State
MOST_PEOPLE = 100_000
MOST_ANSWERS = 300_000
"""Of one session: each is a row."""
PULSE = ("yes", "no", "unsure")
HELD_BACK = "…"
"""In place of answers that are in no archive: words that were held back, and the host's own."""
UNKNOWN_SIGN = "signs that are not known here"


class Rooms:
    """Polls, answers and signs, by what they belong to."""

    def __init__(self, arrival: Arrival, sessions: list[Fields]) -> None:
        self.arrival = arrival
        topics = {it.name("id") for it in sessions}
        self.polls = _by(arrival, "polls", topics, "a session of the archive")
        polls = {one.name("object") for some in self.polls.values() for one in some}
        self.answers = _by(arrival, "answers", polls, "a poll of the archive")
        self.signs = _by(arrival, "signs", topics, "a session of the archive")

    def most_people(self, session: Fields) -> int:
        """How many took part in the poll that most did."""
        polls = self.polls[session.name("id")]
        return max((one.number("people", most=MOST_PEOPLE) for one in polls), default=0)

    def give(
        self, it: Fields, session: Session, grown: Grown, *, people: Sequence[Participant]
    ) -> None:
        """The polls and signs of a session, answered by these people."""
        given = 0
        for one in self.polls[it.name("id")]:
            arriving = _Arriving(self.arrival, one, session, self.answers[one.name("object")])
            grown.rows[Poll].append(arriving.poll)
            grown.rows[PollOption] += arriving.options
            given += sum(arriving.counts)
            if given > MOST_ANSWERS:
                raise one.wrong("context", f"a session with at most {MOST_ANSWERS:,} answers")
            if self.arrival.writes:
                grown.rows[PollVote] += arriving.votes(people)
        grown.rows[ReactionTick] += self._ticks(self.signs[it.name("id")], session)

    def _ticks(self, lines: Sequence[Fields], session: Session) -> Iterator[ReactionTick]:
        seen = set[tuple[str, int]]()
        for it in lines:
            sign = it.text("name")
            for second, count in _pairs(it):
                if (sign, second) in seen:
                    raise it.wrong("given", "a list in which each second stands once")
                seen.add((sign, second))
                if sign in SIGNS:
                    yield ReactionTick(session=session, second=second, sign=sign, count=count)
            if sign not in SIGNS:
                self.arrival.tally.remark("sessions", UNKNOWN_SIGN)


class _Arriving:
    """One poll, as rows."""

    def __init__(
        self, arrival: Arrival, it: Fields, session: Session, answers: Sequence[Fields]
    ) -> None:
        self.it, self.answers = it, answers
        self.people = it.number("people", most=MOST_PEOPLE)
        self.poll = self._poll(arrival, session)
        self.counts = [one.maybe_number("count", most=self.people) or 0 for one in answers]
        self.options = [self._option(place, one) for place, one in enumerate(answers)]
        keys, texts = ({getattr(one, name) for one in self.options} for name in ("key", "text"))
        if not len(keys) == len(texts) == len(self.options):
            raise it.wrong("object", "a poll in which each answer stands once")
        self._require_fit()
        if left := max(0, self.people - sum(self.counts)):
            self.counts.append(left)
            self.options.append(
                PollOption(
                    poll=self.poll, key=HELD_BACK, text=HELD_BACK, held_at=self.poll.opened_at
                )
            )

    def _poll(self, arrival: Arrival, session: Session) -> Poll:
        it = self.it
        kind, state = it.one_of("kind", Kind.values), it.one_of("state", [State.OPEN, State.CLOSED])
        most = {Kind.MULTIPLE: MOST_CHOICES, Kind.WORDS: MOST_WORDS}.get(Kind(kind), 1)
        return Poll(
            session=session,
            message_id=sole_message(arrival, it),
            kind=kind,
            most=it.number("most", least=1, most=most),
            results=it.one_of("results", Poll.Results.values),
            language=it.one_of("language", [*LANGUAGES, ""], ""),
            state=state,
            opened_at=it.moment("opened"),
            closed_at=it.moment("closed") if state == State.CLOSED else None,
        )

    def _option(self, place: int, it: Fields) -> PollOption:
        text = one_line(it.text("name"), most=LONGEST_OPTION, least=1)
        listed = self.poll.kind in Poll.BARS
        if not listed and not it.maybe_number("count"):
            raise it.wrong("count", "at least 1: nobody gave this answer")
        return PollOption(
            poll=self.poll,
            position=place if listed else 0,
            key=self._key(place, it, text),
            text=text,
        )

    def _key(self, place: int, it: Fields, text: str) -> str:
        """What it is counted under, as it is for answers that are given here."""
        if self.poll.kind == Kind.WORDS:
            key = meaning(text, self.poll.language)
        elif self.poll.kind == Kind.NUMBER:
            key = number_in(text)
            text = key if text == key else ""
        else:
            key = PULSE[place] if self.poll.kind == Kind.PULSE and place < 3 else str(place + 1)
        if not key or not text:
            raise it.wrong("name", "an answer to a poll of this kind")
        return key

    def _require_fit(self) -> None:
        """As many answers as these people can have given."""
        standing = {Kind.PULSE: {3}, Kind.SCALE: {SCALE}}
        listed = set(range(2, 2 * MOST_CHOICES + 1))
        many = standing.get(Kind(self.poll.kind), listed)
        if self.poll.kind in Poll.BARS and len(self.options) not in many:
            raise self.it.wrong("kind", "that of a poll with so many answers")
        given = sum(self.counts)
        hides = self.poll.kind == Kind.WORDS or self.poll.results == Poll.Results.HOST
        few = given < self.people and not hides
        if few or given > self.people * self.poll.most:
            raise self.it.wrong("people", "the number of those who can have given its answers")

    def votes(self, people: Sequence[Participant]) -> Iterator[PollVote]:
        """Dealt out in turn: nobody gives an answer twice, or more answers than one may."""
        at = self.poll.closed_at or self.it.moment("opened")
        turn = 0
        for option, count in zip(self.options, self.counts, strict=True):
            for _one in range(count):
                round_, person = divmod(turn, self.people)
                yield PollVote(
                    poll=self.poll,
                    option=option,
                    participant=people[person],
                    place=round_ + 1,
                    at=at,
                )
                turn += 1


def sole_message(arrival: Arrival, it: Fields) -> int:
    """The message that is this question, prompt, poll or takeaway, and nothing else besides."""
    name, id_ = it.name("object"), arrival.message(it, "object")
    meant = (Question, Prompt, Poll, Takeaway)
    here = name in arrival.here and any(it.objects.filter(message=id_).exists() for it in meant)
    if name in arrival.meant or here:
        raise it.wrong("object", "a message of its own")
    arrival.meant.add(name)
    return id_


def _by(arrival: Arrival, noun: str, known: set[str], what: str) -> dict[str, list[Fields]]:
    found: defaultdict[str, list[Fields]] = defaultdict(list)
    for it in arrival.archive.lines(noun):
        if it.name("context") not in known:
            raise it.wrong("context", what)
        found[it.name("context")].append(it)
    return found


def _pairs(it: Fields) -> Iterator[tuple[int, int]]:
    given = it.values.get("given")
    for pair in given if isinstance(given, list) else [None]:
        told: list[object] = pair if isinstance(pair, list) else []
        numbers = [one for one in told if isinstance(one, int) and not isinstance(one, bool)]
        second, count = numbers if len(numbers) == len(told) == 2 else (-1, 0)
        if not 0 <= second < 2**31 or not 0 < count <= MOST_PEOPLE:
            raise it.wrong("given", "a list of seconds, each with how many gave the sign")
        yield second, count
