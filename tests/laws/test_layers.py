"""Apps import downwards only, and inside an app the page asks the domain."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.laws.source import PACKAGE, ROOT


def contracts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["importlinter"]["contracts"]


def test_every_contract_is_kept():
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_no_contract_has_an_exception():
    assert [contract["id"] for contract in contracts() if "ignore_imports" in contract] == []


def test_every_app_has_its_place():
    layers = {name for layer in contracts()[0]["layers"] for name in layer.split("|")}
    placed = {name.strip(" ()") for name in layers}
    apps = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert apps - placed == set()
