"""Alerts and the search index are read off the log: rebuilt from it, they are what was kept.

Who is told is decided when it happens. So a history here begins to follow and never changes its
mind: the log does not hold what somebody wanted at every moment, and one who wants less later does
not lose what they were told. Over any history at all, the last law holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from groundswell.activity import projector
from groundswell.activity.projector import project_pending, rebuild
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    close_topic,
    delete_message,
    edit_message,
    follow_tag,
    follow_topic,
    react,
    reshare,
    withdraw_reaction,
)
from groundswell.conversations.models import Hashtag, Message, TagFollow, Topic, TopicFollow
from groundswell.core.errors import DomainError
from groundswell.notifications.models import Notification
from groundswell.people.models import PersonFollow
from groundswell.search.models import Entry
from groundswell.spaces.models import Space, SpaceFollow
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PEOPLE = ["ada", "ben", "cyn", "dee"]
TEXTS = ["Yes.", "No #lane", "@ada look", "@ben and @cyn, #lane", "@dee @dee"]
REWORDED = ["Well.", "@ada now", "@cyn @dee"]
Step = tuple[str, int, int, int, bool]
KEPT_ACTS = ["open", "reply", "answer", "react", "withdraw", "edit", "delete", "reshare"]
KEPT_ACTS += ["follow", "follow_tag", "follow_person", "follow_space", "close"]
ANY_ACTS = [*KEPT_ACTS, "change_mind", "unfollow"]
random_steps = how(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def histories(acts: list[str]) -> st.SearchStrategy[list[Step]]:
    small = st.integers(0, 50)
    step = st.tuples(st.sampled_from(acts), small, small, small, st.booleans())
    return st.lists(step, min_size=6, max_size=20)


class World:
    """Four people in a space, and everything they may do to each other."""

    def __init__(self) -> None:
        self.people = [factories.person(handle) for handle in PEOPLE]
        self.space: Space = factories.space(self.people[0], "meadow")
        for person in self.people[1:]:
            factories.member(person, self.space)
        factories.topic(self.people[0], self.space)

    def run(self, history: list[Step]) -> None:
        project_pending()
        for act, who, which, how_, worker_is_quick in history:
            try:
                getattr(self, act)(self.people[who % len(self.people)], which, how_)
            except (DomainError, LookupError):
                continue
            if worker_is_quick:
                project_pending()
        project_pending()

    def topic(self, which: int) -> Topic:
        topics = list(Topic.objects.order_by("id"))
        return topics[which % len(topics)]

    def message(self, which: int, **wanted: Any) -> Message:
        messages = list(Message.objects.filter(**wanted).order_by("id"))
        if not messages:
            raise LookupError
        return messages[which % len(messages)]

    def open(self, who: Actor, which: int, how_: int) -> None:
        factories.topic(who, self.space, text=TEXTS[how_ % len(TEXTS)])

    def reply(self, who: Actor, which: int, how_: int) -> None:
        factories.reply(who, self.topic(which), text=TEXTS[how_ % len(TEXTS)])

    def answer(self, who: Actor, which: int, how_: int) -> None:
        above = self.message(which, number__gt=1)
        factories.reply(who, above.topic, text=TEXTS[how_ % len(TEXTS)], parent=above)

    def react(self, who: Actor, which: int, how_: int) -> None:
        react(actor=who, message=self.message(which), sign="👍")

    def withdraw(self, who: Actor, which: int, how_: int) -> None:
        withdraw_reaction(actor=who, message=self.message(which), sign="👍")

    def edit(self, who: Actor, which: int, how_: int) -> None:
        # Tags stay: who follows one is told of new messages, not of edits.
        mine = self.message(which, author=who)
        tags = " ".join(sorted(f"#{t.tag_id}" for t in mine.taggings.all()))
        text = f"{REWORDED[how_ % len(REWORDED)]} {tags}"
        edit_message(actor=who, message=mine, text=text)

    def delete(self, who: Actor, which: int, how_: int) -> None:
        delete_message(actor=who, message=self.message(which, author=who))

    def reshare(self, who: Actor, which: int, how_: int) -> None:
        reshare(actor=who, message=self.message(which))

    def follow(self, who: Actor, which: int, how_: int) -> None:
        topic = self.topic(which)
        if not TopicFollow.objects.filter(actor=who, topic=topic).exists():
            follow_topic(actor=who, topic=topic, level="all")

    def follow_tag(self, who: Actor, which: int, how_: int) -> None:
        tag, _made = Hashtag.objects.get_or_create(key="lane", defaults={"name": "lane"})
        if not TagFollow.objects.filter(actor=who).exists():
            follow_tag(actor=who, tag=tag, level="all")

    def follow_person(self, who: Actor, which: int, how_: int) -> None:
        other = self.people[which % len(self.people)]
        if other != who:
            PersonFollow.objects.get_or_create(actor=who, followed=other, defaults={"level": "all"})

    def follow_space(self, who: Actor, which: int, how_: int) -> None:
        SpaceFollow.objects.get_or_create(actor=who, space=self.space, defaults={"level": "all"})

    def close(self, who: Actor, which: int, how_: int) -> None:
        if how_ % 5 == 0:
            close_topic(actor=who, topic=self.topic(which), summary="It is dry.")

    def change_mind(self, who: Actor, which: int, how_: int) -> None:
        level = ["quiet", "normal", "all"][how_ % 3]
        follow_topic(actor=who, topic=self.topic(which), level=level)

    def unfollow(self, who: Actor, which: int, how_: int) -> None:
        follow_topic(actor=who, topic=self.topic(which), level="none")


@contextmanager
def a_world() -> Iterator[World]:
    """A world that is gone afterwards."""
    with transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def kept() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    alerts = Notification.objects.order_by("recipient", "activity")
    entries = Entry.objects.order_by("message")
    return (
        list(alerts.values_list("recipient", "activity", "kind", "reason", "about", "topic_id")),
        list(entries.values_list("message", "title", "text")),
    )


def replay() -> None:
    for reader in projector._eventual.values():
        rebuild(reader)


@random_steps
@given(histories(KEPT_ACTS))
def test_rebuilt_is_what_was_kept(history: list[Step]) -> None:
    with a_world() as world:
        world.run(history)
        before = kept()
        Notification.objects.all().delete()
        Entry.objects.all().delete()

        replay()

        assert kept() == before


@random_steps
@given(histories(KEPT_ACTS))
def test_replay_over_what_is_kept_changes_nothing(history: list[Step]) -> None:
    with a_world() as world:
        world.run(history)
        before = kept()

        replay()

        assert kept() == before


@random_steps
@given(histories(ANY_ACTS))
def test_twice_is_once_and_nobody_is_told_twice(history: list[Step]) -> None:
    with a_world() as world:
        world.run(history)
        replay()
        once = kept()

        replay()

        assert kept() == once
        told = list(Notification.objects.values_list("recipient", "activity"))
        assert len(told) == len(set(told))
        own = [alert for alert in Notification.objects.select_related("activity")
               if alert.recipient_id == alert.activity.actor_id]  # fmt: skip
        assert own == []


def test_second_alert_for_one_event_cannot_be_written(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    project_pending()
    alert = Notification.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(
            recipient=alert.recipient, activity=alert.activity, kind=alert.kind, reason="mention"
        )
