"""What a feed is, and how it is written: the same content in two formats."""

from groundswell.timelines.rules.atom import as_atom
from groundswell.timelines.rules.feed import Feed, Item, absolute
from groundswell.timelines.rules.json_feed import as_json

__all__ = ["Feed", "Item", "absolute", "as_atom", "as_json"]
