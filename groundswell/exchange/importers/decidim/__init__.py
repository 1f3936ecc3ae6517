"""Proposals and comments of a Decidim site, as its open data tables have them."""

from groundswell.exchange.importers.decidim.flow import proposals_of
from groundswell.exchange.importers.decidim.reader import SOURCE, read_folder

__all__ = ["SOURCE", "proposals_of", "read_folder"]
