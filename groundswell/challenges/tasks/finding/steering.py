"""What people decided about themes, as the engine reads it, and themes as rows again.

The engine knows a theme by a small number; `Keys` says which row that is.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from groundswell.challenges.engine import steering
from groundswell.challenges.models import Challenge, Theme, ThemeEdit
from groundswell.challenges.tasks.finding.gathering import Gathered


@dataclass(slots=True)
class Keys:
    """The challenge's themes that stand; the place of each is its key."""

    themes: list[Theme] = field(default_factory=list)

    def of(self) -> dict[int, int]:
        """From a theme's id to its key."""
        return {theme.id: key for key, theme in enumerate(self.themes)}


def steered_by(challenge: Challenge, gathered: Gathered) -> tuple[Keys, steering.Steered]:
    """The themes as they stand, with every decision that was not undone."""
    standing = Theme.objects.filter(challenge=challenge, retired_at=None, joined_into=None)
    keys = Keys(list(standing.order_by("id")))
    of = keys.of()
    nowhere = steering.NOWHERE
    where = zip(gathered.ids, gathered.themes, gathered.pinned, strict=True)
    theme: dict[Hashable, int] = {}
    pinned: dict[Hashable, int] = {}
    for id_, own, held in where:
        key = of.get(own, nowhere)
        if key != nowhere:
            theme[id_] = key
        if held:
            pinned[id_] = key
    return keys, steering.Steered(
        theme=theme,
        label={key: str(each) for key, each in enumerate(keys.themes)},
        renamed=frozenset(key for key, each in enumerate(keys.themes) if each.name),
        kept=_kept(challenge, of),
        pinned=pinned,
    )


def _kept(challenge: Challenge, of: dict[int, int]) -> frozenset[int]:
    """Themes that a person split or joined."""
    made = (ThemeEdit.Kind.SPLIT, ThemeEdit.Kind.JOIN)
    edits = ThemeEdit.objects.filter(challenge=challenge, kind__in=made, undone_at=None)
    touched = {id_ for pair in edits.values_list("theme", "other") for id_ in pair}
    return frozenset(of[id_] for id_ in touched if id_ in of)
