"""Telling the story: everything happens through the same actions as for real people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from groundswell.activity import projector
from groundswell.activity.log import importing
from groundswell.actors.models import Account
from groundswell.conversations import actions
from groundswell.conversations.models import Message, Reshare
from groundswell.core.clock import now
from groundswell.exchange.actions import _cast
from groundswell.exchange.importers.demo import nouns
from groundswell.exchange.importers.demo.challenge import Told
from groundswell.exchange.importers.demo.decisions import Decided
from groundswell.exchange.importers.demo.ending import follow, leave_off
from groundswell.exchange.importers.demo.events import Event, told
from groundswell.exchange.importers.demo.made import Made
from groundswell.exchange.importers.demo.sessions import Gathered
from groundswell.exchange.importers.demo.story import (
    load_challenge,
    load_decisions,
    load_sessions,
    load_story,
)
from groundswell.exchange.importers.demo.telling import Story
from groundswell.exchange.importers.demo.times import tell
from groundswell.spaces.actions import join_space, open_space
from groundswell.spaces.models import Space

DOMAIN = "alderford.example"
PASSWORD = "groundswell-demo"  # noqa: S105 - printed on the screen of whoever starts the demonstration
RECENT_DAYS = -5
"""Reactions of the last days alert people; the many older ones are written in one go."""
RECENT_ALERT_DAYS = 2
"""Alerts before that have been looked at: nobody comes to a hundred unread ones."""
Progress = Callable[[int, int], None]


@dataclass
class Telling(Made):
    """The story on its way into the tables."""

    reshares: dict[tuple[int, str], Reshare] = field(default_factory=dict)
    old_reactions: list[tuple[Event, datetime]] = field(default_factory=list)

    def tell(self, progress: Progress) -> None:
        """Everything, in the order in which it happened; all of it or nothing."""
        events = told(self.story)
        with transaction.atomic():
            self._meet_people()
            self._open_spaces()
            for number, event in enumerate(events, start=1):
                with importing("local", event.at.on(self.today)):
                    getattr(self, f"_{event.verb}")(event)
                progress(number, len(events))
            Told(self, load_challenge()).tell()
            Decided(self, load_decisions()).tell()
            Gathered(self, load_sessions()).tell()
            self._settle_reactions()
            self._settle_spaces()
            follow(self)
            leave_off(self)

    def _words(self, text: str) -> str:
        return tell(text, self.today)

    def _meet_people(self) -> None:
        for person in self.story.people:
            actor = _cast.write_person(
                person,
                email=f"{person.handle}@{DOMAIN}",
                password=PASSWORD if person.sign_in else None,
                joined=person.joined.on(self.today),
            )
            _cast.write_skills(actor, person.skills)
            _cast.write_presences(actor, [(link.label, link.url) for link in person.links])
            self.people[person.handle] = actor

    def _open_spaces(self) -> None:
        for space in self.story.spaces:
            founder = space.founded.by
            with importing("local", space.founded.at.on(self.today)):
                opened = open_space(
                    actor=self.people[founder],
                    handle=space.handle,
                    name=space.name,
                    purpose=space.purpose,
                )
            self.spaces[space.handle] = opened
            _cast.set_reactions(opened, space.reactions)
            for member in space.members:
                if member.handle != founder:
                    with importing("local", member.since.on(self.today)):
                        join_space(actor=self.people[member.handle], space=opened)
                _cast.settle_member(
                    opened,
                    self.people[member.handle],
                    since=member.since.on(self.today),
                    steward=member.handle in space.stewards,
                )

    def _settle_spaces(self) -> None:
        for space in self.story.spaces:
            made = Space.objects.get(id=self.spaces[space.handle].id)
            _cast.settle_space(made, parent=self.spaces.get(space.parent or ""), told=space)
            if space.guidelines:
                founder = self.people[space.founded.by]
                at = space.founded.at.on(self.today)
                _cast.write_guidelines(made, space.guidelines, by=founder, at=at)

    # What the people do, each by the action that anybody uses

    def _say(self, event: Event) -> None:
        home, message = _first_said_in(self.story, event), event.message
        text, author = self._words(message.body), self.people[message.author]
        if home.opening is message:
            topic = actions.open_topic(
                actor=author,
                space=self._space_of(home),
                kind=home.kind,
                title=home.title,
                text=text,
            )
            self.topics[home.key] = topic
            made = Message.objects.get(topic=topic, number=1)
        elif message.holding is not None:
            made = actions.post_holding_reply(
                actor=author,
                topic=self.topic_now(home.key),
                text=text,
                due_on=self.today + timedelta(days=message.holding.due),
            )
        else:
            parent = self._parent(event, home)
            made = actions.post_reply(
                actor=author, topic=self.topic_now(home.key), text=text, parent=parent
            )
        self.messages[event.topic.key, message.key] = made

    def _edit(self, event: Event) -> None:
        edit = event.detail
        assert isinstance(edit, nouns.Edit)  # noqa: S101 - told by the verb
        actions.edit_message(
            actor=self.people[event.by],
            message=self._message(event),
            text=self._words(edit.body),
            reason=edit.reason,
        )

    def _remove(self, event: Event) -> None:
        actions.delete_message(actor=self.people[event.by], message=self._message(event))

    def _react(self, event: Event) -> None:
        at = event.at.on(self.today)
        if event.at.day < RECENT_DAYS:
            self.old_reactions.append((event, at))
        else:
            actions.react(
                actor=self.people[event.by], message=self._message(event), sign=str(event.detail)
            )

    def _settle_reactions(self) -> None:
        ids = {made.id for made in self.messages.values()}
        standing = Message.objects.standing().select_related("topic").in_bulk(list(ids))
        _cast.write_reactions(
            [
                (standing[made.id], self.people[event.by], str(event.detail), at)
                for event, at in self.old_reactions
                if (made := self.messages[event.topic.key, event.message.key]).id in standing
            ]
        )

    def _bookmark(self, event: Event) -> None:
        actions.bookmark(actor=self.people[event.by], message=self._message(event))

    def _reshare(self, event: Event) -> None:
        passed = event.detail
        assert isinstance(passed, nouns.Reshare)  # noqa: S101 - told by the verb
        message = self._message(event)
        self.reshares[message.id, event.by] = actions.reshare(
            actor=self.people[event.by],
            message=message,
            into=self.spaces[passed.into] if passed.into else None,
            text=self._words(passed.comment),
            via=self.reshares.get((message.id, passed.via or "")),
        )

    def _ask_too(self, event: Event) -> None:
        actions.ask_too(actor=self.people[event.by], topic=self.topic_now(event.topic.key))

    def _accept(self, event: Event) -> None:
        answer = self.messages[event.topic.key, str(event.detail)]
        actions.accept_answer(
            actor=self.people[event.by], message=Message.objects.get(id=answer.id)
        )

    def _pin(self, event: Event) -> None:
        actions.pin_topic(actor=self.people[event.by], topic=self.topic_now(event.topic.key))

    def _lock(self, event: Event) -> None:
        actions.lock_topic(
            actor=self.people[event.by],
            topic=self.topic_now(event.topic.key),
            reason=str(event.detail),
        )

    def _close(self, event: Event) -> None:
        closing = event.detail
        assert isinstance(closing, nouns.Closing)  # noqa: S101 - told by the verb
        actions.close_topic(
            actor=self.people[event.by],
            topic=self.topic_now(event.topic.key),
            summary=self._words(closing.summary),
        )

    def _split(self, event: Event) -> None:
        split = event.detail
        assert isinstance(split, nouns.Split)  # noqa: S101 - told by the verb
        keys = [event.topic.opening.key, *split.messages]
        parts = [self.message_now(self.messages[event.topic.key, key]) for key in keys]
        self.topics[event.topic.key] = actions.split_topic(
            actor=self.people[event.by],
            topic=self.topic_now(split.source),
            numbers=[part.number for part in parts],
            title=event.topic.title,
            kind=event.topic.kind,
        )

    def _carry(self, event: Event) -> None:
        move = event.detail
        assert isinstance(move, nouns.Move)  # noqa: S101 - told by the verb
        actions.move_messages(
            actor=self.people[event.by],
            topic=self.topic_now(move.source),
            numbers=[self._message(event).number],
            into=self.topic_now(event.topic.key),
        )

    # Where things are

    def _space_of(self, topic: nouns.Topic) -> Space:
        return Space.objects.select_related("actor").get(
            id=self.spaces[self.story.home[topic.key].handle].id
        )

    def _message(self, event: Event) -> Message:
        return self.message_now(self.messages[event.topic.key, event.message.key])

    def _parent(self, event: Event, home: nouns.Topic) -> Message | None:
        key = event.message.reply_to
        if key is None:
            return None
        if key == nouns.OPENING:
            key = event.topic.opening.key
        parent = self.messages.get((event.topic.key, key))
        return (
            self.message_now(parent)
            if parent and parent.topic_id == self.topics[home.key].id
            else None
        )


def _first_said_in(story: Story, event: Event) -> nouns.Topic:
    """The topic in which the message was said before a steward arranged things."""
    if event.message.moved is not None:
        return story.topic[event.message.moved.source]
    split = event.topic.split
    if split is None:
        return event.topic
    apart = {event.topic.opening.key, *split.messages}
    return story.topic[split.source] if event.message.key in apart else event.topic


def load(today: date, progress: Progress) -> Telling:
    """Fills an empty site with the story as of `today`, projections included."""
    telling = Telling(story=load_story(), today=today)
    telling.tell(progress)
    _cast.queue_by_time()
    while projector.project_pending(limit=500):
        pass
    _cast.settle_alerts(before=now() - timedelta(days=RECENT_ALERT_DAYS))
    return telling


def sign_ins() -> list[str]:
    """A line for each person whom a visitor can sign in as, while they are on this site."""
    here = set(
        Account.objects.filter(email__endswith=f"@{DOMAIN}").values_list("actor__handle", flat=True)
    )
    return [
        f"  {person.handle}@{DOMAIN}  {PASSWORD}  {person.sign_in}"
        for person in load_story().people
        if person.sign_in and person.handle in here
    ]
