"""The whole site in one file, made while people post, and brought back to a working site."""

from typing import Final

from groundswell.core.compiled import FOLDER as COMPILED

FORMAT: Final = "groundswell-backup"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database/"
DATA: Final = "data/"
SQLITE: Final = "database/groundswell.sqlite3"

# What stands in DATA_DIR and is made anew, or is a copy itself.
LEFT_OUT: Final = (COMPILED, "static", "mail", "held-mail", "held", "exports", "backups")
KEPT_ASIDE: Final = "before-restore-"
