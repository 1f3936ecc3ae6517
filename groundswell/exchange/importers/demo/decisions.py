"""The story's decisions: put up, voted on, decided; and who lets whom vote for them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final
from zlib import crc32

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions import edit_message, post_reply
from groundswell.conversations.models import Hashtag, Message, Topic
from groundswell.decisions import actions
from groundswell.decisions.actions import Cast, Listed, Promise, Rules
from groundswell.decisions.actions.opinion import write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Decision, Objection
from groundswell.exchange.actions import _cast
from groundswell.exchange.importers.demo.challenge import Deed
from groundswell.exchange.importers.demo.made import Made
from groundswell.exchange.importers.demo.tables import Table
from groundswell.exchange.importers.demo.times import Moment, parse_day, tell
from groundswell.spaces.models import Space

SPACE: Final = "lane"
LATEST: Final = Moment(-1, 9, 0)
HOURS_TO_VOTE: Final = 70
DEPARTS: Final = 7
"""One in so many answers is not what the others of somebody's camp say."""
RULES: Final = ("secrecy", "results", "reasons", "moderation", "writers")
NUMBERS: Final = ("most", "seats", "budget")


class Decided:
    """The decisions on their way into the tables."""

    def __init__(self, telling: Made, file: Table) -> None:
        self.telling = telling
        self.file = file

    def tell(self) -> None:
        """Everything in the order in which it happened."""
        with self.file.reading():
            deeds = [self._delegation(table) for table in self.file.tables("delegations")]
            for table in self.file.tables("decisions"):
                with table.reading():
                    deeds += _One(self.telling, table).deeds()
        for deed in sorted(deeds, key=lambda deed: deed.at):
            with importing("local", deed.at.on(self.telling.today)):
                deed.do()

    def _delegation(self, table: Table) -> Deed:
        with table.reading():
            giver, delegate = (self.telling.people[table.text(key)] for key in ("by", "to"))
            tag = table.text("tag", "")
            return Deed(table.moment("at"), lambda: self._give(giver, delegate, tag))

    def _give(self, giver: Actor, delegate: Actor, tag: str) -> None:
        space = Space.objects.select_related("actor").get(id=self.telling.spaces[SPACE].id)
        found = Hashtag.objects.get(key=tag) if tag else None
        actions.give_delegation(actor=giver, space=space, delegate=delegate, tag=found)


class _One:
    """One decision."""

    def __init__(self, telling: Made, table: Table) -> None:
        self.telling = telling
        self.table = table
        self.author = telling.people[table.text("author")]
        self.key = table.text("key")
        self.opened = table.moment("at")

    def deeds(self) -> Iterator[Deed]:
        """What people did with it; each part is read now and done later."""
        yield Deed(self.opened, self._opening())
        for reply in self.table.tables("replies"):
            with reply.reading():
                person, text = self._person(reply, "author"), self._words(reply)
                yield Deed(reply.moment("at"), partial(self._reply, person, text))
        for step in self.table.tables("walk"):
            with step.reading():
                yield Deed(step.moment("at"), partial(self._step, step.text("to")))
        yield from self._statements()
        yield from self._ballots()
        yield from self._objections()
        if edit := self.table.maybe("edit", self._edit):
            yield edit
        if self.table.has("closed"):
            yield Deed(self.table.moment("closed"), self._close)
        if outcome := self.table.maybe("outcome", self._outcome):
            yield outcome

    def _opening(self) -> Callable[[], None]:
        table, today = self.table, self.telling.today
        words = {"title": table.text("title"), "text": self._words(table)}
        listed = [self._option(one) for one in table.tables("options")]
        rules: dict[str, Any] = {name: table.text(name) for name in RULES if table.has(name)}
        rules |= {name: table.number(name) for name in NUMBERS if table.has(name)}
        closes = self.table.maybe_moment("closes")
        guests = table.texts("guests")
        chosen = Rules(
            method=table.text("method"),
            steps=table.flag("steps"),
            closes_at=closes.on(today) if closes else None,
            **rules,
        )
        begin = table.flag("begin", default=True)

        def do() -> None:
            options = tuple(self._listed(*one) for one in listed)
            space = Space.objects.select_related("actor").get(id=self.telling.spaces[SPACE].id)
            made = actions.open_decision(
                actor=self.author, space=space, rules=chosen, options=options, begin=begin, **words
            )
            self.telling.topics[self.key] = made.topic
            for name in guests:
                actions.invite_guest(actor=self.author, decision=made, name=name)
            if begin:
                _cast.date_opening(made, self.opened.on(today))

        return do

    def _option(self, table: Table) -> tuple[str, int | None, str]:
        with table.reading():
            cost = table.number("cost") if table.has("cost") else None
            return table.text("text"), cost, table.text("idea", "")

    def _listed(self, text: str, cost: int | None, idea: str) -> Listed:
        topic = Topic.objects.get(id=self.telling.topics[idea].id) if idea else None
        return Listed(text=text, cost=cost, topic=topic)

    def _ballots(self) -> Iterator[Deed]:
        walk = [(step.text("to"), step.moment("at")) for step in self.table.tables("walk")]
        begins = next((at for to, at in walk if to == Decision.Step.OBJECTIONS), self.opened)
        for ballot in self.table.tables("ballots"):
            with ballot.reading():
                person = self._person(ballot, "by")
                points = ballot.numbers("points")
                marks = {at: mark for at, mark in enumerate(points, 1) if mark}
                marks |= dict.fromkeys(ballot.numbers("picks"), 1)
                position, reason = ballot.text("position", ""), ballot.text("reason", "")
                at = ballot.maybe_moment("at") or self._later(person, begins)
                yield Deed(at, partial(self._vote, person, marks, position, reason, at))

    def _vote(
        self, person: Actor, marks: dict[int, int], position: str, reason: str, at: Moment
    ) -> None:
        decision = self._made()
        ids = dict(decision.options.values_list("number", "id"))
        cast = Cast(
            marks={ids[number]: mark for number, mark in marks.items()},
            position=position,
            reason=reason,
        )
        actions.cast_ballot(actor=person, decision=decision, cast=cast)
        _cast.date_ballot(decision, person, at.on(self.telling.today))

    def _statements(self) -> Iterator[Deed]:
        camps = [one.texts("people") for one in self.table.tables("camps")]
        said: dict[str, list[tuple[int, int]]] = {}
        for number, table in enumerate(self.table.tables("statements"), 1):
            with table.reading():
                person, text = self._person(table, "by"), table.text("text")
                says = table.numbers("says")
                written = self._minutes_on(number)
                yield Deed(written, partial(self._write, person, text))
            for camp, value in zip(camps, says, strict=True):
                for handle in camp:
                    departs = crc32(f"{handle} {text}".encode()) % DEPARTS == 0
                    said.setdefault(handle, []).append((number, 0 if departs else value))
        for handle, stances in said.items():
            person = self.telling.people[handle]
            at = self._later(person, self._minutes_on(len(stances)))
            yield Deed(at, partial(self._think, person, stances, at))

    def _minutes_on(self, minutes: int) -> Moment:
        return Moment(self.opened.day, self.opened.hour, self.opened.minute + minutes)

    def _write(self, person: Actor, text: str) -> None:
        write_statement(actor=person, decision=self._made(), text=text)

    def _think(self, person: Actor, stances: list[tuple[int, int]], at: Moment) -> None:
        decision = self._made()
        for number, value in stances:
            take_stance(actor=person, decision=decision, number=number, value=value)
        _cast.date_stances(decision, person, at.on(self.telling.today))

    def _reply(self, person: Actor, text: str) -> None:
        post_reply(actor=person, topic=self._made().topic, text=text)

    def _step(self, step: str) -> None:
        actions.take_step(actor=self.author, decision=self._made(), step=step)

    def _edit(self, table: Table) -> Deed:
        with table.reading():
            person, text, reason = (
                self._person(table, "by"),
                self._words(table),
                table.text("reason"),
            )
            return Deed(table.moment("at"), lambda: self._change(person, text, reason))

    def _change(self, person: Actor, text: str, reason: str) -> None:
        opening = Message.objects.select_related("topic__space__actor").get(
            topic=self.telling.topics[self.key], number=1
        )
        edit_message(actor=person, message=opening, text=text, reason=reason)

    def _objections(self) -> Iterator[Deed]:
        for table in self.table.tables("objections"):
            with table.reading():
                by, answered = self._person(table, "by"), table.text("answered", "")
                said = {"state": table.text("state"), "note": table.text("note")}
                at = table.moment("at")
                yield Deed(at, partial(self._settle, by, answered, said, at))

    def _settle(self, by: Actor, answered: str, said: dict[str, str], at: Moment) -> None:
        raised = Objection.objects.select_related("decision").get(decision=self._made(), by=by)
        if answered:
            person = self.telling.people[answered]
            actions.answer_objection(actor=person, objection=raised, **said)
        else:
            actions.settle_objection(actor=by, objection=raised, **said)
        _cast.date_answer(raised, at.on(self.telling.today))

    def _close(self) -> None:
        closed = actions.close_voting(actor=self.author, decision=self._made())
        _cast.date_closing(closed, self.table.moment("closed").on(self.telling.today))

    def _outcome(self, table: Table) -> Deed:
        with table.reading():
            person, text = self._person(table, "by"), self._words(table)
            adopts, at = table.numbers("adopts"), table.moment("at")
            review = self.telling.today + timedelta(days=parse_day(table.text("review")))
            promised = [self._promise(one) for one in table.tables("promises")]

        def do() -> None:
            decision = self._made()
            outcome = actions.state_outcome(
                actor=person,
                decision=decision,
                text=text,
                adopts=tuple(decision.options.filter(number__in=adopts)),
                review_on=review,
                promises=tuple(promise for promise, _state, _note in promised),
            )
            for promise, state, note in promised:
                if state:
                    made = outcome.commitments.get(who=promise.who, what=promise.what)
                    actions.end_commitment(
                        actor=promise.who, commitment=made, state=state, note=note
                    )

        return Deed(at, do)

    def _promise(self, table: Table) -> tuple[Promise, str, str]:
        with table.reading():
            day = table.text("day", "")
            ends = [(state, table.text(state)) for state in ("done", "dropped") if table.has(state)]
            state, note = ends[0] if ends else ("", "")
            by_when = self.telling.today + timedelta(days=parse_day(day)) if day else None
            who = self._person(table, "who")
            promise = Promise(who=who, what=table.text("what"), by_when=by_when)
        return promise, state, tell(note, self.telling.today)

    # Where things are

    def _words(self, table: Table) -> str:
        return tell(table.words("text"), self.telling.today)

    def _person(self, table: Table, key: str) -> Actor:
        return self.telling.people[table.text(key)]

    def _made(self) -> Decision:
        rows = Decision.objects.select_related("topic__space__actor", "topic__author")
        return rows.get(topic=self.telling.topics[self.key].id)

    def _later(self, person: Actor, begins: Moment) -> Moment:
        """Some time after it began; the same at every telling."""
        hours = 1 + crc32(f"{person.handle} {self.key}".encode()) % HOURS_TO_VOTE
        days, hour = divmod(begins.hour + hours, 24)
        minute = crc32(person.handle.encode()) % 60
        return min(Moment(begins.day + days, hour, minute), LATEST)
