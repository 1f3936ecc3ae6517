"""Streams over a real socket: who gets what, when, and for how long."""

import re
import time

import pytest
import time_machine

from groundswell.core.bus import publish
from groundswell.core.subscriptions import MAX_AGE, issue, revoke
from groundswell.streaming.frames import about
from tests.streaming.conftest import Site


def last_id(text: str) -> str:
    return re.findall(r"id: (\d+)", text)[-1]


def status(text: str) -> int:
    return int(text.split(" ", 2)[1])


def test_stream_gets_the_channels_it_was_granted(site: Site) -> None:
    stream = site.listen("topic-1", "space-1")

    publish("topic-2")
    publish("topic-1")
    publish("space-1", "typing", {"n": 2})
    text = stream.read('{"n":2}\n\n')

    assert stream.events() == ["topic-1", "space-1-typing"]
    assert "content-type: text/event-stream" in text
    assert "retry: " in text


def test_stream_of_a_forged_token_is_refused(site: Site) -> None:
    token = issue(1, ["topic-1"])
    forged = ("A" if token[0] != "A" else "B") + token[1:]

    text = site.get(f"/live/stream?token={forged}").read("Reload")

    assert status(text) == 403


def test_stream_of_an_old_token_is_refused(site: Site) -> None:
    with time_machine.travel(time.time() - MAX_AGE - 60, tick=False):
        token = issue(1, ["topic-1"])

    text = site.get(f"/live/stream?token={token}").read("Reload")

    assert status(text) == 403


def test_stream_without_a_token_says_what_is_missing(site: Site) -> None:
    assert status(site.get("/live/stream").read("token")) == 400
    assert status(site.get("/live/elsewhere").read("nothing")) == 404


def test_signals_of_one_channel_are_joined_and_the_last_one_kept(site: Site) -> None:
    stream = site.listen("topic-1")

    for number in range(6):
        publish("topic-1", data={"n": number})
        time.sleep(0.05)
    text = stream.during(1.4)

    assert re.findall(r'data: {"n":(\d)}', text) == ["0", "5"]


def test_return_tells_what_moved_meanwhile(site: Site) -> None:
    stream = site.listen("topic-1", "topic-2")
    hub = site.live.hub
    assert hub is not None
    hub.horizon = 0  # as if the hub had been up for a while
    seen = last_id(stream.text)
    stream.close()
    hub.moved = type(hub.moved)({"topic-1": int(seen) + 5, "topic-2": int(seen) - 60_000})

    back = site.listen("topic-1", "topic-2", last=seen)

    assert back.events() == ["topic-1"]


def test_return_tells_other_events_too_but_not_what_passed(site: Site) -> None:
    stream = site.listen("topic-1")
    hub = site.live.hub
    assert hub is not None
    hub.horizon = 0
    seen = last_id(stream.text)
    stream.close()
    for event in ("wall", "typing"):
        publish("topic-1", event)
    time.sleep(0.3)

    back = site.listen("topic-1", last=seen)

    assert back.events() == ["topic-1-wall"]


def test_return_from_before_the_hubs_memory_resets(site: Site) -> None:
    back = site.listen("topic-1", last="12345")

    assert back.events() == ["reset"]


def test_return_with_nonsense_resets(site: Site) -> None:
    back = site.listen("topic-1", last="nonsense")

    assert back.events() == ["reset"]


def test_losing_the_right_ends_the_streams_and_refuses_the_token(site: Site) -> None:
    token = issue(7, ["topic-1"])
    mine, other = site.listen(token=token), site.listen("topic-1", actor=8)
    anonymous = site.listen("topic-1")

    revoke(7)
    mine.until_over()
    again = site.get(f"/live/stream?token={token}").read("Reload")
    time.sleep(0.01)
    afterwards = site.listen("topic-1", actor=7)
    publish("topic-1")

    assert mine.events() == ["revoked"]
    assert status(again) == 403
    for stream in (other, anonymous, afterwards):
        stream.read("event: topic-1\n")
        assert stream.events() == ["topic-1"]


def test_losing_one_channel_ends_only_its_streams(site: Site) -> None:
    lost, kept = site.listen("space-1", actor=7), site.listen("space-2", actor=7)

    revoke(7, "space-1")
    lost.until_over()
    publish("space-2")
    kept.read("event: space-2\n")

    assert lost.events() == ["revoked"]
    assert kept.events() == ["space-2"]


def test_one_actor_has_a_limit_of_streams(site: Site) -> None:
    assert site.live.hub is not None
    site.live.hub.most_each = 2
    for _ in range(2):
        site.listen("topic-1", actor=7)

    refused = site.get(f"/live/stream?token={issue(7, ['topic-1'])}").read("Too many pages")
    site.listen("topic-1", actor=8)

    assert status(refused) == 429
    assert "retry-after: 10" in refused


def test_the_process_has_a_limit_of_streams(site: Site) -> None:
    assert site.live.hub is not None
    site.live.hub.most = 1
    site.listen("topic-1")

    refused = site.get(f"/live/stream?token={issue(None, ['topic-1'])}").read("reload")

    assert status(refused) == 503
    assert "retry-after: 10" in refused


def test_strangers_of_one_address_have_a_limit_of_streams(site: Site) -> None:
    assert site.live.hub is not None
    site.live.hub.most_at_address = 2
    first = site.listen("topic-1")
    site.listen("topic-1")

    refused = site.get(f"/live/stream?token={issue(None, ['topic-1'])}").read("from where you are")
    site.listen("topic-1", actor=7)
    first.close()
    until = time.monotonic() + 3
    while site.live.hub.strange > 1 and time.monotonic() < until:
        time.sleep(0.01)
    site.listen("topic-1")

    assert status(refused) == 429


def test_strangers_leave_room_for_those_who_are_signed_in(site: Site) -> None:
    assert site.live.hub is not None
    site.live.hub.most = 4
    for _ in range(3):
        site.listen("topic-1")

    refused = site.get(f"/live/stream?token={issue(None, ['topic-1'])}").read("reload")
    site.listen("topic-1", actor=7)

    assert status(refused) == 503
    assert site.live.hub.count == 4


def test_leaving_makes_room(site: Site) -> None:
    hub = site.live.hub
    assert hub is not None
    streams = [site.listen("topic-1", actor=7) for _ in range(3)]

    for stream in streams:
        stream.close()
    until = time.monotonic() + 3
    while hub.count and time.monotonic() < until:
        time.sleep(0.01)

    assert (hub.count, hub.channels, hub.by_actor) == (0, {}, {})


def test_presence_counts_people_not_pages(site: Site) -> None:
    for actor in (7, 7, 8, None):
        site.listen("topic-1", actor=actor)

    assert site.live.hub.presence.count("topic-1") == 3


@pytest.mark.parametrize(
    ("people", "told"), [(0, 0), (1, 0), (2, 3), (4, 3), (5, 5), (8, 10), (12, 10), (42, 40)]
)
def test_presence_of_few_says_not_how_many(people: int, told: int) -> None:
    assert about(people) == told


def test_presence_is_told_to_a_new_stream(site: Site) -> None:
    stream = site.listen("topic-1", "person-7", actor=7)

    text = stream.read("topic-1-presence")

    assert 'data: {"about":0}' in stream.read("about")
    assert "person-7-presence" not in text


def test_presence_adds_the_other_processes(site: Site) -> None:
    site.listen("topic-1", actor=7)

    publish("hub-99-abc", "presence", {"topic-1": 41})
    time.sleep(0.2)
    stream = site.listen("topic-1", actor=7)

    assert 'event: topic-1-presence\ndata: {"about":40}' in stream.read('"about":4')


def test_a_reader_who_does_not_read_stops_nobody(site: Site) -> None:
    site.listen("topic-1")  # never read again
    reader = site.listen("topic-1")

    for number in range(2, 300):
        publish(f"topic-{number}")
    publish("topic-1", data={"n": 1})

    reader.read('{"n":1}')
    assert reader.events() == ["topic-1"]


def test_a_lost_bus_resets_everybody(site: Site) -> None:
    stream = site.listen("topic-1")

    publish("bus", "missed")
    stream.read("event: reset\n")

    assert stream.events() == ["reset"]


def test_the_end_of_the_server_asks_to_come_back(site: Site) -> None:
    stream = site.listen("topic-1")
    assert site.loop is not None

    site.loop.call_soon_threadsafe(site.live.close)
    text = stream.until_over()

    assert text.count("retry: ") == 2
    assert text.rstrip().endswith("0")
