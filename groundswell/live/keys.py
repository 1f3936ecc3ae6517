"""By what a device is known: a digest of what it keeps, another one in each session."""

import hashlib

from groundswell.live.models import Question


def key_in(kept: str, session_id: int) -> str:
    """By which it is known as who asked without a name; nothing where it keeps nothing."""
    return _digest(f"{kept}:{session_id}") if kept else ""


def device_in(kept: str, session_id: int) -> str:
    """The same for a guest; from neither can one reckon the other."""
    return _digest(f"{kept}:{session_id}:guest") if kept else ""


def key_to(kept: str, question: Question) -> str:
    """By which the question would be the device's: that of the session where it was asked first."""
    first = question
    while first.asked_before is not None:
        first = first.asked_before
    return key_in(kept, first.session_id)


def is_known(kept: str, question: Question) -> bool:
    """Whether the device is whose who asked it, in whichever session that was: without a name, or
    as a guest of that session."""
    asker = question.asker
    if asker is not None:
        return bool(asker.device) and asker.device == device_in(kept, asker.session_id)
    return bool(question.key) and question.key == key_to(kept, question)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
