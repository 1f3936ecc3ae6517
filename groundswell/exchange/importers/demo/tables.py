"""Reading TOML strictly: every key is asked for by name, and a key nobody asks for is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Self, TypeVar, get_args

from groundswell.exchange.importers.demo.times import Moment, parse_day

T = TypeVar("T")
_ABSENT: Final = object()


class StoryError(ValueError):
    """The story's files do not hold together; the message says where."""


class Table:
    """One table of a file. `done` refuses the keys that were not read."""

    def __init__(self, where: str, values: dict[str, Any]) -> None:
        self.where = where
        self._values = values
        self._read: set[str] = set()

    @contextmanager
    def reading(self) -> Iterator[Self]:
        """Reads inside; what was left unread at the end is refused."""
        yield self
        if unknown := sorted(set(self._values) - self._read):
            raise StoryError(f"{self.where}: unknown {', '.join(unknown)}")

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._take(key, str, _ABSENT if default is None else default)
        if default is None and not value.strip():
            raise StoryError(f"{self.where}: {key} is empty")
        return value

    def words(self, key: str) -> str:
        """A long text, without the line break that the closing quotes bring."""
        return self.text(key).rstrip("\n")

    def choice(self, key: str, kinds: Any) -> Any:
        """One of the words of a `Literal`."""
        value = self.text(key)
        if value not in get_args(kinds):
            raise StoryError(f"{self.where}: {key} is {value!r}, not one of {get_args(kinds)}")
        return value

    def number(self, key: str) -> int:
        value: int = self._take(key, int, _ABSENT)
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        values = self._take(key, list, [])
        if not all(isinstance(value, int) for value in values):
            raise StoryError(f"{self.where}: {key} is a list of numbers")
        return tuple(values)

    def flag(self, key: str, *, default: bool = False) -> bool:
        value: bool = self._take(key, bool, default)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._take(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise StoryError(f"{self.where}: {key} is a list of texts")
        if len(set(values)) != len(values):
            raise StoryError(f"{self.where}: {key} says something twice")
        return tuple(values)

    def moment(self, key: str) -> Moment:
        return self._parsed(key, Moment.parse)

    def maybe_moment(self, key: str) -> Moment | None:
        return self.moment(key) if self.has(key) else None

    def day(self, key: str) -> int:
        return self._parsed(key, parse_day)

    def table(self, key: str) -> "Table":
        return Table(f"{self.where}.{key}", self._take(key, dict, _ABSENT))

    def tables(self, key: str) -> Iterator["Table"]:
        for number, values in enumerate(self._take(key, list, []), start=1):
            if not isinstance(values, dict):
                raise StoryError(f"{self.where}: {key} is a list of tables")
            name = values.get("key") or values.get("handle") or number
            yield Table(f"{self.where}.{key}[{name}]", values)

    def names(self) -> tuple[str, ...]:
        """All keys in the file's order, for a table whose keys are data."""
        return tuple(self._values)

    def maybe(self, key: str, read: Callable[["Table"], T]) -> T | None:
        return read(self.table(key)) if self.has(key) else None

    def _parsed(self, key: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(self.text(key))
        except ValueError as error:
            raise StoryError(f"{self.where}: {key}: {error}") from error

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self._read.add(key)
        value = self._values.get(key, default)
        if value is _ABSENT:
            raise StoryError(f"{self.where}: {key} is missing")
        if not isinstance(value, kind):
            raise StoryError(f"{self.where}: {key} is not a {kind.__name__}")
        return value
