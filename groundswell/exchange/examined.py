"""Looks at the set-up: each finding is ok, a warning or a failure, with what to do about it."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from groundswell.activity import projector
from groundswell.core.clock import now
from groundswell.streaming.models import Heartbeat

Level = Literal["ok", "warn", "fail"]

SHORTEST_KEY = 40
LEAST_FREE = 0.05
SMALL_FREE = 0.15
MOST_STUCK = 100
ALIVE_WITHIN = timedelta(seconds=40)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the report."""

    name: str
    level: Level
    says: str
    do: str = ""


def examine() -> Iterator[Finding]:
    """Everything, in the order in which one would put it right."""
    for look in LOOKS:
        try:
            yield look()
        except (OSError, DatabaseError) as error:
            name = look.__name__.strip("_").replace("_", " ")
            yield Finding(name=name, level="fail", says=f"cannot be looked at: {error}")


def _configuration() -> Finding:
    found = run_checks(include_deployment_checks=False)
    bad = [str(it.msg) for it in found if it.level >= ERROR and not it.is_silenced()]
    odd = [str(it.msg) for it in found if it.level == WARNING and not it.is_silenced()]
    if bad:
        return Finding(name="configuration", level="fail", says=bad[0], do="Correct this first.")
    if odd:
        return Finding(name="configuration", level="warn", says=odd[0])
    if settings.DEBUG:
        return Finding(
            name="configuration",
            level="warn",
            says="DEBUG is on: errors show the inside of the program.",
            do="Set DEBUG=false on a site that others reach.",
        )
    return Finding(name="configuration", level="ok", says=f"The site is {settings.SITE_URL}.")


def _address() -> Finding:
    here = settings.SITE_HOST in {"127.0.0.1", "localhost", "::1"}
    if not settings.HTTPS and not here:
        return Finding(
            name="address",
            level="warn",
            says="SITE_URL is not https: passwords travel in the clear.",
            do="Put a certificate in front of the site and set SITE_URL=https://...",
        )
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        return Finding(
            name="address",
            level="warn",
            says="No reverse proxy is trusted: all readers behind one count as one address.",
            do="Set TRUSTED_PROXIES to its address, or few of them can read at the same time.",
        )
    return Finding(name="address", level="ok", says="Sign-in is safe at this address.")


def _secret_key() -> Finding:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        return Finding(
            name="secret key",
            level="fail",
            says="The secret key is too short to sign anything with.",
            do="Unset SECRET_KEY; one is made on the next start.",
        )
    path = Path(settings.DATA_DIR) / "secret_key"
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding(
            name="secret key",
            level="fail",
            says=f"Others on this machine can read {path}.",
            do=f"chmod 600 {path}",
        )
    return Finding(name="secret key", level="ok", says="The secret key is long and kept.")


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(name="database", level="ok", says=f"{connection.display_name} answers.")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            name="migrations",
            level="fail",
            says=f"{len(waiting)} migrations have not been applied.",
            do="Make a backup; then `groundswell run` applies them before it starts.",
        )
    return Finding(name="migrations", level="ok", says="The database is up to date.")


def _data_folder() -> Finding:
    root = Path(settings.DATA_DIR)
    if not os.access(root, os.W_OK | os.X_OK):
        return Finding(
            name="data folder",
            level="fail",
            says=f"{root} cannot be written.",
            do="Give it to the user that the site runs as.",
        )
    usage = shutil.disk_usage(root)
    share = usage.free / usage.total
    says = f"{usage.free / 1e9:.1f} GB are free ({share:.0%})."
    if share < LEAST_FREE:
        do = "Make room: uploads are refused now, and writing will be."
        return Finding(name="data folder", level="fail", says=says, do=do)
    level: Level = "warn" if share < SMALL_FREE else "ok"
    return Finding(name="data folder", level=level, says=says)


def _permissions() -> Finding:
    root = Path(settings.DATA_DIR)
    if root.stat().st_mode & stat.S_IWOTH:
        return Finding(
            name="permissions",
            level="fail",
            says=f"Anybody on this machine can change {root}.",
            do=f"chmod o-w {root}",
        )
    files = [root, Path(settings.MEDIA_ROOT)]
    strange = [it for it in files if it.exists() and it.stat().st_uid != os.getuid()]
    if strange and os.getuid() != 0:
        return Finding(
            name="permissions",
            level="warn",
            says=f"{strange[0]} belongs to another user than the one who asks.",
            do="Run this as the user that the site runs as.",
        )
    return Finding(name="permissions", level="ok", says="The files belong to the site alone.")


def _mail() -> Finding:
    if settings.HELD:
        return Finding(
            name="mail",
            level="warn",
            says="The site was restored and is held: it sends nothing.",
            do="Look at it; then: groundswell restore --go-live",
        )
    if not settings.EMAIL_URL:
        return Finding(
            name="mail",
            level="warn",
            says="No mail leaves this machine: EMAIL_URL is not set.",
            do="Set EMAIL_URL; nobody can confirm an address until then.",
        )
    mailer = get_connection(fail_silently=False)
    try:
        mailer.open()
    except Exception as error:  # noqa: BLE001 - libraries of mail raise what they like
        return Finding(
            name="mail",
            level="fail",
            says=f"The mail server does not answer: {error}.",
            do="Correct EMAIL_URL.",
        )
    finally:
        mailer.close()
    if _in_the_clear():
        return Finding(
            name="mail",
            level="warn",
            says="The password for the mail server crosses the network unencrypted.",
            do="Begin EMAIL_URL with smtp+tls:// or smtp+ssl://.",
        )
    return Finding(name="mail", level="ok", says="The mail server answers.")


def _in_the_clear() -> bool:
    encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    here = settings.EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
    return bool(settings.EMAIL_HOST_PASSWORD) and not encrypted and not here


def _worker() -> Finding:
    last = Heartbeat.objects.order_by("-at").first()
    if last is not None and last.at > now() - ALIVE_WITHIN:
        return Finding(name="worker", level="ok", says="A worker is at work.")
    return Finding(
        name="worker",
        level="warn",
        says="No worker has been at work lately: alerts, search and mail wait.",
        do="Start the site with `groundswell run`, or a worker with `groundswell worker`.",
    )


def _follow_up() -> Finding:
    stuck = list(projector.stuck().select_related("activity")[:MOST_STUCK])
    if not stuck:
        return Finding(name="follow-up", level="ok", says="What happened is followed up.")
    count = f"{len(stuck)}{'+' if len(stuck) == MOST_STUCK else ''}"
    first = stuck[0]
    why = "; ".join(f"{reader} raises {error}" for reader, error in first.failed.items())
    return Finding(
        name="follow-up",
        level="warn",
        says=f"Not followed up: {count}. Of {first.activity.kind}: {why}.",
        do="Look for the reason in the log. They are tried again at least every 70 minutes.",
    )


LOOKS: tuple[Callable[[], Finding], ...] = (
    _configuration,
    _address,
    _secret_key,
    _data_folder,
    _permissions,
    _database,
    _migrations,
    _mail,
    _worker,
    _follow_up,
)
