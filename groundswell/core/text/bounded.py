"""HTML that others wrote, cut to what is read in a moment: parsers take squared time over what is
nested deep or carries a thousand attributes, whatever its size."""

import re
from typing import Final

LONGEST_TAG: Final = 10_000
_LONG_TAGS: Final = re.compile(rf"<[^<>]{{{LONGEST_TAG},}}>?")


def bounded(html: str, *, length: int, tags: int) -> str:
    """The beginning of the page: at most so many characters and tags, none of them a long one.

    Pictures that stand in their tag as data are such, and would take the room of the words.
    """
    kept = _LONG_TAGS.sub("", html[: 20 * length])[:length]
    at = -1
    for _tag in range(tags + 1):
        at = kept.find("<", at + 1)
        if at < 0:
            return kept
    return kept[:at]
