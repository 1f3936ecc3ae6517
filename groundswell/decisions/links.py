"""The signed link by which a guest votes: one works at a time, the last that was made for them."""

from groundswell.core.signing import BALLOT, sign, unsign
from groundswell.decisions.models import RollEntry


def token_of(entry: RollEntry) -> str:
    """What stands in the address; of the first link the row alone."""
    return sign(BALLOT, f"{entry.id}.{entry.link}" if entry.link else str(entry.id))


def named_by(token: str) -> tuple[int, int]:
    """The row on the roll and which of its links this is; `Refused` for what is none of ours."""
    row, _dot, link = str(unsign(BALLOT, token)).partition(".")
    return int(row), int(link or 0)
