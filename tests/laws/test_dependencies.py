"""What the code imports is what requirements/*.in asks for, and the other way round."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

from tests.laws.source import ROOT, modules, relative, tree

# Asked for, though no line of ours imports it -> why.
UNIMPORTED = {
    "argon2-cffi": "Django's hasher finds it.",
    "httptools": "uvicorn is told its name.",
    "tzdata": "zoneinfo reads it.",
    "uvloop": "uvicorn is told its name.",
}
# Imported, and asked for by an extra of a package that is.
BY_EXTRA = {
    "mdit-py-plugins": "markdown-it-py[plugins]",
    "py-vapid": "pywebpush: its signatures",
    "yarl": "aiohttp: its addresses",
}


def asked_for(*names):
    found = set()
    for name in names:
        for line in (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                found.add(re.split(r"[\[<>=]", line)[0].lower())
    return found


def imported():
    """Every distribution that the package imports from, with the first place."""
    owners = packages_distributions()
    found = {}
    for path in modules():
        for node in ast.walk(tree(path)):
            for name in imported_names(node):
                for owner in owners.get(name, [f"unknown: {name}"]):
                    found.setdefault(owner.lower().replace("_", "-"), relative(path))
    return found


def imported_names(node):
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        names = [node.module or ""]
    tops = {name.partition(".")[0] for name in names}
    return tops - sys.stdlib_module_names - {"groundswell"}


def test_what_is_imported_is_asked_for():
    wanted = asked_for("base", "postgres", "redis") | set(BY_EXTRA)

    assert {name: place for name, place in imported().items() if name not in wanted} == {}


def test_what_is_asked_for_is_imported():
    found = set(imported()) | set(UNIMPORTED)

    assert asked_for("base", "postgres", "redis") - found == set()


def test_exceptions_are_needed():
    assert set(UNIMPORTED) & set(imported()) == set()
    assert set(BY_EXTRA) - set(imported()) == set()
