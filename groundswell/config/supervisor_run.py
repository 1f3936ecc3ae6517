"""What `groundswell run` does before and around the processes it starts."""

import argparse
import contextlib
import ctypes
import errno
import gc
import hashlib
import ipaddress
import os
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections

from groundswell.config.outside import database_from
from groundswell.config.serve_door import Board
from groundswell.config.supervisor import Child, Supervisor, in_child, listen, say

MOST_PORT: Final = 65_535
_MOST_ARENAS: Final = -8
"""M_ARENA_MAX of malloc.h."""


def run(argv: list[str]) -> int:
    """`groundswell run`: the exit code once everything has ended."""
    options = _parser().parse_args(argv)
    _share_memory()
    # All that is made until the processes start is kept: looking for waste finds little.
    gc.disable()
    try:
        return _run(options)
    finally:
        gc.enable()


def _run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    if options.port and not settings.configured:  # SITE_URL is made of it
        os.environ.update(PORT=str(options.port))
    django.setup()
    host, port = options.host or settings.HOST, options.port
    port = settings.PORT if port is None else port
    try:
        listening = listen(host, port)
    except OSError as error:
        sys.stderr.write(_cannot_listen(error, host, port))
        return 1
    telling, told = os.pipe()
    demo = not options.no_demo and _may_show_demo(host)
    setting_up = _fork(partial(_set_up, told, demo=demo))
    os.close(told)
    _preload()
    with os.fdopen(telling, encoding="utf-8") as lines:
        sign_ins = lines.read()
    if _exit_code(setting_up):
        sys.stderr.write("The set-up did not succeed; see above. Nothing was started.\n")
        return 1
    address = _address(host, listening)
    say(f"Groundswell is at {address} (ready in {time.monotonic() - began:.1f} s).")
    if sign_ins:
        say(f"Sign in as\n{sign_ins}")
    say("Press Ctrl+C to stop.")
    return Supervisor(_children(listening, worker=not options.no_worker)).run()


def _share_memory() -> None:
    """All threads of a process take memory from one place; glibc would keep one for each."""
    with contextlib.suppress(AttributeError, OSError):  # another C library has no such question
        ctypes.CDLL(None).mallopt(_MOST_ARENAS, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="groundswell run",
        description="Set up what is missing, then serve the site and its worker on one port.",
        epilog="example: groundswell run --host 0.0.0.0 --port 8080 --no-demo",
    )
    parser.add_argument("--host", help="address to listen on (default: HOST, or 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="port (default: PORT, or 8000; 0: any free)")
    parser.add_argument("--no-worker", action="store_true", help="the worker runs elsewhere")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to {MOST_PORT}).")
    return int(text)


def _cannot_listen(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop what runs there, or choose another with --port.\n"
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights. Choose one above 1023 with --port.\n"
    return f"Cannot listen on {host}:{port}: {error.strerror or error}.\n"


def _address(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    if host == settings.HOST and port == settings.PORT:
        return str(settings.SITE_URL)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _may_show_demo(host: str) -> bool:
    """On this machine alone, or where the configuration says so: its passwords are public."""
    if settings.DEMO or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# Set-up, in a process of its own: the parent must hold no connection and no thread when it forks.


def _fork(work: Callable[[], object]) -> int:
    pid = os.fork()
    if not pid:
        gc.freeze()  # rather than look through all that the parent has imported
        gc.enable()
        in_child(work)
    return pid


def _exit_code(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except KeyboardInterrupt:
        os.waitpid(pid, 0)
        return 1


def _set_up(told: int, *, demo: bool) -> None:
    """Prepares the site, and tells the parent, who opens no database, whom one can sign in as."""
    prepare(demo=demo)
    with os.fdopen(told, "w", encoding="utf-8") as telling:
        telling.write("\n".join(_sign_ins()))


def _sign_ins() -> list[str]:
    from groundswell.exchange.importers.demo.loader import sign_ins  # noqa: PLC0415 - in the child that becomes it
    from groundswell.people.views.demo_mail import is_here  # noqa: PLC0415

    lines = sign_ins()
    if lines and settings.DEMO and is_here(settings.HOST):
        lines.append(f"What it would mail is shown at {settings.SITE_URL}/demo/mail")
    return lines


def prepare(*, demo: bool) -> None:
    """Bring database and static files up to date; on an empty site, the demonstration."""
    try:
        changes = [change for change in (_migrations(), _static_files()) if change]
        if changes:
            # A new version or a new site: the moment to look for mistakes in the set-up.
            _look_for_mistakes()
        for change in changes:
            change()
        if demo and "demo" in get_commands() and _is_empty():
            call_command("demo", verbosity=0)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from error


def _look_for_mistakes() -> None:
    """Django's own checks of settings and code. `groundswell check` looks at a site that runs."""
    from django.core.checks import run_checks  # noqa: PLC0415 - the apps must be ready

    mistakes = [str(found) for found in run_checks() if found.is_serious()]
    if mistakes:
        raise CommandError("\n".join(mistakes))


def _migrations() -> Callable[[], None] | None:
    """What brings the database up to date, if anything has to."""
    from django.db import connection  # noqa: PLC0415 - the apps must be ready
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return None

    def migrate() -> None:
        say("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)

    return migrate


def _static_files() -> Callable[[], None] | None:
    """What collects the static files again, if any of them is not as it was."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    current = _fingerprint()
    if settings.DEBUG or (mark.exists() and mark.read_text() == current):
        return None

    def collect() -> None:
        say("Preparing the static files ...")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(current)

    return collect


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    from groundswell.web.scripts import SCRIPTS  # noqa: PLC0415 - the apps must be ready

    digest = hashlib.sha256(f"{settings.STORAGES['staticfiles']} {SCRIPTS}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is_empty() -> bool:
    from groundswell.actors.models import Actor  # noqa: PLC0415 - the apps must be ready

    return not Actor.objects.exists()


# The processes


def _preload() -> None:
    """Import what every child needs, once."""
    from django.urls import get_resolver  # noqa: PLC0415

    from groundswell.config import serve  # noqa: PLC0415, F401 - for its imports

    get_resolver().reverse_dict  # noqa: B018 - builds the tree of addresses


def _children(listening: socket.socket, *, worker: bool) -> list[Child]:
    from groundswell.config.serve import serve  # noqa: PLC0415 - the apps must be ready

    count = int(getattr(settings, "SERVER_PROCESSES", 0)) or min(2, os.cpu_count() or 1)
    board = Board(count)
    children = [
        Child(f"server {number + 1}", partial(serve, listening, board, number))
        for number in range(count)
    ]
    if worker:
        children.append(Child("worker", partial(_work, listening)))
    return children


def _work(listening: socket.socket) -> None:
    listening.close()
    take_time()
    call_command("worker", quiet=True)


def take_time() -> None:
    """The worker takes what it needs: what is said of pages holds in the parent, and not here."""
    own = database_from(settings.DATABASE_URL)
    connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"] = own["OPTIONS"]
