"""Responses by the lot, with what will be asked of their words; made in a second process."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from groundswell.challenges.tokens import MOST_CHARACTERS, wording
from groundswell.core.ahead import Ahead, Beside, Here, Known, noted
from groundswell.core.errors import Invalid
from groundswell.core.text.clean import clean
from groundswell.core.text.folding import folded
from groundswell.core.text.plainly import plainly
from groundswell.core.text.rules import tag_url
from groundswell.exchange.importers.responses.reader import Response, read_responses
from groundswell.exchange.importers.tally import Tally

PER_LOT = 1_500
"""Each is a transaction, and whoever else wants to write waits for it: about half a second."""
WORTH_A_PROCESS = 1_000_000
"""Bytes of a file: reading less takes less time than starting one."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Some responses; what was left out before them; and what functions of their words give."""

    responses: list[Response]
    left_out: Tally
    known: Known


@contextmanager
def lots_of(path: Path, limit: int | None = None) -> Iterator[Ahead[Lot]]:
    """The lots of a file, read ahead by a second process where that is worth it."""
    if path.is_file() and path.stat().st_size >= WORTH_A_PROCESS:
        with Beside(f"{__name__}.{made.__name__}", path, limit) as beside:
            yield beside
    else:
        yield Here(made(path, limit))


def made(path: Path, limit: int | None) -> Generator[Lot | None, int | None, None]:
    """Gives nothing first; then a lot each time it is sent the challenge they go to, if any."""
    challenge_id = yield None
    left_out = Tally()
    responses = read_responses(path, left_out, limit)
    while True:
        some = list(islice(responses, PER_LOT))
        if not some and not left_out.reasons:
            return
        challenge_id = yield Lot(some, left_out.emptied(), _foreseen(some, challenge_id))


def _foreseen(responses: list[Response], challenge_id: int | None) -> Known:
    with noted() as known:
        for response in responses:
            with suppress(Invalid):  # it is met again, and told, where it would be written
                _ask_all(response.title, clean(response.text), challenge_id)
    return known


def _ask_all(title: str, text: str, challenge_id: int | None) -> None:
    plainly(text, tag_url)
    folded(title)
    folded(text)
    if challenge_id is not None:
        wording(challenge_id, title, text[:MOST_CHARACTERS])
