"""The environment, read once and typed; a value that does not fit stops the start with a sentence.

Every setting is declared here or in settings.py through these functions, so that the documentation
can be checked against `DECLARED`. A variable `NAME_FILE` names a file that holds the value.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import environ
from django.core.exceptions import ImproperlyConfigured

_source: Final = environ.FileAwareEnv()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One documented environment variable."""

    name: str
    default: str
    help: str


DECLARED: Final[dict[str, Setting]] = {}


def _declare(name: str, default: object, help: str) -> None:  # noqa: A002 - the word of argparse
    DECLARED[name] = Setting(name=name, default=str(default), help=help)


def text(name: str, default: str, help: str) -> str:  # noqa: A002
    """Any text; surrounding white space is dropped."""
    _declare(name, default, help)
    return str(_source.str(name, default)).strip()


def flag(name: str, default: bool, help: str) -> bool:  # noqa: A002, FBT001
    """`true`/`false` in any of the usual spellings; anything else stops the start."""
    _declare(name, str(default).lower(), help)
    value = str(_source.str(name, str(default))).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def number(name: str, default: int, help: str) -> int:  # noqa: A002
    """A whole number."""
    _declare(name, default, help)
    value = str(_source.str(name, str(default))).strip()
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: str, help: str) -> list[str]:  # noqa: A002
    """A list separated by commas; empty entries are dropped."""
    return [word.strip() for word in text(name, default, help).split(",") if word.strip()]


def folder(name: str, default: Path, help: str) -> Path:  # noqa: A002
    """A folder, made when absent; relative to where the command was started."""
    path = Path(text(name, "", help) or default).expanduser().resolve()
    _declare(name, default.name, help)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{name}: the folder {path} cannot be made: {error.strerror}."
        raise ImproperlyConfigured(message) from error
    return path
