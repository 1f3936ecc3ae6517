"""Proposals and comments of a Decidim site, as its open data tables have them."""

from groundswell.exchange.importers.decidim.reader import SOURCE, read_folder

__all__ = ["SOURCE", "read_folder"]
