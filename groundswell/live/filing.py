"""Which prompt a line of a chat answers: the one it names at its head, or the one put last."""

import re

from groundswell.live.models import Prompt

_AROUND = r"(?:[@#][\w.\-]+[\s,:]*)*"
# With a space or a hyphen it is a sentence: "A 2 hour session", "A5-minute break".
_ANSWERS = re.compile(rf"\s*{_AROUND}(?:re:?\s+)?A(\d{{1,2}})(?=[\s:.,;)]|$)", re.IGNORECASE)


def answers(text: str) -> int | None:
    """The number of the prompt that a line names: `A2`, `A2:`, `A2.` or `re A2` at its head,
    after names and hashtags if there are any."""
    found = _ANSWERS.match(text)
    return int(found[1]) if found else None


def prompt_for(text: str, put: list[Prompt], chosen: int | None = None) -> Prompt | None:
    """The prompt that the line goes beneath: named, chosen by hand, or the last that was put."""
    by_number = {prompt.number: prompt for prompt in put}
    named = answers(text)
    if named in by_number:
        return by_number[named]
    if chosen is not None:
        return by_number.get(chosen)
    return max(put, key=lambda prompt: (prompt.put_at, prompt.number), default=None)
