"""The demonstration's story, read from its files and checked before anybody sees it."""

import tomllib
from pathlib import Path
from typing import Final

from groundswell.exchange.importers.demo.checks import problems
from groundswell.exchange.importers.demo.reading import read_people, read_space
from groundswell.exchange.importers.demo.tables import StoryError, Table
from groundswell.exchange.importers.demo.telling import Story

FOLDER: Final = Path(__file__).with_name("story")
SPACES: Final = ("lane", "riverwatch", "schoolrun", "commons", "stewards-table")
"""Parents before their children; a file that is not named here is refused."""


def load_story(folder: Path = FOLDER) -> Story:
    """The whole story, or a `StoryError` that lists everything wrong with it."""
    people, follows, readings = read_people(_file(folder / "people.toml"))
    if strangers := {path.stem for path in (folder / "spaces").iterdir()} - set(SPACES):
        raise StoryError(f"spaces: nobody reads {', '.join(sorted(strangers))}")
    spaces = tuple(read_space(_file(folder / "spaces" / f"{name}.toml")) for name in SPACES)
    story = Story(people=people, follows=follows, readings=readings, spaces=spaces)
    if found := list(problems(story)):
        raise StoryError("\n".join(found))
    return story


def load_challenge(folder: Path = FOLDER) -> Table:
    """The story's challenge; what it holds is checked by the actions that tell it."""
    return _file(folder / "challenge.toml")


def load_decisions(folder: Path = FOLDER) -> Table:
    """The story's decisions, in the same way."""
    return _file(folder / "decisions.toml")


def load_sessions(folder: Path = FOLDER) -> Table:
    """The story's live sessions, in the same way."""
    return _file(folder / "sessions.toml")


def _file(path: Path) -> Table:
    try:
        return Table(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"{path.name}: {error}") from error
