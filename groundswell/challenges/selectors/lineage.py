"""Where an idea came from, and what grew out of it.

Links say it: an idea grew out of another, was split from one, or another was combined into it. In
each the later idea is the child of the earlier one; so what is above an idea is what it came from,
and what is below is what became of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from unicodedata import east_asian_width

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.challenges.selectors.said import said_in
from groundswell.conversations.models import Link, Topic
from groundswell.spaces.models import seen_by

KINDS = (Link.Kind.COMBINED_INTO, Link.Kind.DERIVED_FROM, Link.Kind.SPLIT_INTO)
DEEPEST = 5
MOST = 60
ABOVE: dict[str, Promise] = {
    Link.Kind.COMBINED_INTO: _("combined into it"),
    Link.Kind.DERIVED_FROM: _("it grew out of this"),
    Link.Kind.SPLIT_INTO: _("it was split from this"),
}
BELOW: dict[str, Promise] = {
    Link.Kind.COMBINED_INTO: _("it was combined into this"),
    Link.Kind.DERIVED_FROM: _("grew out of it"),
    Link.Kind.SPLIT_INTO: _("split from it"),
}


@dataclass(slots=True)
class Kin:
    """An idea in a lineage, and how it stands to the one nearer to where the lineage was asked."""

    topic: Topic
    how: str = ""
    by: int = 0
    kin: list["Kin"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What is above and below an idea; `cut` where there is more than is shown."""

    topic: Topic
    above: list[Kin]
    below: list[Kin]
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.above or self.below)

    def nearest(self, most: int) -> "Lineage":
        """The latest few of each side."""
        return replace(self, above=self.above[-most:], below=self.below[-most:])


@dataclass(frozen=True, slots=True, kw_only=True)
class NearKin:
    """The nearest: one step up and one down."""

    links: list[Link]
    topic: Topic
    said: dict[int, int] = field(default_factory=dict)
    """How much people said of what was combined into it, by the ids of the topics."""

    @property
    def combined(self) -> list[Link]:
        """What was combined into it; each one's `origin`."""
        return [link for link in self.links if self._is(link, "combined_into", up=True)]

    @property
    def into(self) -> Link | None:
        """By which it was combined into its `target`."""
        found = [link for link in self.links if self._is(link, "combined_into", up=False)]
        return found[0] if found else None

    @property
    def lineage(self) -> Lineage:
        """The same as a lineage of one step each way."""
        above = [_above(link) for link in self.links if _later(link) == self.topic.id]
        below = [_below(link) for link in self.links if _later(link) != self.topic.id]
        return Lineage(topic=self.topic, above=above, below=below)

    def _is(self, link: Link, kind: str, *, up: bool) -> bool:
        return link.kind == kind and (link.target_id == self.topic.id) == up


def near_kin(topic: Topic, viewer: Actor | None) -> NearKin:
    """What an idea's page shows of its lineage: one query, and one more where others came in."""
    links = _seen(viewer).filter(Q(origin=topic) | Q(target=topic))
    near = NearKin(links=list(links.order_by("id")[:MOST]), topic=topic)
    return replace(near, said=said_in(link.origin for link in near.combined))


def lineage_of(topic: Topic, viewer: Actor | None) -> Lineage:
    """The whole of it, as far as the viewer may see and a page can show."""
    up, more_up = _walk(topic, viewer, up=True)
    down, more_down = _walk(topic, viewer, up=False)
    return Lineage(topic=topic, above=up, below=down, cut=more_up or more_down)


def _seen(viewer: Actor | None) -> QuerySet[Link]:
    rows = Link.objects.filter(kind__in=KINDS, origin__removed_at=None, target__removed_at=None)
    seen = rows.filter(seen_by(viewer, "origin__space"), seen_by(viewer, "target__space"))
    return seen.select_related("origin__author", "target__author", "by")


def _later(link: Link) -> int:
    """The id of the child: the later of the two ideas."""
    return link.origin_id if link.kind == Link.Kind.DERIVED_FROM else link.target_id


def _above(link: Link) -> Kin:
    earlier = link.target if link.kind == Link.Kind.DERIVED_FROM else link.origin
    return Kin(topic=earlier, how=str(ABOVE[link.kind]), by=link.by_id)


def _below(link: Link) -> Kin:
    later = link.origin if link.kind == Link.Kind.DERIVED_FROM else link.target
    return Kin(topic=later, how=str(BELOW[link.kind]), by=link.by_id)


def _walk(topic: Topic, viewer: Actor | None, *, up: bool) -> tuple[list[Kin], bool]:
    """One query a generation; nobody stands in it twice, though two may share a forebear."""
    top = Kin(topic=topic)
    known, ring = {topic.id: top}, [topic.id]
    for _generation in range(DEEPEST):
        met: list[int] = []
        for near, kin in _next(ring, viewer, up=up):
            if len(known) > MOST:
                return top.kin, True
            if kin.topic.id not in known:
                known[kin.topic.id] = kin
                known[near].kin.append(kin)
                met.append(kin.topic.id)
        ring = met
        if not ring:
            return top.kin, False
    return top.kin, True


def _next(ring: list[int], viewer: Actor | None, *, up: bool) -> Iterable[tuple[int, Kin]]:
    reverse = Q(kind=Link.Kind.DERIVED_FROM)
    here, there = ("target", "origin") if up else ("origin", "target")
    wanted = (~reverse & Q(**{f"{here}__in": ring})) | (reverse & Q(**{f"{there}__in": ring}))
    found: dict[int, list[Kin]] = defaultdict(list)
    for link in _seen(viewer).filter(wanted).order_by("id")[: MOST + 1]:
        kin = _above(link) if up else _below(link)
        near = link.origin_id if kin.topic.id == link.target_id else link.target_id
        found[near].append(kin)
    return [(near, kin) for near in ring for kin in found[near]]


# How it is drawn: one idea a line, forebears above and further right the older they are, what grew
# out of it below. So it reads the same on a telephone and on a wall.
LINE, STEP, LEFT, BEND = 52, 22, 12, 10
WIDTH, LONGEST = 340, 38


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One idea of the drawing: where it stands, and the line that leads to its nearest."""

    kin: Kin
    x: int
    y: int
    path: str
    title: str
    here: bool

    @property
    def meta(self) -> str:
        """Whose it is, since when, and how it stands to its nearest."""
        topic = self.kin.topic
        words = [_short(topic.author.name, 24), str(topic.published_at.year), self.kin.how]
        return " · ".join(word for word in words if word)

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A lineage as rows, and the size of the whole."""

    rows: list[Row]
    width: int
    height: int


def drawn(lineage: Lineage) -> Drawing:
    """Where everything stands in the drawing."""
    places: list[tuple[Kin, int]] = []
    for kin in lineage.above:
        _older_first(kin, 1, places)
    own = len(places)
    places.append((Kin(topic=lineage.topic), 0))
    for kin in lineage.below:
        _younger_last(kin, 1, places)
    line_of = {id(kin): number for number, (kin, _depth) in enumerate(places)}
    nearest = {id(kin): own for kin in (*lineage.above, *lineage.below)}
    for kin, _depth in places:
        nearest.update({id(near): line_of[id(kin)] for near in kin.kin})
    rows = [
        _row(kin, depth, number, toward=nearest.get(id(kin), number))
        for number, (kin, depth) in enumerate(places)
    ]
    deepest = max(depth for _kin, depth in places)
    return Drawing(rows=rows, width=WIDTH + deepest * STEP, height=len(rows) * LINE)


def _older_first(kin: Kin, depth: int, places: list[tuple[Kin, int]]) -> None:
    for one in kin.kin:
        _older_first(one, depth + 1, places)
    places.append((kin, depth))


def _younger_last(kin: Kin, depth: int, places: list[tuple[Kin, int]]) -> None:
    places.append((kin, depth))
    for one in kin.kin:
        _younger_last(one, depth + 1, places)


def _row(kin: Kin, depth: int, number: int, *, toward: int) -> Row:
    x, y = LEFT + depth * STEP, number * LINE + LINE // 2
    line, end = x - STEP, toward * LINE + LINE // 2
    bend = BEND if end > y else -BEND
    curve = f"M{x} {y}H{line + BEND}Q{line} {y} {line} {y + bend}V{end}"
    title = kin.topic.title
    return Row(kin=kin, x=x, y=y, path=curve if depth else "", title=_short(title), here=not depth)


def _short(title: str, room: int = LONGEST) -> str:
    """As much of a title as has room; wide letters take two places."""
    for place, letter in enumerate(title):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{title[:place].rstrip()}…"
    return title
