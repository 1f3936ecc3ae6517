"""Recordings that a browser plays by itself, without a page of whoever keeps them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_SORTS = {
    **dict.fromkeys(("mp4", "m4v", "webm", "ogv"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"), "audio"),
}
_PLACE = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")
"""A host and a port and nothing else: it becomes part of the content policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A file that plays; `origin` is whom the browser asks for it once somebody presses play."""

    sort: str
    url: str
    origin: str
    host: str


def player_of(url: str) -> Player | None:
    """The file at this address, if its name says that a browser can play it."""
    parts = urlsplit(url)
    sort = _SORTS.get(parts.path.rpartition(".")[2].lower())
    if sort is None or not _PLACE.fullmatch(parts.netloc.lower()):
        return None
    return Player(
        sort=sort,
        url=parts._replace(fragment="").geturl(),
        origin=f"{parts.scheme}://{parts.netloc.lower()}",
        host=parts.netloc.lower(),
    )
