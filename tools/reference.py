"""Writes docs/reference.md from what the code declares, so that it cannot fall behind.

    python tools/reference.py            writes it
    python tools/reference.py --check    says what is missing or out of date, and fails

Settings of the surroundings do not count: defaults are those of an empty environment.
"""

import difflib
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference.md"
OPENING: Final = """\
# Reference

Written by `make docs` from what the code declares; a test asks that it is up to date.
"""
COMMAND_HELP: Final = "`groundswell COMMAND --help` tells the options of each."

Row = tuple[str, ...]


def main(*, check: bool) -> int:
    page = reference()
    if not check:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    changes = list(
        difflib.unified_diff(kept.splitlines(), page.splitlines(), "kept", "declared", "", "", 0)
    )
    if changes:
        print("docs/reference.md is not what the code declares. Run `make docs`.")
        print("\n".join(changes))
    return 1 if changes else 0


def reference() -> str:
    with tempfile.TemporaryDirectory() as folder:
        start_site(folder)
        parts = [
            OPENING,
            section("Settings", ("Variable", "Default", "Meaning"), settings()),
            section("Commands", ("Command", "What it does"), commands(), words=COMMAND_HELP),
            section("Activities", ("Kind", "Sentence", "Sent as", "Seen by"), activities()),
            section("Addresses", ("Address", "Name", "What it shows"), addresses()),
        ]
        return "\n".join(parts).replace(folder, "DATA_DIR")


def start_site(folder: str) -> None:
    """The site as it is with nothing set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    os.environ.clear()
    os.environ.update(kept, DATA_DIR=folder, DJANGO_SETTINGS_MODULE="groundswell.config.settings")
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 - reads the environment, which is emptied first

    django.setup()


def section(title: str, heads: Row, rows: Iterable[Row], *, words: str = "") -> str:
    lines = [f"## {title}", ""]
    if words:
        lines += [words, ""]
    lines += [table_row(heads), table_row(("---",) * len(heads))]
    lines += [table_row(row) for row in rows]
    return "\n".join(lines) + "\n"


def table_row(cells: Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def settings() -> Iterator[Row]:
    from groundswell.config import env  # noqa: PLC0415

    for setting in env.DECLARED.values():
        default = f"`{setting.default}`" if setting.default else "empty"
        yield f"`{setting.name}`", default, setting.help


def commands() -> Iterator[Row]:
    """What the command lists, then the management commands behind it that it does not."""
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415

    from groundswell.config.cli import COMMANDS  # noqa: PLC0415

    for name, does in COMMANDS.items():
        yield f"`groundswell {name}`", f"{does[0].upper()}{does[1:]}."
    for name, app in sorted(get_commands().items()):
        if app.startswith("groundswell.") and name not in COMMANDS:
            words = load_command_class(app, name).help or ""
            yield f"`manage.py {name}`", first_sentence(str(words))


def activities() -> Iterator[Row]:
    from groundswell.activity.declarations import KINDS  # noqa: PLC0415

    for kind in sorted(KINDS.values(), key=lambda kind: kind.name):
        yield f"`{kind.name}`", str(kind.sentence), f"`{kind.verb}`", kind.audience.value


def addresses() -> Iterator[Row]:
    from django.urls import get_resolver  # noqa: PLC0415

    yield from sorted(set(walk(get_resolver(), "/", "")))


def walk(resolver: object, prefix: str, space: str) -> Iterator[Row]:
    """Our own pages; what the accounts package serves is told by its own documentation."""
    from django.urls import URLPattern, URLResolver  # noqa: PLC0415

    if isinstance(resolver, URLPattern):
        view = resolver.callback
        if str(view.__module__).startswith("groundswell."):
            route = re.sub(r"<\w+:", "<", prefix + str(resolver.pattern))
            words = first_sentence(view.__doc__ or "")
            yield f"`{route}`", f"`{space}{resolver.name}`", words
    elif isinstance(resolver, URLResolver):
        within = prefix + str(resolver.pattern).lstrip("^/")
        inner = f"{space}{resolver.namespace}:" if resolver.namespace else space
        for pattern in resolver.url_patterns:
            yield from walk(pattern, within, inner)


def first_sentence(words: str) -> str:
    paragraph = " ".join(words.strip().partition("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", paragraph)[0]


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))
