"""From the engine's themes to rows: which are new, which go, and what each shows of itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from groundswell.challenges.engine import Themes
from groundswell.challenges.models import Challenge, Theme
from groundswell.challenges.tasks.finding.folds import Folds
from groundswell.challenges.tasks.finding.gathering import Gathered
from groundswell.challenges.tasks.finding.map import places
from groundswell.challenges.tasks.finding.steering import Keys
from groundswell.core.clock import now

LONGEST_LABEL = 150
MOST_WORDS = 12
MOST_SECTORS = 40


@dataclass(slots=True)
class Laid:
    """Where every idea goes."""

    themes: list[Theme]
    """In the order of the engine's."""
    own: list[int]
    """The id of each idea's theme; 0 for none. Those that are folded have the one of the idea
    that is shown for them."""

    def shown(self, gathered: Gathered, folds: Folds) -> list[int]:
        """What is written: a folded idea has no theme of its own, unless a person gave it one."""
        where = zip(self.own, folds.under, gathered.pinned, gathered.written, strict=True)
        return [written if held else 0 if under else own for own, under, held, written in where]


def lay(
    challenge: Challenge, *, keys: Keys, found: Themes, gathered: Gathered, folds: Folds
) -> Laid:
    """Makes the rows of new themes, and takes away those that nothing is in any more."""
    rows = []
    with transaction.atomic():
        for theme in found:
            known = theme.key < len(keys.themes)
            row = keys.themes[theme.key] if known else Theme(challenge=challenge)
            if not row.name:
                row.label = theme.label[:LONGEST_LABEL]
            if not known:
                row.save(force_insert=True)
            rows.append(row)
    ids = [row.id for row in rows]
    own = [ids[place] if place >= 0 else 0 for place in found.theme.tolist()]
    return Laid(rows, _with_leaders(gathered, folds, own))


def _with_leaders(gathered: Gathered, folds: Folds, own: Sequence[int]) -> list[int]:
    of = dict(zip(gathered.ids, own, strict=True))
    return [of[under] if under else each for under, each in zip(folds.under, own, strict=True)]


def describe(challenge: Challenge, *, found: Themes, gathered: Gathered, laid: Laid) -> None:
    """What each theme shows of itself; those that are empty are put away."""
    counted = Counter(laid.own)
    sectors = _tallied(laid.own, gathered.sectors)
    disciplines = _tallied(laid.own, gathered.disciplines)
    map_ = places(found, gathered.texts, [counted[row.id] for row in laid.themes])
    total = max(1, len(gathered))
    for theme, row, (x, y, radius) in zip(found, laid.themes, map_, strict=True):
        # As many as a person would count in it: folded ones with the one that is shown.
        row.idea_count = counted[row.id]
        row.coverage = row.idea_count / total
        row.shape = {
            "words": list(theme.words[:MOST_WORDS]),
            "central": [str(gathered.ids[each]) for each in theme.representatives],
            "sectors": dict(sectors.get(row.id, Counter()).most_common(MOST_SECTORS)),
            "disciplines": dict(disciplines.get(row.id, Counter()).most_common(MOST_SECTORS)),
            "x": x,
            "y": y,
            "r": radius,
        }
        row.parts = []
    with transaction.atomic():
        for row in laid.themes:
            row.save(update_fields=["label", "idea_count", "coverage", "shape", "parts"])
        _put_away(challenge, laid)


def _put_away(challenge: Challenge, laid: Laid) -> None:
    """Themes that nothing is in any more; what a person named stays, as it may fill again."""
    standing = Theme.objects.filter(challenge=challenge, retired_at=None, joined_into=None)
    gone = standing.exclude(id__in=[row.id for row in laid.themes])
    gone.filter(name="").update(retired_at=now(), idea_count=0, coverage=0)
    gone.exclude(name="").update(idea_count=0, coverage=0)


def _tallied(own: Sequence[int], words: Sequence[str]) -> dict[int, "Counter[str]"]:
    """How often each word stands in each theme."""
    tallied: dict[int, Counter[str]] = {}
    for (theme, word), count in Counter(zip(own, words, strict=True)).items():
        tallied.setdefault(theme, Counter())[word] = count
    return tallied
