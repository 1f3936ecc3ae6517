"""The round picture of a person, or the squared one of a space: initials when there is none."""

from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_TINTS: Final = 8


def face(actor: Any, size: str = "", shape: str = "") -> Markup:
    """size: "", s, l; shape: "" or space. Reads handle, name and, where it has one, avatar_url."""
    return drawn_face(
        actor.handle, actor.name, getattr(actor, "avatar_url", ""), size=size, shape=shape
    )


@lru_cache(maxsize=4096)
def drawn_face(
    handle: str, name: str, avatar_url: str, *, size: str = "", shape: str = ""
) -> Markup:
    """The same people are on many pages. It says nothing by itself, so it is hidden from readers:
    the name always stands beside it.
    """
    sizes = (f" face-{size}" if size else "") + (f" face-{shape}" if shape else "")
    if avatar_url:
        inner = Markup(
            '<img src="{}" alt="" width="96" height="96" loading="lazy" decoding="async">'
        ).format(avatar_url)
    else:
        inner = escape(name[:1] if shape == "space" else _initials(name))
    start = Markup('<span class="face face-{}{}" aria-hidden="true">').format(_tint(handle), sizes)
    return start + inner + Markup("</span>")


def _tint(handle: str) -> int:
    """One of eight colours, the same for the same handle."""
    at = handle.lower()
    first, last, second = (_LETTERS.find(letter) for letter in (at[:1], at[-1:], at[1:2]))
    return (first * 5 + last * 3 + second + len(at)) % _TINTS + 1


def _initials(name: str) -> str:
    words = name.split()
    if not words:
        return "?"
    return words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
