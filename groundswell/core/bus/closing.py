"""What every subscription does at the end of its `with`."""

from types import TracebackType
from typing import Self


class Closing:
    """Closes when its block ends, whatever ended it."""

    def close(self) -> None:
        """Gives up what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
