"""Mailing lists, from the file that their archive or a mail program writes."""

from groundswell.exchange.importers.mbox.reader import SOURCE, read_mbox

__all__ = ["SOURCE", "read_mbox"]
