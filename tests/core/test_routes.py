"""Patterns found by the parts of an address are those that Django finds one by one."""

import re

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, re_path, reverse
from django.urls.resolvers import Resolver404, RoutePattern

from groundswell.core.routes import Routes

_BLANKS = re.compile(r"<(?:(\w+):)?\w+>")
_LIKELY = {"int": "12", "feed": "atom", "uuid": "3e0e0a4e-0000-4000-8000-000000000001"}


def view(_request, **_values):
    return HttpResponse()


def found(resolver, address):
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return {name: it for name, it in vars(match).items() if name != "tried"}


def addresses(resolver, before=""):
    for it in resolver.url_patterns:
        whole = before + str(it.pattern)
        if isinstance(it, URLPattern):
            yield _BLANKS.sub(lambda blank: _LIKELY.get(blank[1], "a-name"), whole)
        else:
            yield from addresses(it, whole)


def test_routes_of_the_site_lead_where_django_leads():
    (routes,) = get_resolver().url_patterns
    plain = URLResolver(RoutePattern(""), routes.url_patterns)
    known = list(addresses(routes))
    others = [f"{it}x/" for it in known] + [it.rstrip("/") for it in known] + ["", "/", "a//b"]

    led = {address: found(routes, address) for address in [*known, *others]}

    assert len(known) > 300
    assert led == {address: found(plain, address) for address in [*known, *others]}


SITE = [
    path("", include([path("t/<int:id>/", view, name="number")])),
    path("t/<str:word>/", view, name="word"),
    path("t/7/", view, name="seven"),
    path("files/<path:rest>", view, name="file"),
    path("in", include(([path("side/<slug:it>/", view, name="side")], "app"), namespace="ns")),
    re_path(r"^old-(?P<year>[0-9]+)/$", view, name="old"),
]


@pytest.mark.parametrize(
    ("address", "name", "values"),
    [
        ("t/7/", "number", {"id": 7}),
        ("t/seven/", "word", {"word": "seven"}),
        ("files/a/b/c", "file", {"rest": "a/b/c"}),
        ("inside/it/", "ns:side", {"it": "it"}),
        ("old-1999/", "old", {"year": "1999"}),
    ],
)
def test_routes_take_the_first_pattern_that_fits(address, name, values):
    match = Routes(SITE).resolve(address)

    assert (match.view_name, match.kwargs) == (name, values)


def test_routes_refuse_as_django_does():
    with pytest.raises(Resolver404) as refusal:
        Routes(SITE).resolve("t/a/b/")

    assert refusal.value.args[0]["path"] == "t/a/b/"


def test_routes_give_addresses_by_name():
    assert reverse("topic", args=[5]) == "/t/5/"
    assert Routes(SITE).reverse("word", "new") == "t/new/"
