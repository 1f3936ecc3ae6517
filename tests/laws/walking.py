"""The site's own table of addresses, and how its blanks are filled."""

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, get_resolver

BLANK = re.compile(r"<(?:\w+:)?(\w+)>")
# The one address of the accounts package that is a regular expression, as a route.
RESET = "/accounts/password/reset/key/<uidb36>-<key>/"


def routes(resolver: Any = None, prefix: str = "/") -> Iterator[str]:
    """Every address of the site, with its blanks."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from routes(pattern, route)
        elif "(?P<" in route:
            yield RESET
        else:
            yield route


def views(resolver: Any = None, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """Every address with the module of what answers there."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback.__module__
        else:
            yield from views(pattern, route)


def blanks_of(route: str) -> list[str]:
    return BLANK.findall(route)


def combinations(route: str, values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Every way to fill the blanks with the values."""
    names = blanks_of(route)
    for chosen in itertools.product(*(values[name] for name in names)):
        yield dict(zip(names, chosen, strict=True))


def filled(route: str, chosen: dict[str, Any]) -> str:
    """The address with its blanks filled."""
    return BLANK.sub(lambda blank: quote(str(chosen[blank[1]]), safe=""), route)
