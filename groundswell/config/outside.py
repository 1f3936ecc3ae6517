"""What the site needs around itself: its database and its mail server by address, its key.

A word in an address that would have no effect stops the start: a site must not seem encrypted.
"""

import os
import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import environ
from django.core.exceptions import ImproperlyConfigured

EMAIL_PATIENCE: Final = 10
LOCKED_OUT_AFTER: Final = 5
KEPT_BY_SQLITE: Final = 16_000_000
"""Bytes in one process, its four connections together; beyond it each uses its own pages anew."""
PAGE_PATIENCE: Final = "-c statement_timeout=10s"
LOCK_PATIENCE: Final = "-c lock_timeout=3s"
# A small table is never counted, and a query that joins nine such tables is taken for one of a
# billion rows: PostgreSQL then spends a second on translating it, to read one row.
NO_TRANSLATION: Final = "-c jit=off"
# What is kept of a query is made once, for all values; PostgreSQL would think about each of the
# first five anew on every connection, which is what a hall that comes in first would wait for.
ONE_PLAN: Final = "-c plan_cache_mode=force_generic_plan"
SQLITE: Final[dict[str, Any]] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-6000; PRAGMA temp_store=MEMORY;"
    ),
}
_YES: Final = {"1", "true", "yes", "on"}
_NO: Final = {"0", "false", "no", "off"}


def database_from(address: str) -> dict[str, Any]:
    """Django's description of the database at `address`; what its query asks for is kept."""
    try:
        database: dict[str, Any] = environ.Env.db_url_config(address)
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    engine = database.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        return {**database, "OPTIONS": SQLITE, "CONN_MAX_AGE": None}
    if engine == "django.db.backends.postgresql":
        asked = database.get("OPTIONS", {})
        own = [LOCK_PATIENCE, NO_TRANSLATION, ONE_PLAN, str(asked.get("options", ""))]
        given = " ".join(own).strip()
        return {
            **database,
            "OPTIONS": {**asked, "options": given, "prepare_threshold": _kept_from(asked)},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgresql://.")


def _kept_from(asked: dict[str, Any]) -> int | None:
    """After how many times PostgreSQL keeps a prepared query: at once, or never, where whatever
    hands out connections in between gives each transaction another one."""
    said = str(asked.get("prepare_threshold", "0")).lower()
    if said == "none":
        return None
    if not said.isdigit():
        raise ImproperlyConfigured(
            "prepare_threshold in DATABASE_URL must be a number, or none to keep no queries."
        )
    return int(said)


def for_pages(database: dict[str, Any]) -> dict[str, Any]:
    """The same, for those who answer requests: a page that takes ten seconds is given up, and one
    that waits five for others to write.

    Migrations, imports and the worker take the time they need. The pages' threads share what SQLite
    keeps in memory: one makes pages at a time, and four full caches are of no use to it.
    """
    options = dict(database["OPTIONS"])
    if database["ENGINE"] != "django.db.backends.postgresql":
        begin = f"{options['init_command']}PRAGMA soft_heap_limit={KEPT_BY_SQLITE};"
        own = {"timeout": LOCKED_OUT_AFTER, "init_command": begin}
        return {**database, "OPTIONS": {**options, **own}}
    options["options"] = f"{PAGE_PATIENCE} {options['options']}"
    return {**database, "OPTIONS": options}


def mail_from(address: str) -> dict[str, Any]:
    """Django's settings for the mail server at `address`.

    `smtp+tls://` begins to encrypt after the greeting, usually on port 587; `smtp+ssl://` encrypts
    from the first byte, usually on port 465. `?tls=true` and `?ssl=true` say the same.
    """
    parts = urlsplit(address)
    asked = {name.lower(): value.lower() for name, value in parse_qsl(parts.query)}
    unknown = sorted(set(asked) - {"tls", "ssl"})
    unclear = [value for value in asked.values() if value not in _YES | _NO]
    if unknown or unclear:
        raise ImproperlyConfigured(
            "EMAIL_URL can end with ?tls=true or ?ssl=true and with nothing else, "
            f"not with ?{parts.query}."
        )
    try:
        found = dict(environ.Env.email_url_config(urlunsplit(parts._replace(query=""))))
    except Exception as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read: {error}.") from error
    for name, setting in (("tls", "EMAIL_USE_TLS"), ("ssl", "EMAIL_USE_SSL")):
        if asked.get(name) in _YES:
            found[setting] = True
    if found.get("EMAIL_USE_TLS") and found.get("EMAIL_USE_SSL"):
        raise ImproperlyConfigured("EMAIL_URL asks for both tls and ssl: a server speaks one.")
    if found["EMAIL_PORT"] is None:
        found["EMAIL_PORT"] = _usual_port(found)
    return {**found, "EMAIL_TIMEOUT": EMAIL_PATIENCE}


def _usual_port(mail: dict[str, Any]) -> int:
    if mail.get("EMAIL_USE_SSL"):
        return 465
    return 587 if mail.get("EMAIL_USE_TLS") else 25


def kept_secret(path: Path) -> str:
    """The key in this file. Of several processes that start at once, one writes it, whole."""
    if not path.exists() or not path.read_text(encoding="ascii").strip():
        fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            if path.exists() and path.stat().st_size == 0:
                # Left empty by an earlier start that was killed: no key has been in use.
                path.unlink()
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first, and its key counts
        except OSError:
            fresh.rename(path)  # a file system without hard links
        finally:
            fresh.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
