"""What the engine speaks in: arrays, progress, and refusals. No database, no framework."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Hashes = npt.NDArray[np.uint64]

# How much of the whole is done, from 0 to 1.
Progress = Callable[[float], None]


class EngineError(ValueError):
    """What was given cannot be worked on; the message is a sentence that says why."""


def unwatched(_done: float) -> None:
    """Nobody looks at the progress."""
