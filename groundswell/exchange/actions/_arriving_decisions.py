"""The decisions of an archive, once their topics and words are here."""

from collections.abc import Iterator
from typing import Any

from groundswell.conversations.models import Topic
from groundswell.core.clock import now
from groundswell.core.text.clean import clean, one_line
from groundswell.decisions.actions._listing import key_of
from groundswell.decisions.counting import Candidate, CountingError, Rules, Vote, check
from groundswell.decisions.models import (
    Ballot,
    Decision,
    EarlierBallot,
    Group,
    Method,
    Option,
    RollEntry,
    Shape,
    Stance,
    random_id,
)
from groundswell.decisions.models.roll import LONGEST_WORDS
from groundswell.decisions.reading import BREAKS_DOWN_FROM, candidates_of, rules_of
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_endings import arrive_counts, arrive_endings
from groundswell.exchange.actions._arriving_shapes import Grown
from groundswell.exchange.importers.archive.fields import Fields

LARGEST = 2**31 - 1
LONGEST_ID = 19
LONGEST_NUMBER = 9
BEGUN_ANEW = "came as a draft, without ballots: voting had not ended. Open it for votes by hand"
_COUNTS = {1: "agrees", 0: "passes", -1: "disagrees"}


def arrive_decisions(arrival: Arrival) -> Iterator[Grown]:
    """The decisions that are not here, one at a time: a large one is large enough."""
    used = set[int]()
    for it in arrival.archive.lines("decisions"):
        topic = arrival.topic(it, "id")
        here = Decision.objects.filter(topic=topic.id).exists()
        arrival.tally.add("unchanged" if here else "created", "decisions")
        if not here:
            yield _Arriving(arrival, it, topic, used).grown


class _Arriving:
    """One decision, as rows."""

    def __init__(self, arrival: Arrival, it: Fields, topic: Topic, used: set[int]) -> None:
        self.arrival, self.it, self.used = arrival, it, used
        """`used`: ids of secret ballots that came before, in other decisions too."""
        self.rules, self.candidates = Rules(method=""), tuple[Candidate, ...]()
        self.grown = Grown(Topic.Kind.DECISION, topics=[topic.id])
        self.decision = self._decision(topic)
        self._add(self.decision)
        self.options = {one.number: one for one in map(self._option, it.children("options"))}
        self.groups = [
            Group(decision=self.decision, name=one_line(one.text("name"), most=80, least=1))
            for one in it.children("groups")
        ]
        self.roll = [self._entry(one) for one in it.children("roll")]
        self._require_once()
        self._add(*self.groups, *self.roll)
        self.decision.option_count = max(self.options, default=0)
        if self.decision.state == Decision.State.DRAFT:
            self._begin_anew()
            return
        self._ballots()
        self._participants()
        self._add(*self.options.values())
        self._ending()

    def _add(self, *rows: Any) -> None:
        for row in rows:
            self.grown.rows[type(row)].append(row)

    def _decision(self, topic: Topic) -> Decision:
        it, meta = self.it, Decision
        decision = Decision(
            topic=topic,
            method=it.one_of("method", Method.values),
            state=it.one_of("state", meta.State.values),
            electorate=it.one_of("electorate", meta.Electorate.values),
            secrecy=it.one_of("secrecy", meta.Secrecy.values),
            reasons=it.one_of("reasons", meta.Reasons.values),
            results=it.one_of("results", meta.Results.values),
            ties=it.one_of("ties", meta.Ties.values),
            moderation=it.one_of("moderation", meta.Moderation.values),
            writers=it.one_of("writers", meta.Writers.values, meta.Writers.PEOPLE),
            step=it.one_of("step", meta.Step.values, ""),
            share_of=it.one_of("shareOf", meta.Of.values),
            most=it.number("most", 1, 32_767),
            seats=it.number("seats", 1, 32_767),
            budget=it.maybe_number("budget", 0, 10**15),
            quorum=it.maybe_number("quorum", 0, 100),
            floor=it.maybe_number("floor", 0, 100),
            ceiling=it.maybe_number("ceiling", 0, 100),
            version=it.number("version", 1, 32_767),
            opens_at=it.maybe_moment("opensAt"),
            closes_at=it.maybe_moment("closesAt"),
            opened_at=it.maybe_moment("openedAt"),
            closed_at=it.maybe_moment("closedAt"),
            reminded_at=it.maybe_moment("remindedAt"),
        )
        begun = decision.state in {meta.State.OPEN, *(meta.State.CLOSED, meta.State.DECIDED)}
        if begun and decision.opened_at is None:
            raise it.wrong("openedAt", "there, though it was opened")
        if decision.state in {meta.State.OPEN, meta.State.SCHEDULED} and not _goes_on(it, decision):
            _put_back(decision)
            self.arrival.tally.remark("decisions", BEGUN_ANEW)
        if decision.is_secret and decision.results != meta.Results.AFTER_CLOSE:
            raise it.wrong("results", "after_close, as secret ballots ask for")
        return decision

    def _option(self, it: Fields) -> Option:
        text = one_line(it.text("name"), most=280, least=1)
        return Option(
            decision=self.decision,
            number=it.number("number", 1),
            text=text,
            key=key_of(text),
            says=one_line(it.text("summary", ""), most=2000),
            author=self.arrival.maybe_actor(it, "attributedTo"),
            topic_id=self.arrival.topic(it, "topic").id if it.values.get("topic") else None,
            cost=it.maybe_number("cost", 0, 10**15),
            about=it.one_of("about", ["matter", "process"], "matter"),
            moderation=it.one_of("moderation", Option.Moderation.values),
            moderated_by=self.arrival.maybe_actor(it, "moderatedBy"),
            moderated_at=it.maybe_moment("moderatedAt"),
            refused_because=one_line(it.text("because", ""), most=500),
            retired_at=it.maybe_moment("retired"),
            told_at=it.maybe_moment("told"),
        )

    def _entry(self, it: Fields) -> RollEntry:
        actor, guest = self.arrival.maybe_actor(it, "actor"), it.text("guest", "")
        if (actor is None) == (not guest):
            raise it.wrong("guest", "there exactly when it is no person of the archive")
        place = it.maybe_number("group", 0, LARGEST)
        if place is not None and place >= len(self.groups):
            raise it.wrong("group", "one of the decision's")
        return RollEntry(
            decision=self.decision,
            actor=actor,
            guest=one_line(guest, most=120),
            group=None if place is None else self.groups[place],
            added_by=self.arrival.maybe_actor(it, "by"),
            added_at=it.moment("at"),
            withdrawn_at=it.maybe_moment("withdrawn"),
            voted=it.maybe_number("voted", 0, 1) or 0,
        )

    def _require_once(self) -> None:
        """Nobody stands on the roll twice, and no words twice among the options."""
        people = [one.actor_id or one.guest for one in self.roll]
        words = [
            one.key
            for one in self.options.values()
            if one.retired_at is None and one.moderation != Option.Moderation.REFUSED
        ]
        if len(self.options) != len(self.it.children("options")) or len(set(words)) != len(words):
            raise self.it.wrong("options", "a list in which each stands once")
        names = [one.name for one in self.groups]
        if len(set(people)) != len(people) or len(set(names)) != len(names):
            raise self.it.wrong("roll", "a list on which each stands once")

    def _marks(self, it: Fields) -> dict[str, Any]:
        marks = it.maybe_child("marks")
        found = {}
        for number in marks.values if marks else ():
            option = _numbered(self.options, number)
            if marks is None or option is None:
                raise it.wrong("marks", "about options of the decision")
            found[number] = marks.number(number, 0, 32_767)
        position = one_line(it.text("position", ""), most=20)
        try:
            check(self.rules, self.candidates, Vote(marks=found, position=position))
        except CountingError as error:
            raise it.wrong("marks", "a ballot by the rules of the decision") from error
        return {
            "marks": {str(self.options[int(key)].id): mark for key, mark in found.items()},
            "position": position,
            "version": it.number("version", 1, 32_767),
        }

    def _ballots(self) -> None:
        lines = self.it.children("ballots")
        if self.decision.shape == Shape.STANCE or (self.decision.is_secret and not lines):
            for entry in self.roll:
                entry.voted = 0
        if self.decision.shape == Shape.STANCE:
            return
        self.rules = rules_of(self.decision)
        self.candidates = candidates_of(self.options.values())
        if self.decision.is_secret:
            for one in lines:
                free = _free_id(one, self.used)
                self._add(Ballot(id=free, decision=self.decision, **self._marks(one)))
            few = self.it.maybe_number("tookPart", 0, BREAKS_DOWN_FROM - 1) if not lines else None
            self.decision.ballot_count = len(lines) or few or 0
            return
        taken, people = set[int](), 0
        for one in lines:
            place = one.number("voter")
            if place >= len(self.roll) or place in taken:
                raise one.wrong("voter", "somebody of the roll, once")
            taken.add(place)
            people += self._open_ballot(one, self.roll[place])
            if people > len(self.roll):
                raise one.wrong("people", "how many of the roll it spoke for")
        for place, entry in enumerate(self.roll):
            entry.voted = int(place in taken)
        voted = [one for one in self.roll if one.voted and one.withdrawn_at is None]
        self.decision.ballot_count = len(voted)

    def _open_ballot(self, it: Fields, entry: RollEntry) -> int:
        """For how many people it spoke."""
        ballot = Ballot(
            decision=self.decision,
            entry=entry,
            people=it.number("people", 1),
            reason_id=self.arrival.maybe_message(it, "reason"),
            words=clean(it.text("content", ""), most=LONGEST_WORDS) if entry.guest else "",
            cast_at=it.moment("cast"),
            changed_at=it.maybe_moment("changed"),
            **self._marks(it),
        )
        if max(ballot.cast_at or now(), ballot.changed_at or now()) > now():
            raise it.wrong("cast", "a moment that has passed")
        self._add(ballot)
        for one in it.children("earlier"):
            reason = self.arrival.maybe_message(one, "reason")
            until, marks = one.moment("until"), self._marks(one)
            self._add(EarlierBallot(ballot=ballot, reason_id=reason, until=until, **marks))
        return ballot.people

    def _begin_anew(self) -> None:
        """Nobody has voted in a draft, whatever else the archive says of it."""
        self._add(*self.options.values())
        for entry in self.roll:
            entry.voted = 0

    def _participants(self) -> None:
        """What people said on an opinion map, who have no name here but a number."""
        if self.decision.shape != Shape.STANCE:
            return
        names = {one.guest for one in self.roll}
        lines = self.it.children("participants")
        for at, it in enumerate(lines, 1):
            name = next(name for name in (str(at), f"#{at}", f"##{at}") if name not in names)
            entry = RollEntry(decision=self.decision, guest=name, voted=1)
            self._add(entry)
            for number, said in it.child("said").values.items():
                self._stance(it, entry, number, said)
        self.decision.ballot_count = len(lines)

    def _stance(self, it: Fields, entry: RollEntry, number: str, said: object) -> None:
        option = _numbered(self.options, number)
        whole = isinstance(said, list) and all(type(one) is int for one in said)
        pair = tuple(said) if isinstance(said, list) and whole else ()
        if option is None or pair not in {(v, w) for v in _COUNTS for w in (1, 2)}:
            raise it.wrong("said", "about statements of the map: 1, 0 or -1, and a weight")
        value, weight = pair
        self._add(
            Stance(decision=self.decision, option=option, entry=entry, value=value, weight=weight)
        )
        name = _COUNTS[value]
        setattr(option, name, getattr(option, name) + 1)

    def _ending(self) -> None:
        self._add(
            *arrive_endings(
                self.arrival,
                self.it,
                decision=self.decision,
                options=self.options,
                roll=self.roll,
            )
        )
        if not self.decision.is_over or self.decision.shape == Shape.STANCE:
            return
        if self.decision.is_secret and not self.it.children("ballots"):
            self._add(*arrive_counts(self.it, self.decision, self.candidates))
        elif published := self.it.children("counts"):
            # The ballots are here: what they come to is counted, and not believed.
            self.grown.counted[self.decision.topic_id] = published[-1].moment("at")


def _goes_on(it: Fields, decision: Decision) -> bool:
    """An opinion map of which everything that was said is in the archive."""
    return decision.shape == Shape.STANCE and bool(it.children("participants"))


def _put_back(decision: Decision) -> None:
    """Ballots that were not shown yet are in no archive: a count without them would be wrong."""
    decision.state = Decision.State.DRAFT
    decision.opens_at = decision.opened_at = decision.closes_at = decision.reminded_at = None
    decision.step = Decision.Step.PRESENT if decision.step else Decision.Step.NONE


def _numbered(options: dict[int, Option], number: str) -> Option | None:
    """The option; a number as long as a book is none."""
    if len(number) > LONGEST_NUMBER or not (number.isascii() and number.isdecimal()):
        return None
    return options.get(int(number)) if number == str(int(number)) else None


def _free_id(it: Fields, used: set[int]) -> int:
    """The id by which its voter finds it: a receipt is made of it."""
    text = it.text("id")
    had = int(text) if len(text) <= LONGEST_ID and text.isdecimal() else 0
    if not 0 < had < 2**63 or had in used or Ballot.objects.filter(id=had).exists():
        return random_id()
    used.add(had)
    return had
