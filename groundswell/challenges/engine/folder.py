"""New arrivals, one by one: each joins the group of the leader it is most like, or leads its own.

What `fold` does in one go for all, this does at once for one, a little less well: run `fold` again
now and then, and start from its groups.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from rensa import RMinHash

from groundswell.challenges.engine.folding import Folding
from groundswell.challenges.engine.growing import Growing
from groundswell.challenges.engine.numbering import runs
from groundswell.challenges.engine.pairs import LEAST, ROWS, SLOTS, bands, sketch
from groundswell.challenges.engine.shapes import EngineError, Hashes, Ints
from groundswell.challenges.engine.shingles import Shingles, shingle
from groundswell.challenges.engine.wording import normalise, normalised

_VERSION: Final = 1
# Arrivals wait in a dictionary until so many, then the sorted bands are made anew.
_MOST_WAITING: Final = 2_000
# A crowd in one band is looked at up to so many.
_MOST_IN_A_BAND: Final = 64


class Folder:
    """An index of leaders. Groups are numbered as they are opened, and keep their number."""

    def __init__(self) -> None:
        self._pieces = Growing(np.int32)
        self._ends = Growing(np.int64)
        self._keys = Growing(np.uint64, SLOTS // ROWS)
        self._ranked: list[tuple[Hashes, Ints]] = []
        self._waiting: dict[int, list[int]] = {}
        self._settled = 0

    @classmethod
    def of(cls, texts: Sequence[str], folding: Folding) -> "Folder":
        """Starts from the representatives of a folding, and from its numbers."""
        folder = cls()
        folder._lead(shingle(normalised(texts[row] for row in folding.representative)))
        return folder

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._ends)

    def near(self, text: str) -> list[tuple[int, float]]:
        """Groups whose leader shares at least half of its pieces with the text, best first."""
        return self._near(shingle([normalise(text)]))

    def add(self, text: str) -> int:
        """The group of a new text, opened for it when none is near."""
        own = shingle([normalise(text)])
        found = self._near(own)
        if found:
            return found[0][0]
        self._lead(own)
        return len(self) - 1

    def save(self, path: Path) -> None:
        """Writes the index as plain arrays; nothing in it is run when it is read."""
        about = np.array([_VERSION, RMinHash.ALGORITHM_VERSION])
        with path.open("wb") as stream:
            np.savez_compressed(
                stream,
                about=about,
                pieces=self._pieces.all,
                ends=self._ends.all,
                keys=self._keys.all,
            )

    @classmethod
    def load(cls, path: Path) -> "Folder":
        """Reads an index that `save` wrote."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                arrays = {name: kept[name] for name in ("about", "pieces", "ends", "keys")}
        except (KeyError, ValueError, EOFError, BadZipFile) as error:
            raise EngineError(f"{path} is not an index of groups.") from error
        if arrays["about"].tolist() != [_VERSION, RMinHash.ALGORITHM_VERSION]:
            raise EngineError(f"{path} was written by another version: make the index anew.")
        folder = cls()
        folder._pieces.extend(arrays["pieces"])
        folder._ends.extend(arrays["ends"])
        folder._keys.extend(arrays["keys"])
        folder._settle()
        return folder

    def _lead(self, own: Shingles) -> None:
        """New leaders, one a row."""
        before, count = len(self), own.shape[0]
        keys = np.column_stack(bands(sketch(own)))
        self._ends.extend(own.indptr[1:] + len(self._pieces))
        self._pieces.extend(own.indices)
        self._keys.extend(keys)
        if len(self) - self._settled > _MOST_WAITING:
            self._settle()
            return
        for place in range(count):
            for key in _named(keys[place]):
                self._waiting.setdefault(key, []).append(before + place)

    def _settle(self) -> None:
        """Sorts every band, for everybody who has come so far."""
        keys = self._keys.all
        orders = [np.argsort(keys[:, band], kind="stable") for band in range(keys.shape[1])]
        self._ranked = [(keys[order, band], order) for band, order in enumerate(orders)]
        self._waiting.clear()
        self._settled = len(self)

    def _near(self, own: Shingles) -> list[tuple[int, float]]:
        keys = np.column_stack(bands(sketch(own)))[0]
        places: set[int] = set()
        for (ranked, order), key in zip(self._ranked, keys, strict=False):
            first = int(np.searchsorted(ranked, key))
            crowd = ranked[first : first + _MOST_IN_A_BAND] == key
            places.update(order[first : first + int(crowd.sum())].tolist())
        for key in _named(keys):
            places.update(self._waiting.get(key, ())[:_MOST_IN_A_BAND])
        return self._verified(own.indices, np.array(sorted(places), np.int64))

    def _verified(self, own: Ints, places: Ints) -> list[tuple[int, float]]:
        """Those of the places that are near, with their Jaccard similarity, best first."""
        if not len(places):
            return []
        ends = self._ends.all.astype(np.int64, copy=False)
        starts = np.where(places > 0, ends[places - 1], 0)
        sizes = ends[places] - starts
        pieces = self._pieces.all[runs(starts, sizes)]
        shared = np.add.reduceat(np.isin(pieces, own), np.cumsum(sizes) - sizes, dtype=np.int64)
        likeness = shared / (sizes + len(own) - shared)
        order = np.lexsort((places, -likeness))
        return [(int(places[n]), float(likeness[n])) for n in order if likeness[n] >= LEAST]


def _named(keys: Hashes) -> list[int]:
    """One number for each band and key."""
    return [key * len(keys) + band for band, key in enumerate(keys.tolist())]
