"""A space and everything said in it, as one zip that `import archive` brings back equal."""

from groundswell.exchange.exporters.archive.pack import Packed, pack_space

__all__ = ["Packed", "pack_space"]
