"""An array that grows at its end, and copies itself seldom."""

import numpy as np
import numpy.typing as npt

_LEAST_ROOM = 1_024


class Growing:
    """Numbers, or rows of numbers."""

    def __init__(self, kind: npt.DTypeLike, width: int | None = None) -> None:
        self._kept = np.empty((0,) if width is None else (0, width), kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def all(self) -> npt.NDArray[np.generic]:
        """What has been put in; a view, good until more comes."""
        return self._kept[: self._length]

    def extend(self, more: npt.NDArray[np.generic]) -> None:
        """Adds at the end."""
        needed = self._length + len(more)
        if needed > len(self._kept):
            room = max(needed, 2 * len(self._kept), _LEAST_ROOM)
            wider = np.empty((room, *self._kept.shape[1:]), self._kept.dtype)
            wider[: self._length] = self.all
            self._kept = wider
        self._kept[self._length : needed] = more
        self._length = needed
