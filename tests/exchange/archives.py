"""Helpers for archives: what is in one, and a site with nothing on it."""

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from groundswell.exchange.archives import LINES, SPACE, lines_of


def content(path: Path) -> dict[str, object]:
    """Everything but when and by which version it was packed, and the pages made of the rest."""
    with zipfile.ZipFile(path) as packed:
        found: dict[str, object] = {
            noun: [json.loads(line) for line in packed.read(lines_of(noun)).splitlines()]
            for noun in LINES
        }
        found["space"] = json.loads(packed.read(SPACE))
        found["media"] = {
            name: packed.read(name) for name in packed.namelist() if name.startswith("media/")
        }
    return found


def rewritten(
    path: Path, noun: str, change: Callable[[list[dict[str, Any]]], object], *, name: str = "other"
) -> Path:
    """The archive with other lines of a noun, and digests that fit. `change` changes the rows."""
    target = path.with_name(f"{name}.zip")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(target, "w") as out:
        manifest = json.loads(packed.read("manifest.json"))
        for entry in manifest["files"]:
            data = packed.read(entry["path"])
            if entry["path"] == lines_of(noun):
                rows = [json.loads(line) for line in data.splitlines()]
                change(rows)
                data = "".join(json.dumps(row) + "\n" for row in rows).encode()
                entry["sha256"] = sha256(data).hexdigest()
            out.writestr(entry["path"], data)
        out.writestr("manifest.json", json.dumps(manifest))
    return target


def empty_site() -> None:
    """Forgets everything that anybody ever wrote here."""
    with transaction.atomic():
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label not in {"auth", "contenttypes"}:
                model._base_manager.all()._raw_delete(using=connection.alias)
