"""What the opinion map speaks in: arrays, progress, and refusals. No database, no framework."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# The signs of a vote, everywhere and in every file that we write.
AGREE: Final = 1
PASS: Final = 0
DISAGREE: Final = -1

# How much of the whole is done, from 0 to 1.
Progress = Callable[[float], None]


class OpinionError(ValueError):
    """What was given cannot be worked on; the message is a sentence that says why."""


def unwatched(_done: float) -> None:
    """Nobody looks at the progress."""


def natural(name: str) -> tuple[int, int, str]:
    """Where a name stands in a list: numbers by their size, then all other names."""
    return (0, int(name), name) if name.isdecimal() and name.isascii() else (1, 0, name)
