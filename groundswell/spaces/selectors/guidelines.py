"""The guidelines of a space, as one person meets them and as they came to be."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.core.text.diff import Segment, compare, condensed
from groundswell.spaces.models import Acceptance, Guideline, Space
from groundswell.spaces.rules import guidelines_of

SHORT = 1_500
"""Up to here, guidelines are shown whole with what changed in them."""


@dataclass(frozen=True, kw_only=True)
class Guidelines:
    """A space's guidelines as one person meets them where they write."""

    current: Guideline
    accepted: Guideline | None

    @property
    def number(self) -> int:
        """The version in force."""
        return self.current.number

    @property
    def is_due(self) -> bool:
        """The version in force has not been accepted by this person."""
        return self.accepted is None or self.accepted.number < self.current.number

    @property
    def is_first(self) -> bool:
        """Nothing was accepted so far: without it, nothing can be written."""
        return self.accepted is None

    @property
    def changes(self) -> tuple[Segment, ...]:
        """What changed since the person accepted."""
        if self.accepted is None or not self.is_due:
            return ()
        changes = compare(self.accepted.source, self.current.source)
        return changes if len(self.current.source) <= SHORT else condensed(changes, 300)


def guidelines_for(person: Actor | None, space: Space) -> Guidelines | None:
    """The guidelines in force and the version that the person accepted; two queries at most."""
    current = guidelines_of(space)
    if current is None:
        return None
    current.space = space
    accepted = None
    if person is not None:
        rows = Acceptance.objects.filter(actor=person, guideline__space=space)
        latest = rows.select_related("guideline").order_by("-guideline__number").first()
        accepted = latest.guideline if latest else None
    return Guidelines(current=current, accepted=accepted)


def versions_of(space: Space) -> list[Guideline]:
    """Every version, latest first."""
    rows = Guideline.objects.filter(space=space).select_related("by")
    return list(rows.defer("html").latest_first()[:200])
