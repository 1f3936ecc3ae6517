"""Receipts of secret ballots: the ballot's random id, as people can copy it by hand."""

from base64 import b32decode, b32encode
from binascii import Error
from typing import Final

_BYTES: Final = 8
_GROUP: Final = 4
_NONE: Final = 0
"""No ballot has it."""


def receipt_of(ballot_id: int) -> str:
    """Such as ABCD-EFGH-IJKL-M."""
    text = b32encode(ballot_id.to_bytes(_BYTES)).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def ballot_of(receipt: str) -> int:
    """The id on a receipt, however it was typed; 0 for what is none."""
    text = "".join(receipt.split()).replace("-", "").upper()
    text = text.replace("0", "O").replace("1", "I").replace("8", "B")
    try:
        raw = b32decode(text + "=" * (-len(text) % 8))
    except (Error, ValueError):
        return _NONE
    return int.from_bytes(raw) if len(raw) == _BYTES else _NONE
