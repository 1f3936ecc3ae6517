"""The threads that make pages: one works, the others take over from one that waits."""

import threading
from collections.abc import Callable, Iterator

import pytest

from groundswell.config.serve_turns import Turns

Job = Callable[[], None]
PATIENTLY = 10.0


@pytest.fixture
def turns() -> Iterator[Turns[Job]]:
    made: Turns[Job] = Turns(lambda job: job(), threads=3)
    made.start()
    yield made
    made.close()
    for thread in made.threads:
        thread.join(PATIENTLY)
    assert [thread.is_alive() for thread in made.threads] == [False, False, False]


def waited_too_long(turns: Turns[Job]) -> None:
    """As if what is under way had begun an hour ago."""
    for turn in turns.under_way:
        turn.began -= 3_600
    turns.hand_on()


def test_one_job_at_a_time_and_all_in_order(turns: Turns[Job]) -> None:
    done: list[int] = []
    at_once: list[int] = []
    over = threading.Event()

    def job(number: int) -> None:
        at_once.append(len(turns.under_way))
        done.append(number)
        if number == 199:
            over.set()

    for number in range(200):
        turns.put(lambda number=number: job(number))
    assert over.wait(PATIENTLY)

    assert done == list(range(200))
    assert set(at_once) == {1}


def test_job_that_waits_keeps_nobody_else_waiting(turns: Turns[Job]) -> None:
    begun, go_on, over = threading.Event(), threading.Event(), threading.Event()
    turns.put(lambda: (begun.set(), go_on.wait(PATIENTLY), None)[-1])
    turns.put(over.set)
    assert begun.wait(PATIENTLY)

    turns.hand_on()
    too_soon = over.is_set()
    waited_too_long(turns)
    assert over.wait(PATIENTLY)
    beside = not go_on.is_set()
    go_on.set()

    assert (too_soon, beside) == (False, True)


def test_turn_that_was_lost_is_not_there_twice(turns: Turns[Job]) -> None:
    first, second = threading.Event(), threading.Event()
    begun = [threading.Event(), threading.Event()]
    turns.put(lambda: (begun[0].set(), first.wait(PATIENTLY), None)[-1])
    turns.put(lambda: (begun[1].set(), second.wait(PATIENTLY), None)[-1])
    assert begun[0].wait(PATIENTLY)
    waited_too_long(turns)
    assert begun[1].wait(PATIENTLY)

    first.set()
    third = threading.Event()
    turns.put(third.set)
    while_the_second_has_the_turn = third.wait(0.05)
    second.set()
    assert third.wait(PATIENTLY)

    assert while_the_second_has_the_turn is False


def test_job_that_fails_ends_no_thread(turns: Turns[Job]) -> None:
    over = threading.Event()

    def fails() -> None:
        raise ZeroDivisionError

    for _each in range(4):
        turns.put(fails)
    turns.put(over.set)

    assert over.wait(PATIENTLY)
