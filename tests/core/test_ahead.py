"""A second process goes ahead, and changes nothing of what comes out."""

import os
from collections.abc import Generator

import pytest

from groundswell.core.ahead import Beside, Here, foreseen, known, noted

MAKER = "tests.core.test_ahead.doubled"


@foreseen
def doubled_word(word: str) -> str:
    return word * 2


def doubled(most: int) -> Generator[tuple[str, int] | None, str, None]:
    """Gives what each word comes to and by which process, so many times."""
    word = yield None
    for _each in range(most):
        if word == "die":
            os._exit(9)
        if word == "fail":
            raise ValueError("It cannot be read.")
        word = yield word * 2, os.getpid()


def test_foreseen_function_answers_from_what_is_known_and_computes_the_rest() -> None:
    with noted() as results:
        doubled_word("ab")
    with known(dict.fromkeys(results, "kept")):
        during = doubled_word("ab"), doubled_word("cd")

    assert (during, doubled_word("ab")) == (("kept", "cdcd"), "abab")


def test_process_beside_gives_what_the_generator_gives_and_then_nothing() -> None:
    here = Here(doubled(1))
    here.ask("ab")
    expected = here.answer()

    with Beside(MAKER, 1) as beside:
        beside.ask("ab")
        found = beside.answer()
        beside.ask("cd")
        after = beside.answer()

    assert expected == ("abab", os.getpid())
    assert (found[0], found[1] == os.getpid(), after) == ("abab", False, None)


def test_what_fails_beside_is_raised_here() -> None:
    with Beside(MAKER, 1) as beside:
        beside.ask("fail")
        with pytest.raises(ValueError, match=r"It cannot be read\."):
            beside.answer()


def test_process_that_is_killed_ends_the_waiting() -> None:
    with Beside(MAKER, 1) as beside:
        beside.ask("die")
        with pytest.raises(OSError, match="The process that reads the file has ended"):
            beside.answer()
