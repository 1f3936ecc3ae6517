"""What suggested changes change, as the conversation shows it below each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from groundswell.challenges.models import Idea, Suggestion
from groundswell.challenges.selectors.suggesting import changed, state_of
from groundswell.core.text.diff import Segment, condensed

KEPT_FOR: Final = 24 * 3600
AT_ONCE: Final = 40_000
"""As many characters are compared for one page; what is left is shown when it is asked for."""
Difference = tuple[tuple[Segment, ...], tuple[Segment, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A suggestion in the conversation: what it changes, and what became of it."""

    suggestion: Suggestion
    state: str
    difference: Difference | None
    """Of the title and of the text; none where comparing them would keep readers waiting."""


def changes_in(messages: Sequence[int], idea: Idea) -> dict[int, Change]:
    """Those that these messages carry, by message. Words of a suggestion never change, so what
    differs is found once."""
    rows = Suggestion.objects.filter(idea=idea, message__in=messages)
    related = rows.select_related("settled_by", "became__topic").order_by("message")
    found = {it.message_id: it for it in related}
    keys = {id_: f"change-{id_}" for id_ in found}
    known: dict[str, Difference] = cache.get_many(keys.values())
    fresh = _compared([it for id_, it in found.items() if keys[id_] not in known])
    if fresh:
        cache.set_many({keys[id_]: made for id_, made in fresh.items()}, KEPT_FOR)
    return {
        id_: Change(
            suggestion=it,
            state=state_of(it),
            difference=known.get(keys[id_]) or fresh.get(id_),
        )
        for id_, it in found.items()
    }


def _compared(suggestions: Sequence[Suggestion]) -> dict[int, Difference]:
    left, made = AT_ONCE, {}
    for it in suggestions:
        left -= len(it.base_text) + len(it.text)
        if left >= 0:
            text = condensed(changed(it.base_text, it.text))
            made[it.message_id] = changed(it.base_title, it.title), text
    return made
