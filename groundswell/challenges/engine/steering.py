"""What a steward decided about themes, and how the next run keeps to it.

A theme is known by its key, a number that stays with it from run to run. `Steered` is what one run
leaves to the next: where every text is, what the themes are called, and what people decided. The
functions here are the decisions; each gives a new `Steered` and changes nothing.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace

from groundswell.challenges.engine.shapes import EngineError

# In no theme.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Steered:
    """The themes as they stand. Ids are whatever the caller knows texts by."""

    theme: Mapping[Hashable, int] = field(default_factory=dict)
    """The key of each text's theme; NOWHERE, or absent, is in none."""
    label: Mapping[int, str] = field(default_factory=dict)
    renamed: frozenset[int] = frozenset()
    """Themes whose name a person gave: it stays."""
    kept: frozenset[int] = frozenset()
    """Themes that a person joined or split: whoever is in them stays."""
    pinned: Mapping[Hashable, int] = field(default_factory=dict)
    """Texts that a person put somewhere, NOWHERE included: they stay there."""
    used: int = 0
    """Keys below this one have been given, also those that are gone."""

    def unused(self) -> int:
        """A key that no theme has had."""
        named = max((*self.label, *self.theme.values(), *self.pinned.values(), -1)) + 1
        return max(named, self.used)


def rename(steered: Steered, key: int, label: str) -> Steered:
    """Gives a theme a name of its own."""
    _known(steered, key)
    name = " ".join(label.split())
    if not name:
        raise EngineError("A theme needs a name.")
    return replace(steered, label={**steered.label, key: name}, renamed=steered.renamed | {key})


def join(steered: Steered, into: int, others: Collection[int]) -> Steered:
    """Makes several themes one, which keeps the key and the name of the first."""
    _known(steered, into, *others)
    gone = frozenset(others) - {into}
    moved = {text: into if key in gone else key for text, key in steered.theme.items()}
    pinned = {text: into if key in gone else key for text, key in steered.pinned.items()}
    return replace(
        steered,
        theme=moved,
        pinned=pinned,
        label={key: name for key, name in steered.label.items() if key not in gone},
        renamed=steered.renamed - gone,
        kept=(steered.kept - gone) | {into},
        used=steered.unused(),
    )


def split(steered: Steered, key: int, apart: Collection[Hashable], *, label: str) -> Steered:
    """Takes some texts of a theme out into a theme of their own, whose key is `unused()`."""
    _known(steered, key)
    away = frozenset(apart)
    inside = {text for text, own in steered.theme.items() if own == key}
    if not away or not away < inside:
        raise EngineError("To split a theme, choose some of its texts, and not all.")
    new = steered.unused()
    begun = replace(
        steered,
        theme={text: new if text in away else own for text, own in steered.theme.items()},
        pinned={text: new if text in away else own for text, own in steered.pinned.items()},
        label={**steered.label, new: label},
        kept=steered.kept | {key, new},
    )
    return rename(begun, new, label)


def pin(steered: Steered, text: Hashable, key: int) -> Steered:
    """Puts a text into a theme, or NOWHERE, for good."""
    if key != NOWHERE:
        _known(steered, key)
    return replace(
        steered,
        theme={**steered.theme, text: key},
        pinned={**steered.pinned, text: key},
    )


def unpin(steered: Steered, text: Hashable) -> Steered:
    """Lets the next run decide about a text again."""
    left = {each: key for each, key in steered.pinned.items() if each != text}
    return replace(steered, pinned=left)


def _known(steered: Steered, *keys: int) -> None:
    for key in keys:
        if key not in steered.label:
            raise EngineError(f"There is no theme {key}.")
