"""What a running site sends in one file is what developers load in many."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from groundswell.config.static_bundles import one_script, one_sheet
from groundswell.web.scripts import SCRIPTS, scripts
from tests.laws.source import PACKAGE, templates, text

STATIC = PACKAGE / "web" / "static"


def test_sheet_holds_every_sheet_in_its_layer_and_imports_none() -> None:
    sheet = one_sheet()
    imports = re.findall(r'url\("([^"]+)"\)', (STATIC / "css" / "app.css").read_text())

    assert "@import" not in sheet
    assert len(imports) > 20
    assert [path for path in imports if (STATIC / "css" / path).read_text() not in sheet] == []
    assert sheet.index("@layer tokens, reset") < sheet.index("@layer tokens {")


def test_every_script_is_loaded_once() -> None:
    """Nothing says so where one is forgotten: its elements just stay as the server drew them."""
    named = {name for path in templates() for name in re.findall(r"js/gs-\w+\.js", text(path))}
    ours = sorted(f"js/{path.name}" for path in (STATIC / "js").glob("*.js"))

    assert sorted([*SCRIPTS, *named]) == ours


def test_script_holds_every_module_in_a_block_of_its_own() -> None:
    script = one_script()

    assert [path for path in SCRIPTS if (STATIC / path).read_text() not in script] == []
    assert len(set(SCRIPTS)) == len(SCRIPTS)
    assert script.count("reportError(error);") == len(SCRIPTS)
    assert re.findall(r"^(?:import|export)\b", script, re.MULTILINE) == []


def test_developers_load_them_one_by_one() -> None:
    assert scripts() == SCRIPTS


def test_collecting_writes_the_bundles(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "groundswell.config.static_bundles.BundledStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert scripts() == ("js/app.js",)
    hashed = tmp_path / staticfiles_storage.url("css/app.css").removeprefix("/static/")
    assert "@import" not in hashed.read_text()
    assert hashed.with_name(f"{hashed.name}.gz").exists()
    assert (tmp_path / staticfiles_storage.url("js/app.js").removeprefix("/static/")).exists()
