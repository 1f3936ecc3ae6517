"""On a running site the styles are one file, and so are the scripts of every page.

Developers write and load them one by one. When the static files are collected, the imports of
`css/app.css` are put in their places, and the modules of every page follow one another in
`js/app.js`, each in a block of its own: none imports another, and one that fails stops only itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from servestatic.storage import CompressedManifestStaticFilesStorage

from groundswell.web.scripts import BUNDLE, SCRIPTS

SHEET: Final = "css/app.css"
_IMPORT: Final = re.compile(r'^@import url\("([\w./-]+)"\) layer\((\w+)\);$', re.MULTILINE)


class BundledStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, compressed beforehand, and few requests."""

    bundles: Final = True

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Write the bundles among what was collected, then hash and compress all of it."""
        if not options.get("dry_run"):
            for name, text in ((SHEET, one_sheet()), (BUNDLE, one_script())):
                Path(self.path(name)).write_text(text, encoding="utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, **options)


def one_sheet() -> str:
    """The sheet with what it imports in place, each in its layer."""
    folder = Path(SHEET).parent

    def imported(found: re.Match[str]) -> str:
        return f"@layer {found[2]} {{\n{_source(str(folder / found[1]))}}}\n"

    return _IMPORT.sub(imported, _source(SHEET))


def one_script() -> str:
    """The scripts of every page, one after the other."""
    return "".join(
        f"try {{\n{_source(path)}}} catch (error) {{\n  reportError(error);\n}}\n"
        for path in SCRIPTS
    )


def _source(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    text = Path(found).read_text(encoding="utf-8")
    return text if text.endswith("\n") else f"{text}\n"
