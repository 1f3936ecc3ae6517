"""Keeping a space's picture in the place of another one."""

from functools import partial
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from groundswell.core.images import Picture

FOLDER = "pictures"


def keep_picture(picture: Picture | None, *, instead_of: str) -> str:
    """The path of the picture, "" for none; the one before goes once the change is sure."""
    saved = ""
    if picture is not None:
        path = f"{FOLDER}/{token_hex(16)}.{picture.extension}"
        saved = default_storage.save(path, ContentFile(picture.data))
    if instead_of:
        transaction.on_commit(partial(default_storage.delete, instead_of))
    return saved
