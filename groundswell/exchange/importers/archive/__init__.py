"""Our own archives: opened with care, since a file can claim to be anything."""

from groundswell.exchange.importers.archive.opened import Archive, open_archive

__all__ = ["Archive", "open_archive"]
