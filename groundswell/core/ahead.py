"""Going ahead in a second process: what an import reads and works out while this one writes.

`Beside` runs a generator there. It is asked for the next thing before that is needed, and is told
something with each asking. A function that is `foreseen` is pure: while its results are `known`, as
far as the second process worked them out, it answers from them, and computes as ever otherwise. So
what is written is the same with the second process, without it, and where it guessed wrong.
"""

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol, Self, TypeVar, TypeVarTuple

import django
from django.utils.module_loading import import_string

T = TypeVar("T")
Given_co = TypeVar("Given_co", covariant=True)
Words = TypeVarTuple("Words")
Known = dict[tuple[Any, ...], Any]

_known: Known = {}
_noted: Known | None = None


def foreseen(function: Callable[[*Words], T]) -> Callable[[*Words], T]:
    """Marks a pure function of few arguments, given by position."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def run(*args: *Words) -> T:
        if not _known and _noted is None:
            return function(*args)
        key = (name, *args)
        if key in _known:
            found: T = _known[key]
            return found
        found = function(*args)
        if _noted is not None:
            _noted[key] = found
        return found

    return run


@contextmanager
def known(results: Known) -> Iterator[None]:
    """Meanwhile, functions that are foreseen answer from these."""
    global _known  # noqa: PLW0603 - what pure functions give is the same for everybody
    before, _known = _known, results
    try:
        yield
    finally:
        _known = before


@contextmanager
def noted() -> Iterator[Known]:
    """What functions that are foreseen gave meanwhile."""
    global _noted  # noqa: PLW0603 - as above
    results: Known = {}
    _noted = results
    try:
        yield results
    finally:
        _noted = None


class Ahead(Protocol[Given_co]):
    """A generator that is asked for what comes next, and gives it later."""

    def ask(self, word: Any) -> None:
        """Begins with the next; the generator is sent this word for it."""

    def answer(self) -> Given_co | None:
        """What was asked for, when it is there; nothing when there is no more."""


class Here:
    """In this process, for what is not worth another: it works when the answer is needed."""

    def __init__(self, made: Generator[T, Any, None]) -> None:
        self._made, self._word = made, None
        next(made)

    def ask(self, word: Any) -> None:
        """Keeps the word until the answer is needed."""
        self._word = word

    def answer(self) -> Any:
        """Works it out now."""
        return next_of(self._made, self._word)


class Beside:
    """In a process of its own, which ends with this one however that ends."""

    def __init__(self, maker: str, *args: Any) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, maker, args), daemon=True)
        self._process.start()
        # So that what is read from an end that nobody holds is an end, and no waiting.
        there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._here.close()
        self._process.join()

    def ask(self, word: Any) -> None:
        """Tells the other process to go on."""
        with suppress(BrokenPipeError):
            self._here.send(word)

    def answer(self) -> Any:
        """Waits for it."""
        try:
            found = self._here.recv()
        except (EOFError, ConnectionResetError) as error:
            raise OSError(
                "The process that reads the file has ended; say the same again."
            ) from error
        if isinstance(found, Exception):
            raise found
        return found


def next_of(made: Generator[T, Any, None], word: Any) -> T | None:
    """What the generator gives for this word; nothing once it has ended."""
    try:
        return made.send(word)
    except StopIteration:
        return None


def _serve(there: Connection, maker: str, args: tuple[Any, ...]) -> None:
    # Who presses ^C means the process that was started: this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    with suppress(EOFError, BrokenPipeError):
        made = import_string(maker)(*args)
        next(made)
        while True:
            word = there.recv()
            try:
                found = next_of(made, word)
            except Exception as error:  # noqa: BLE001 - it is raised where the answer is awaited
                found = error
            there.send(found)
