"""Exports are written by the worker, kept a week, and taken away."""

import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.core.clock import now
from groundswell.core.schedule import every
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.models import Export

KEPT = timedelta(days=7)


def folder() -> Path:
    """Where exports lie; never among the media, which are served to others."""
    path = Path(settings.DATA_DIR) / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


@task()
def write_export(export_id: int) -> None:
    """Writes the file. Twice is once; what fails leaves a sentence for the steward."""
    export = Export.objects.select_related("space__actor").filter(id=export_id).first()
    if export is None or export.ready_at is not None:
        return
    path = folder() / f"{secrets.token_hex(16)}.zip"
    try:
        pack_space(export.space, path)
    except Exception:
        path.unlink(missing_ok=True)
        export.problem = _("The export could not be written. Ask for it again.")
        export.save(update_fields=["problem"])
        raise
    export.path, export.size, export.ready_at = path.name, path.stat().st_size, now()
    export.problem = ""
    export.save(update_fields=["path", "size", "ready_at", "problem"])


@every(hours=6)
def forget_exports() -> None:
    """Old files go, and those that a killed worker left."""
    for export in Export.objects.filter(asked_at__lt=now() - KEPT):
        if export.path:
            (folder() / export.path).unlink(missing_ok=True)
        export.delete()
    known = set(Export.objects.exclude(path="").values_list("path", flat=True))
    old = (now() - timedelta(days=1)).timestamp()
    for path in folder().glob("*.zip"):
        if path.name not in known and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
