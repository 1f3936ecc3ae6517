"""Pictures that people upload: looked at before they are opened, opened in a process of its own.

That process is waited for inside the request, so that a picture is there, or refused with its
reason, when the form answers. What keeps the site going meanwhile: one picture is opened at a time,
one more may wait, and further ones are asked to come again in a moment.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Literal

from django.utils.translation import gettext as _

from groundswell.core.errors import Busy, Invalid
from groundswell.core.images.headers import Header, header_of

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 25_000_000
MOST_FRAMES: Final = 200
MOST_PIXELS_MOVING: Final = 50_000_000  # over all frames together
MOST_IN_HAND: Final = 2  # threads of a process, of four that make its pages
AVATAR_SIZE: Final = 256
INLINE_SIZE: Final = 1_600
DECODE_SECONDS: Final = 20
DECODE_BYTES: Final = 512 * 1024 * 1024
_WORKER: Final = Path(__file__).with_name("worker.py")

_in_hand: Final = threading.BoundedSemaphore(MOST_IN_HAND)
_opening: Final = threading.Lock()

Shape = Literal["inline", "avatar"]
_SIZES: Final[dict[Shape, int]] = {"inline": INLINE_SIZE, "avatar": AVATAR_SIZE}
EXTENSIONS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made afresh, without what cameras write about place and owner."""

    data: bytes
    content_type: str
    width: int
    height: int
    animated: bool = False

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.content_type]


def inspect(file: IO[bytes] | bytes) -> Header:
    """What the file's first bytes say, without decoding it, or `Invalid` with what to do."""
    data = _read(file)
    header = header_of(data)
    if header is None:
        raise Invalid(
            _("This file is not a picture that can be shown. Please use JPEG, PNG, WebP or GIF.")
        )
    if header.width < 1 or header.height < 1:
        raise _broken()
    if header.width * header.height > MOST_PIXELS:
        raise Invalid(
            _(
                "This picture is %(width)d by %(height)d pixels, which is more than the "
                "%(most)d million that can be taken. Please make it smaller and try again."
            )
            % {"width": header.width, "height": header.height, "most": MOST_PIXELS // 1_000_000}
        )
    return header


def prepare(file: IO[bytes] | bytes, *, shape: Shape = "inline") -> Picture:
    """The picture as we keep it: upright, small and without metadata; or `Invalid`, or `Busy`."""
    data = _read(file)
    header = inspect(data)
    order = {
        "format": header.format,
        "size": _SIZES[shape],
        "square": shape == "avatar",
        "frames": min(MOST_FRAMES, max(1, MOST_PIXELS_MOVING // (header.width * header.height))),
        "bytes": DECODE_BYTES,
        "seconds": DECODE_SECONDS,
    }
    with _turn():
        answer = _in_child(json.dumps(order).encode() + b"\n" + data)
    head, _newline, made = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    return Picture(data=made, **said)


@contextmanager
def _turn() -> Iterator[None]:
    if not _in_hand.acquire(blocking=False):
        raise Busy(
            _("Several pictures are being prepared at this moment. Please try again in a moment.")
        )
    try:
        with _opening:
            yield
    finally:
        _in_hand.release()


def _in_child(order: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            [sys.executable, "-I", str(_WORKER)],
            input=order,
            capture_output=True,
            timeout=DECODE_SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise _broken() from error
    return done.stdout


def _read(file: IO[bytes] | bytes) -> bytes:
    if isinstance(file, bytes):
        data = file
    else:
        file.seek(0)
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid(
            _("This picture is larger than %(most)d MB. Please make it smaller and try again.")
            % {"most": MOST_BYTES // (1024 * 1024)}
        )
    return data


def _broken() -> Invalid:
    return Invalid(
        _("This picture is damaged or takes too long to open. Please save it again or use another.")
    )
