"""Addresses found by their words: of three hundred patterns, a request meets the few that fit.

Django tries one pattern after the other. Here they stand in a tree by the parts of their addresses,
and only those that the asked path can lead to are tried, in the order in which they were written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.urls import Resolver404, URLPattern, URLResolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter
from django.urls.resolvers import ResolverMatch, RoutePattern

Route = URLPattern | URLResolver
Place = tuple[int, Route]
_WITHIN_A_PART: Final = {IntConverter, SlugConverter, StringConverter, UUIDConverter}
"""Any other may take in slashes."""


@dataclass(slots=True)
class Branch:
    """What goes on after some parts of an address."""

    words: dict[str, "Branch"] = field(default_factory=dict)
    any_part: "Branch | None" = None
    ends: list[Place] = field(default_factory=list)
    """Addresses that end here."""
    open: list[Place] = field(default_factory=list)
    """Addresses that go on from here in a way that only they know."""

    def grow(self, parts: Iterable[str]) -> "Branch":
        """The branch to which these parts of a pattern lead."""
        branch = self
        for part in parts:
            if "<" not in part:
                branch = branch.words.setdefault(part, Branch())
            else:
                branch.any_part = branch = branch.any_part or Branch()
        return branch

    def find(self, parts: Sequence[str], at: int = 0) -> Iterator[Place]:
        """Every pattern that this path may be of."""
        yield from self.open
        if at == len(parts):
            yield from self.ends
            return
        if (branch := self.words.get(parts[at])) is not None:
            yield from branch.find(parts, at + 1)
        if self.any_part is not None:
            yield from self.any_part.find(parts, at + 1)


class Routes(URLResolver):
    """All patterns of the site. In everything but how one is found it is Django's own."""

    def __init__(self, patterns: Iterable[Route]) -> None:
        super().__init__(RoutePattern(""), list(_plain(patterns)))

    @cached_property
    def _tree(self) -> Branch:
        tree = Branch()
        for place in enumerate(self.url_patterns):
            _put(tree, place)
        return tree

    def resolve(self, path: str) -> ResolverMatch:
        """The first pattern that fits; Django's refusal, which names them all, where none does."""
        for _number, route in sorted(self._tree.find(str(path).split("/"))):
            try:
                match = route.resolve(path)
            except Resolver404:
                continue
            if match is not None:
                return match
        return super().resolve(path)


def _plain(patterns: Iterable[Route]) -> Iterator[Route]:
    """The patterns of apps that are included under no name and no address of their own."""
    for it in patterns:
        if isinstance(it, URLResolver) and not (str(it.pattern) or it.namespace):
            yield from _plain(it.url_patterns)
        else:
            yield it


def _put(tree: Branch, place: Place) -> None:
    number, route = place
    pattern = route.pattern
    parts = str(pattern).split("/") if isinstance(pattern, RoutePattern) else [""]
    if isinstance(route, URLResolver):
        # One of Django's around it adds the address up to here to what is found in it.
        around = URLResolver(RoutePattern(""), [route])
        tree.grow(parts[:-1]).open.append((number, around))
    elif isinstance(pattern, RoutePattern) and _keeps_to_parts(pattern):
        tree.grow(parts).ends.append(place)
    else:
        tree.open.append(place)


def _keeps_to_parts(pattern: RoutePattern) -> bool:
    return all(type(it) in _WITHIN_A_PART for it in pattern.converters.values())
