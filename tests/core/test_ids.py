import os
import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from groundswell.core import ids
from groundswell.core.ids import new_id, time_of

NOON = datetime(2026, 3, 4, 12, 0, 0, 5000, tzinfo=UTC)


def test_new_id_orders_by_time_and_never_repeats():
    made = [new_id() for _ in range(50_000)]

    assert made == sorted(set(made))


def test_new_id_keeps_the_true_date():
    assert time_of(new_id(NOON)) == NOON


def test_new_id_takes_a_date_without_a_zone_as_utc():
    assert time_of(new_id(NOON.replace(tzinfo=None))) == NOON


def test_new_id_before_1970_is_clamped():
    assert time_of(new_id(datetime(1848, 3, 18, tzinfo=UTC))) == datetime(1970, 1, 1, tzinfo=UTC)


def test_new_id_in_the_far_future_still_fits_the_database():
    assert new_id(datetime.max.replace(tzinfo=UTC)) < 2**63


@given(st.integers(0, 4_000_000_000_000_000))
def test_time_of_is_the_inverse_to_the_millisecond(microseconds):
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)

    assert timedelta(0) <= moment - time_of(new_id(moment)) < timedelta(milliseconds=1)


@given(st.integers())
def test_time_of_never_fails(number):
    assert datetime(1970, 1, 1, tzinfo=UTC) <= time_of(number) < datetime(2110, 1, 1, tzinfo=UTC)


def test_new_id_does_not_go_back_when_the_clock_does(monkeypatch):
    first = new_id()
    monkeypatch.setattr(ids, "now", lambda: NOON - timedelta(days=20_000))

    assert [new_id(), new_id()] == [first + 1, first + 2]


def test_new_id_is_unique_between_threads():
    made: list[list[int]] = [[] for _ in range(8)]

    def make(own: list[int]) -> None:
        own.extend(new_id() for _ in range(2_000))

    threads = [threading.Thread(target=make, args=(own,)) for own in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({identifier for own in made for identifier in own}) == 16_000


def test_new_id_differs_after_a_fork():
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, str(new_id(NOON)).encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert int(os.read(read, 64)) != new_id(NOON)
