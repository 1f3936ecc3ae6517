"""The story's challenge: ideas, what was done with them, and what became of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from zlib import crc32

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Asks,
    Says,
    answer_idea,
    combine_ideas,
    move_ideas,
    open_challenge,
    share_idea,
    support_idea,
    tell_outcome,
)
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.conversations.actions import post_reply
from groundswell.exchange.importers.demo.made import Made
from groundswell.exchange.importers.demo.tables import Table
from groundswell.exchange.importers.demo.times import Moment, parse_day, tell
from groundswell.spaces.models import Space

LATEST: Final = Moment(-1, 9, 0)
HOURS_TO_SUPPORT: Final = 60


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did, and when."""

    at: Moment
    do: Callable[[], object]


class Told:
    """The challenge on its way into the tables."""

    def __init__(self, telling: Made, file: Table) -> None:
        self.telling = telling
        self.file = file
        self.challenge: Challenge | None = None
        self.ideas: dict[str, int] = {}

    def tell(self) -> None:
        """Everything in the order in which it happened."""
        with self.file.reading():
            deeds = [Deed(self.file.moment("at"), self._opening()), *self._deeds()]
        for deed in sorted(deeds, key=lambda deed: deed.at):
            with importing("local", deed.at.on(self.telling.today)):
                deed.do()

    def _deeds(self) -> Iterator[Deed]:
        acts = {
            "ideas": self._idea,
            "replies": self._reply,
            "moves": self._move,
            "combines": self._combination,
            "answers": self._answer,
            "outcomes": self._outcome,
        }
        for key, read in acts.items():
            for table in self.file.tables(key):
                with table.reading():
                    at = table.moment("at")
                    yield Deed(at, read(table))
                    if key == "ideas":
                        yield from self._supports(table, at)

    def _opening(self) -> Callable[[], None]:
        file = self.file
        opens = partial(
            open_challenge,
            actor=self._person(file.text("author")),
            title=file.text("title"),
            text=self._words(file),
            template=file.text("template"),
            asks=Asks(
                purpose=file.text("purpose"),
                plain=file.words("plain"),
                asked_by=file.text("asked_by"),
                promise=file.text("promise"),
            ),
        )
        key, space = file.text("key"), file.text("space")

        def do() -> None:
            self.challenge = opens(space=self._space(space))
            self.telling.topics[key] = self.challenge.topic

        return do

    def _idea(self, table: Table) -> Callable[[], None]:
        key = table.text("key")
        shares = partial(
            share_idea,
            actor=self._person(table.text("author")),
            title=table.text("title"),
            text=self._words(table),
            sector=table.text("sector", ""),
            discipline=table.text("discipline", ""),
        )

        def do() -> None:
            made = shares(challenge=self._challenge())
            self.ideas[key] = made.topic_id
            self.telling.topics[key] = made.topic

        return do

    def _supports(self, table: Table, at: Moment) -> Iterator[Deed]:
        key = table.text("key")
        for handle in table.texts("supports"):
            hours = 1 + crc32(f"{handle} {key}".encode()) % HOURS_TO_SUPPORT
            days, hour = divmod(at.hour + hours, 24)
            minute = crc32(handle.encode()) % 60
            later = min(Moment(at.day + days, hour, minute), LATEST)
            yield Deed(later, partial(self._support, self._person(handle), key))

    def _support(self, person: Actor, key: str) -> None:
        support_idea(actor=person, idea=self._made(key))

    def _reply(self, table: Table) -> Callable[[], object]:
        key, person = table.text("idea"), self._person(table.text("author"))
        text = self._words(table)
        return lambda: post_reply(actor=person, topic=self._made(key).topic, text=text)

    def _move(self, table: Table) -> Callable[[], object]:
        keys, to, reason = table.texts("ideas"), table.text("to"), table.text("reason")
        person = self._person(table.text("by"))

        def do() -> None:
            seen = [self._made(key) for key in keys]
            move_ideas(
                actor=person,
                challenge=self._challenge(),
                ideas={idea.topic_id: idea.stage_id for idea in seen},
                to=Stage.objects.get(challenge=self._challenge(), name=to),
                reason=reason,
            )

        return do

    def _combination(self, table: Table) -> Callable[[], object]:
        survivor, sources = table.text("survivor"), table.texts("sources")
        person, reason = self._person(table.text("by")), table.text("reason")
        return lambda: combine_ideas(
            actor=person,
            survivor=self._made(survivor),
            sources=[self._made(key) for key in sources],
            reason=reason,
        )

    def _answer(self, table: Table) -> Callable[[], object]:
        key, person = table.text("idea"), self._person(table.text("by"))
        owner, due = table.text("owner", ""), table.text("due", "")
        says = Says(
            verdict=table.text("verdict"),
            text=self._words(table),
            owner=self._person(owner) if owner else None,
            next_step=table.text("next_step", ""),
            next_step_by=self.telling.today + timedelta(days=parse_day(due)) if due else None,
        )
        return lambda: answer_idea(actor=person, idea=self._made(key), says=says)

    def _outcome(self, table: Table) -> Callable[[], object]:
        key, person = table.text("idea"), self._person(table.text("by"))
        text = self._words(table)
        return lambda: tell_outcome(actor=person, idea=self._made(key), text=text)

    # Where things are

    def _words(self, table: Table) -> str:
        return tell(table.words("text"), self.telling.today)

    def _person(self, handle: str) -> Actor:
        return self.telling.people[handle]

    def _space(self, handle: str) -> Space:
        spaces = Space.objects.select_related("actor")
        return spaces.get(id=self.telling.spaces[handle].id)

    def _challenge(self) -> Challenge:
        assert self.challenge is not None  # noqa: S101 - the story opens it first
        rows = Challenge.objects.select_related("topic__space__actor", "topic__author")
        return rows.get(topic=self.challenge.topic_id)

    def _made(self, key: str) -> Idea:
        rows = Idea.objects.select_related(
            "topic__space__actor", "topic__author", "stage", "challenge__topic"
        )
        return rows.get(topic=self.ideas[key])
