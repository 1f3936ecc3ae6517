"""Which mail answers which: by what they say, else by their subjects; rings are broken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from groundswell.exchange.importers.mbox.headers import Subject
from groundswell.exchange.importers.mbox.split import Place
from groundswell.exchange.importers.shapes import SourcePerson

SAME_SUBJECT_WITHIN = timedelta(days=60)


@dataclass
class Letter:
    """The envelope of one mail; its words stay in the file until they are needed."""

    key: str
    place: Place
    subject: Subject
    person: SourcePerson
    at: datetime
    answers: Sequence[str]
    notes: list[str] = field(default_factory=list)
    parent: "Letter | None" = None


def threaded(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Threads by the date of their first mail; in each, that mail comes first."""
    by_key = {letter.key: letter for letter in letters}
    ordered = sorted(by_key.values(), key=lambda it: (it.at, it.place.start))
    for letter in ordered:
        known = (by_key[key] for key in letter.answers if key in by_key)
        letter.parent = next((it for it in known if not _leads_to(it, letter)), None)
    _join_by_subject(ordered)
    threads: dict[str, list[Letter]] = {}
    for letter in ordered:
        threads.setdefault(_root(letter).key, []).append(letter)
    found = [_rooted(letters) for letters in threads.values()]
    return sorted(found, key=lambda it: (it[0].at, it[0].place.start))


def _rooted(letters: list[Letter]) -> list[Letter]:
    root = _root(letters[0])
    return [root, *(letter for letter in letters if letter is not root)]


def _root(letter: Letter) -> Letter:
    while letter.parent is not None:
        letter = letter.parent
    return letter


def _leads_to(letter: Letter | None, target: Letter) -> bool:
    """Whether going up from `letter` one comes to `target`: then they cannot be joined."""
    while letter is not None:
        if letter is target:
            return True
        letter = letter.parent
    return False


def _join_by_subject(ordered: Sequence[Letter]) -> None:
    """An answer whose question is unknown belongs to the last thread of that subject."""
    latest: dict[str, Letter] = {}
    for letter in ordered:
        before = latest.get(letter.subject.key)
        lost = letter.parent is None and letter.subject.is_reply
        if lost and before is not None and letter.at - before.at <= SAME_SUBJECT_WITHIN:
            root = _root(before)
            letter.parent = None if _leads_to(root, letter) else root
        if letter.subject.key:
            latest[letter.subject.key] = letter
