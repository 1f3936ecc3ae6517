"""Decidim's proposals and their threaded comments, as threads; every row ends in the tally."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from groundswell.core.errors import DomainError
from groundswell.exchange.importers.decidim.rows import BadRow, comment, facts, key_of, proposal
from groundswell.exchange.importers.decidim.tables import read_table
from groundswell.exchange.importers.shapes import SourceMessage, Thread, in_reading_order
from groundswell.exchange.importers.tally import Tally

SOURCE = "decidim"
PROPOSALS, COMMENTS = "proposals", "comments"

_PROPOSAL_COLUMNS = {"id", "title", "summary", "created_at"}
_COMMENT_COLUMNS = {"id", "proposal", "parent", "created_at", "body"}


def read_folder(folder: Path, tally: Tally, limit: int | None = None) -> Iterator[Thread]:
    """Every proposal with its comments, in the order of the table; at most `limit` of them."""
    replies = _comments(folder, tally)
    seen: set[str] = set()
    for row in islice(read_table(folder, PROPOSALS, _PROPOSAL_COLUMNS), limit):
        try:
            opening = proposal(row, seen)
        except (BadRow, DomainError) as problem:
            tally.skip(PROPOSALS, str(problem))
            continue
        found = _in_order(replies.pop(opening.key, ()))
        yield Thread(opening=opening, replies=found, idea=facts(row))
    if limit is None:
        for message in (message for left in replies.values() for message in left):
            tally.skip(message.kind, "its proposal was left out, or is not in the folder")


def _comments(folder: Path, tally: Tally) -> dict[str, list[SourceMessage]]:
    """The comments by their proposal."""
    found: dict[str, list[SourceMessage]] = defaultdict(list)
    seen: set[str] = set()
    for row in read_table(folder, COMMENTS, _COMMENT_COLUMNS):
        try:
            found[key_of(row, "proposal")].append(comment(row, seen))
        except (BadRow, DomainError) as problem:
            tally.skip(COMMENTS, str(problem))
    return found


def _in_order(replies: Sequence[SourceMessage]) -> list[SourceMessage]:
    here = {reply.key for reply in replies}
    return in_reading_order([_with_parent(reply, here) for reply in replies])


def _with_parent(reply: SourceMessage, here: set[str]) -> SourceMessage:
    if not reply.parent or reply.parent in here:
        return reply
    note = "answers a comment that is not in the folder, and stands under the proposal"
    return replace(reply, parent="", notes=[*reply.notes, note])
