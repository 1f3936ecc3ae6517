"""A room's stream: everything once, in order, also for who comes back."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from groundswell.core.bus import Signal
from groundswell.core.subscriptions import NOTHING_SAID, Grant
from groundswell.streaming import rooms
from groundswell.streaming.hub import Hub
from groundswell.streaming.listener import Listener

ROOM = "room-42"


class Store:
    """What the database would say, and how often it was asked."""

    def __init__(self) -> None:
        self.items: list[tuple[int, str]] = []
        self.votes = {"7": 0}
        self.answers: dict[str, int] = {}
        self.asked = 0

    def say(self, many: int = 1) -> None:
        for _one in range(many):
            number = len(self.items) + 1
            self.items.append((number, json.dumps({"key": f"q{number}"})))

    def log(self, _topic: int, after: int) -> list[tuple[int, str]]:
        self.asked += 1
        return [item for item in self.items if item[0] > after][-rooms.REPLAYED :]

    def counts(self, _topic: int) -> dict[str, int]:
        self.asked += 1
        return dict(self.votes)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    found = Store()
    monkeypatch.setattr(rooms, "log_after", found.log)
    monkeypatch.setattr(rooms, "counts_of", found.counts)
    monkeypatch.setattr(rooms, "answers_of", lambda _topic: dict(found.answers))
    monkeypatch.setattr(rooms, "signs_of", lambda _topic: {})
    monkeypatch.setattr(rooms, "close_old_connections", lambda: None)
    return found


def run(story: Callable[[Hub], Coroutine[Any, Any, None]]) -> None:
    async def told() -> None:
        await story(Hub())

    asyncio.run(told())


async def comes(hub: Hub, after: int = 0, actor: int | None = None) -> Listener:
    listener = hub.join(Grant(actor, (ROOM,), 1e12))
    await hub.rooms.enter(listener, ROOM, after)
    return listener


async def settled(hub: Hub) -> None:
    while hub.rooms.tasks:
        await asyncio.gather(*hub.rooms.tasks)


def ids(listener: Listener) -> list[int]:
    """The numbers of the entries that wait to be written; what was taken is gone."""
    written = b"".join(listener.queue).decode()
    listener.queue.clear()
    return [int(line[4:]) for line in written.splitlines() if line.startswith("id: ")]


def test_entries_are_sent_once_and_in_order(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(3)
        one, two = await comes(hub), await comes(hub, after=2)
        first = ids(one), ids(two)
        for _signal in range(5):
            store.say()
            hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)

        assert first == ([1, 2, 3], [3])
        assert ids(one) == ids(two) == [4, 5, 6, 7, 8]

    run(story)


def test_a_room_is_read_once_for_all_who_come(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(10)
        await asyncio.gather(*(comes(hub) for _one in range(50)))

        assert store.asked == 2

    run(story)


def test_who_comes_back_too_late_loads_the_page_anew(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(rooms.REPLAYED + 10)
        late, just = await comes(hub, after=5), await comes(hub, after=10)
        said = b"".join(late.queue)

        assert said.count(b"event: reset") == 1
        assert ids(just) == list(range(11, rooms.REPLAYED + 11))

    run(story)


def test_words_taken_away_are_not_sent_again(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(3)
        here = await comes(hub)
        first = ids(here)
        store.items.append((4, '{"part":"questions","key":"q2","html":""}'))
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)
        late, just = await comes(hub, after=1), await comes(hub, after=3)

        assert (first, ids(here), ids(just)) == ([1, 2, 3], [4, 5], [4, 5])
        assert b"".join(late.queue).count(b"event: reset") == 1
        assert b"".join(late.queue).count(b"q2") == 0

    run(story)


def test_nothing_is_lost_between_the_page_and_the_stream(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say()
        await comes(hub)
        coming = asyncio.create_task(comes(hub, after=1))
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        listener = await coming
        await settled(hub)

        assert ids(listener) == [2]

    run(story)


def test_counts_are_told_together_and_without_a_number(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "BETWEEN_STATES", 0.01)

    async def story(hub: Hub) -> None:
        listener = await comes(hub)
        listener.queue.clear()
        for _vote in range(100):
            store.votes["7"] += 1
            hub.hear([Signal(ROOM, "state", {})])
        await asyncio.sleep(0.05)
        await settled(hub)

        assert listener.queue == [b'event: state\ndata: {"votes":{"7":100}}\n\n']

    run(story)


def test_an_idle_room_asks_nothing(store: Store) -> None:
    async def story(hub: Hub) -> None:
        await comes(hub)
        before = store.asked
        await asyncio.sleep(0.05)

        assert store.asked == before

    run(story)


def test_a_lost_bus_is_made_up_for(store: Store) -> None:
    async def story(hub: Hub) -> None:
        listener = await comes(hub)
        listener.queue.clear()
        store.say(2)
        hub.hear([Signal("bus", "missed")])
        await settled(hub)

        assert b"event: reset" not in b"".join(listener.queue)
        assert ids(listener) == [1, 2]

    run(story)


def test_other_events_carry_no_number_in_a_room(store: Store) -> None:
    async def story(hub: Hub) -> None:
        listener = hub.join(Grant(9, (ROOM, "person-9"), 1e12))
        await hub.rooms.enter(listener, ROOM, 0)
        listener.queue.clear()
        hub.hear([Signal("person-9")])

        assert listener.queue == [b"event: person-9\ndata: {}\n\n"]

    run(story)


def test_a_lost_right_ends_the_rooms_stream(store: Store) -> None:
    async def story(hub: Hub) -> None:
        listener = await comes(hub, actor=9)
        hub.revoke(9, ROOM)
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)

        assert listener.closed
        assert b"q1" not in b"".join(listener.queue)

    run(story)


def test_room_hears_once_that_something_became_of_a_question_without_a_name(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "BETWEEN_STATES", 0.01)

    async def story(hub: Hub) -> None:
        one = await comes(hub)
        one.queue.clear()
        for _change in range(20):
            hub.hear([Signal(ROOM, "asked", {})])
        await asyncio.sleep(0.05)

        assert one.queue == [b"event: asked\ndata: {}\n\n"]

    run(story)


def test_only_counts_that_moved_are_told_and_all_to_who_comes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "BETWEEN_STATES", 0.01)
    store.votes = {"7": 3, "8": 5}

    async def story(hub: Hub) -> None:
        one = await comes(hub)
        one.queue.clear()
        store.votes["8"] = 6
        hub.hear([Signal(ROOM, "state", {})])
        await asyncio.sleep(0.05)
        await settled(hub)
        two = await comes(hub)

        assert one.queue == [b'event: state\ndata: {"votes":{"8":6}}\n\n']
        assert two.queue[0].endswith(b'event: state\ndata: {"votes":{"7":3,"8":6}}\n\n')

    run(story)


def test_room_that_is_being_read_for_somebody_is_not_forgotten(store: Store) -> None:
    async def story(hub: Hub) -> None:
        coming = asyncio.create_task(comes(hub))
        await asyncio.sleep(0)
        hub.rooms.forget()
        listener = await coming
        listener.queue.clear()
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)

        assert ids(listener) == [1]

    run(story)


def test_who_waited_and_went_leaves_a_room_that_hears(store: Store) -> None:
    async def story(hub: Hub) -> None:
        staying, going = (asyncio.create_task(comes(hub)) for _one in range(2))
        await asyncio.sleep(0)
        going.cancel()
        listener = await staying
        listener.queue.clear()
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)

        assert ids(listener) == [1]

    run(story)


def test_guest_is_told_nothing_from_before_guests_were_let_in(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(5)
        guest = hub.join(Grant(None, (ROOM,), 1e12, since=3))
        await hub.rooms.enter(guest, ROOM, 0)
        member = await comes(hub)

        assert (ids(guest), ids(member)) == ([4, 5], [1, 2, 3, 4, 5])

    run(story)


def test_wall_hears_that_something_moved_and_nothing_of_it(store: Store) -> None:
    async def story(hub: Hub) -> None:
        store.say(2)
        wall = hub.join(Grant(None, (ROOM,), 1e12, since=NOTHING_SAID))
        await hub.rooms.enter(wall, ROOM, 0)
        came = b"".join(wall.queue)
        wall.queue.clear()
        store.say()
        hub.hear([Signal(ROOM, "log", {})])
        await settled(hub)

        assert (came.count(b"data: {}"), came.count(b"data:")) == (2, 2)
        assert wall.queue == [b"event: state\ndata: {}\n\n"]

    run(story)


def test_guests_are_out_when_none_are_let_in_and_members_stay(store: Store) -> None:
    async def story(hub: Hub) -> None:
        grant = Grant(None, (ROOM,), time.time(), within=("guests-42", "space-1"))
        guest = hub.join(grant)
        await hub.rooms.enter(guest, ROOM, 0)
        member = await comes(hub)
        hub.hear([Signal("revoke-0", "guests-42")])

        assert (guest.closed, member.closed) == (True, False)
        assert (hub.is_revoked(grant), b"event: revoked" in b"".join(guest.queue)) == (True, True)

    run(story)


def test_answers_are_told_apart_from_votes_and_only_what_moved(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "BETWEEN_STATES", 0.01)
    store.answers = {"5": 1, "5:1": 1, "5:2": 0}

    async def story(hub: Hub) -> None:
        one = await comes(hub)
        one.queue.clear()
        store.answers |= {"5": 2, "5:2": 1}
        for _answer in range(50):
            hub.hear([Signal(ROOM, "polls", {})])
        await asyncio.sleep(0.05)
        await settled(hub)

        assert one.queue == [b'event: state\ndata: {"polls":{"5":2,"5:2":1}}\n\n']

    run(story)
