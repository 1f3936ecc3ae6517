"""Modules that are heavy and rarely needed, imported when something of them is first asked for.

    if TYPE_CHECKING:
        import aiohttp
    else:
        aiohttp = later("aiohttp")

The start of the site does not wait for what only the worker uses, and only a process that uses it
keeps it in memory.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands for the module until then, and passes on to it from then on."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self._name), attribute)
        setattr(self, attribute, found)
        return found


def later(name: str) -> Any:
    """The module of this name, once it is used."""
    return Later(name)
