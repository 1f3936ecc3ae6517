"""Files as they come from a browser: looked at here, before anything is written."""

from io import BytesIO
from typing import IO, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from groundswell.conversations.actions import Brought
from groundswell.conversations.rules import LARGEST_FILE, MEBIBYTE
from groundswell.core import images
from groundswell.core.errors import Invalid
from groundswell.core.text.clean import one_line

PICTURES = ("jpg", "jpeg", "png", "gif", "webp")
PLAYED = {
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
_MAGIC = (b"\x89PNG\r\n", b"GIF8", b"\xff\xd8\xff")


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """A field of several files; cleaned one by one, into a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files that were chosen; an empty one is refused by name."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(Files, self).clean(one, initial) for one in given if one]


def brought(file: UploadedFile[Any]) -> Brought:
    """The file as it will be kept, or `Invalid` with what to do about it."""
    name, size, content = _name(file.name or ""), file.size or 0, file.open("rb")
    if size > LARGEST_FILE:
        raise Invalid(
            _("%(name)s is larger than %(most)d MB. Please make it smaller and try again.")
            % {"name": name, "most": LARGEST_FILE // MEBIBYTE}
        )
    stem, _dot, ending = name.rpartition(".")
    ending = ending.lower()
    if not _is_picture(content, ending):
        kind = PLAYED.get(ending, "application/octet-stream")
        return Brought(name=name, content=content, content_type=kind, size=size)
    picture = images.prepare(content)
    return Brought(
        name=f"{stem or 'picture'}.{picture.extension}",
        content=BytesIO(picture.data),
        content_type=picture.content_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
    )


def _name(name: str) -> str:
    """The file's own name without folders, for people to read; never a path on our disk."""
    last = name.replace("\\", "/").rpartition("/")[2]
    try:
        return one_line(last[-150:], most=200, least=1)
    except Invalid:
        return _("file")


def _is_picture(file: IO[bytes], ending: str) -> bool:
    """By name or by its first bytes. A drawing in SVG is a program, and kept as a mere file."""
    file.seek(0)
    start = file.read(12)
    file.seek(0)
    return ending in PICTURES or start.startswith(_MAGIC) or start[8:12] == b"WEBP"
