"""The story's live sessions: announced, held, and what people took from them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.exchange.importers.demo.challenge import Deed
from groundswell.exchange.importers.demo.made import Made
from groundswell.exchange.importers.demo.tables import StoryError, Table
from groundswell.exchange.importers.demo.times import tell
from groundswell.live import actions
from groundswell.live.actions import Answered, Asked, Asks, Plan, Typed
from groundswell.live.models import Participant, Poll, Question, Session, Takeaway
from groundswell.spaces.models import Space

SPACE: Final = "lane"


class Gathered:
    """The sessions on their way into the tables."""

    def __init__(self, telling: Made, file: Table) -> None:
        self.telling = telling
        self.file = file

    def tell(self) -> None:
        """Everything in the order in which it happened; what is of one minute, as it is written."""
        deeds: list[Deed] = []
        with self.file.reading():
            for table in self.file.tables("sessions"):
                with table.reading():
                    deeds += _One(self.telling, table).deeds()
        for deed in sorted(deeds, key=lambda deed: deed.at):
            with importing("local", deed.at.on(self.telling.today)):
                deed.do()


class _One:
    """One session. Its acts name the question, poll or takeaway that they are about by its key."""

    def __init__(self, telling: Made, table: Table) -> None:
        self.telling = telling
        self.table = table
        self.host = telling.people[table.text("host")]
        self.topic_id = 0
        self.questions: dict[str, int] = {}
        self.polls: dict[str, int] = {}
        self.takeaways: dict[str, int] = {}

    def deeds(self) -> Iterator[Deed]:
        """What people did in it; each part is read now and done later."""
        yield Deed(self.table.moment("at"), self._announcing())
        verbs: dict[str, Callable[[Table], Callable[[], object]]] = {
            "begin": lambda _act: (
                lambda: actions.begin_session(actor=self.host, session=self._session())
            ),
            "close": lambda _act: (
                lambda: actions.close_session(actor=self.host, session=self._session())
            ),
            "prompt": lambda act: partial(self._prompt, act.number("number")),
            "say": self._say,
            "ask": self._ask,
            "vote": self._vote,
            "merge": self._merge,
            "take": lambda act: partial(self._take, act.text("of")),
            "answer": self._answer,
            "poll": self._poll,
            "takeaway": self._takeaway,
            "too": self._too,
        }
        for act in self.table.tables("acts"):
            with act.reading():
                at, verb = act.moment("at"), act.text("do")
                if verb not in verbs:
                    raise StoryError(f"{act.where}: nobody can {verb}")
                yield Deed(at, verbs[verb](act))

    def _announcing(self) -> Callable[[], None]:
        table = self.table
        words = {
            "title": table.text("title"),
            "text": tell(table.words("text"), self.telling.today),
        }
        plan = Plan(
            purpose=table.text("purpose"),
            host=self.host,
            starts_at=table.moment("starts").on(self.telling.today),
            minutes=table.number("minutes"),
            zone=table.text("zone"),
            hashtag=table.text("hashtag", ""),
            speakers=table.text("speakers", "").strip(),
            guests=table.flag("guests"),
        )
        prompts = table.text("prompts", "").strip()

        def do() -> None:
            space = Space.objects.select_related("actor").get(id=self.telling.spaces[SPACE].id)
            made = actions.announce_session(actor=self.host, space=space, plan=plan, **words)
            self.topic_id = made.topic_id
            if prompts:
                typed = Typed(lines=prompts)
                actions.plan_prompts(actor=self.host, session=self._session(), typed=typed)

        return do

    def _session(self) -> Session:
        return Session.objects.with_topic().get(topic=self.topic_id)

    def _there(self, person: Actor) -> tuple[Session, Participant]:
        session = self._session()
        own = actions.enter_session(actor=person, session=session)
        own.actor = person
        return session, own

    def _people(self, act: Table) -> list[Actor]:
        return [self.telling.people[name] for name in act.texts("people")]

    def _by(self, act: Table) -> Actor:
        return self.telling.people[act.text("by")]

    def _prompt(self, number: int) -> None:
        actions.put_prompt(actor=self.host, session=self._session(), number=number)

    def _say(self, act: Table) -> Callable[[], None]:
        person, text = self._by(act), act.text("words")

        def do() -> None:
            session, own = self._there(person)
            actions.write_line(actor=person, session=session, participant=own, text=text)

        return do

    def _ask(self, act: Table) -> Callable[[], None]:
        person, key = self._by(act), act.text("key")
        asked = Asked(words=act.text("words"), voice=act.text("voice", Question.Voice.NAMED))
        others = self._people(act)

        def do() -> None:
            session, own = self._there(person)
            named = asked.voice == Question.Voice.NAMED
            actor = person if named else actions.the_anonymous(actor=person)
            made = actions.ask_question(actor=actor, session=session, participant=own, asked=asked)
            self.questions[key] = made.id
            self._votes(key, others)

        return do

    def _vote(self, act: Table) -> Callable[[], None]:
        return partial(self._votes, act.text("of"), self._people(act))

    def _votes(self, key: str, people: list[Actor]) -> None:
        for person in people:
            _session, own = self._there(person)
            actions.vote(actor=person, question=self._question(key), participant=own)

    def _question(self, key: str) -> Question:
        found = Question.objects.select_related("message").get(id=self.questions[key])
        found.session = self._session()
        return found

    def _merge(self, act: Table) -> Callable[[], object]:
        source, into = act.text("of"), act.text("into")
        return lambda: actions.merge_questions(
            actor=self.host, source=self._question(source), into=self._question(into)
        )

    def _take(self, key: str) -> None:
        actions.take_question(actor=self.host, question=self._question(key))

    def _answer(self, act: Table) -> Callable[[], object]:
        key, words = act.text("of"), act.text("words", "")
        how = Question.How.WRITING if words else Question.How.LIVE
        return lambda: actions.answer_question(
            actor=self.host,
            question=self._question(key),
            answered=Answered(how=how, words=words),
        )

    def _poll(self, act: Table) -> Callable[[], None]:
        """Put, answered and closed within its minute."""
        asks = Asks(words=act.text("words"), options="\n".join(act.texts("options")))
        said = act.table("answers")
        given = [
            (self.telling.people[name], option)
            for option in said.names()
            for name in said.texts(option)
        ]

        def do() -> None:
            made = actions.prepare_poll(actor=self.host, session=self._session(), asks=asks)
            actions.open_poll(actor=self.host, poll=self._asked(made.id))
            for person, option in given:
                _session, own = self._there(person)
                poll = self._asked(made.id)
                chosen = poll.options.get(position=int(option) - 1)
                actions.answer_poll(
                    actor=person, poll=poll, participant=own, answers=[str(chosen.id)]
                )
            actions.close_poll(actor=self.host, poll=self._asked(made.id))

        return do

    def _asked(self, poll_id: int) -> Poll:
        found = Poll.objects.select_related("message").get(id=poll_id)
        found.session = self._session()
        return found

    def _takeaway(self, act: Table) -> Callable[[], None]:
        person, key, text = self._by(act), act.text("key"), act.text("words")
        shows = act.texts("shows")

        def do() -> None:
            items = [self._question(one).message for one in shows]
            made = actions.add_takeaway(
                actor=person,
                session=self._session(),
                text=text,
                items=[item for item in items if item is not None],
            )
            self.takeaways[key] = made.message_id

        return do

    def _too(self, act: Table) -> Callable[[], object]:
        person, key, words = self._by(act), act.text("of"), act.text("words", "")
        return lambda: actions.say_too(actor=person, takeaway=self._taken(key), words=words)

    def _taken(self, key: str) -> Takeaway:
        rows = Takeaway.objects.select_related("message", "session__topic__space__actor")
        return rows.get(message=self.takeaways[key])
