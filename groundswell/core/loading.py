"""Loading what only some sites have."""

import threading
from contextlib import suppress
from importlib import import_module

_loading = threading.Lock()


def load_redis() -> None:
    """The package `redis`, whole, before anybody uses a part of it.

    Two threads that begin with different parts wait for one another's, and Python ends that by
    giving one of them a package that is half there.
    """
    with _loading, suppress(ImportError):
        import_module("redis")
