"""What a stranger may not have answers as what is not there, at every address, byte for byte.

Each address of the site is tried with the parts of a private space and with parts that never were,
read and written, by a stranger and by somebody who does not belong. Whoever belongs shows that the
parts are really there: else the law would hold of nothing.
"""

import re
from functools import cache

import pytest
from django.db import transaction
from django.test import Client

from groundswell.core import limits
from tests.factories import world
from tests.laws.walking import blanks_of, combinations, filled, routes

# Blanks that are no part of a space -> why a stranger may have them.
OPEN = {
    "token": "A link that was given to somebody is itself the right.",
    "code": "A code on the wall of a session is itself the right to its room.",
    "address": "People are seen by everybody; what they wrote in private is another law's.",
    "name": "A picture's name cannot be guessed; whoever has it was shown it.",
    "file": "The demonstration's mail is for whoever sits at the machine.",
    "uidb36": "A link that was given to somebody is itself the right.",
}
# What is in no private space: feeds, and what other sites show, are read without signing in, so
# they hold public things alone.
PUBLIC = {
    *(route for route in routes() if "feed." in route and set(blanks_of(route)) - {"form"}),
    "/t/<int:topic_id>/embed/",
}
NEVER = {
    "handle": "zqnowhere",
    "tag": "zqneversaid",
}
SAME = {"number", "form"}
NO_ID = 3_000_000_000_000_000_007
MASKED = re.compile(rb'name="(?:csrfmiddlewaretoken|nonce)" value="[^"]*"|token=[\w%:.~-]*')
# Headers that say when, or to whom, something was sent, and not what.
UNJUDGED = {"Date", "Set-Cookie", "Content-Length"}
WORDS = {
    "text": "Zqtext",
    "title": "Zqtitle",
    "reason": "Zqwhy",
    "sign": "\N{THUMBS UP SIGN}",
    "more": "1",
}


@pytest.fixture
def place(db, settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    return world.furnished(**world.cast())


def walked():
    """The addresses that name a part of something."""
    found = sorted({route for route in routes() if blanks_of(route)})
    return [r for r in found if not set(blanks_of(r)) & set(OPEN) and set(blanks_of(r)) - SAME]


def answer(client, method, path):
    """Status, headers and body; whatever it wrote is taken back."""
    limits.reset()
    client.cookies.pop("messages", None)  # what an earlier answer had to say
    before = transaction.savepoint()
    got = getattr(client, method)(path, WORDS)
    body = b"".join(got) if got.streaming else got.content
    transaction.savepoint_rollback(before)
    headers = {
        name: " ".join(sorted(value.split()))
        for name, value in got.headers.items()
        if name not in UNJUDGED
    }
    return got.status_code, headers, body


def without(values, text):
    """The text of an answer without what was asked for, which comes from the reader."""
    for value in sorted(map(str, values), key=len, reverse=True):
        text = text.replace(value, "~")
    return text


def compared(client, method, path, values):
    status, headers, body = answer(client, method, path)
    plain = without(values, MASKED.sub(b"", body).decode("utf-8", "replace"))
    return status, {name: without(values, value) for name, value in headers.items()}, plain


def first_difference(one, other):
    """What differs: the status, a header, or the surroundings of the first sign of the text."""
    if one[:2] != other[:2]:
        return one[:2], other[:2]
    at = next((n for n, (a, b) in enumerate(zip(one[2], other[2], strict=False)) if a != b), 0)
    return one[2][max(0, at - 60) : at + 60], other[2][max(0, at - 60) : at + 60]


def never(chosen):
    """The same blanks, filled with what never was."""
    return {
        name: value if name in SAME else NEVER.get(name, NO_ID) for name, value in chosen.items()
    }


def browser(person):
    client = Client()
    if person is not None:
        client.force_login(person.account)
    return client


@pytest.mark.slow
@pytest.mark.parametrize("who", ["stranger", "cyn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_forbidden_answers_as_missing(place, who, method):
    client = browser(None if who == "stranger" else place.cyn)
    parts = {value for name, found in place.blanks.items() if name not in SAME for value in found}
    differ = {}

    @cache
    def nothing(path):
        """Many parts of one kind are compared with the one that never was."""
        return compared(client, method, path, {NO_ID, *NEVER.values()})

    for route in walked():
        for chosen in combinations(route, place.blanks):
            path = filled(route, chosen)
            here = compared(client, method, path, parts)
            there = nothing(filled(route, never(chosen)))
            if here != there:
                differ[path] = first_difference(here, there)

    assert differ == {}


@pytest.mark.slow
def test_whoever_belongs_finds_every_part(place):
    """One of those who belong gets something else than "missing" from every address."""
    browsers = [browser(person) for person in (place.ben, place.ada, place.olu, place.key)]
    unseen = {
        route
        for route in set(walked()) - PUBLIC
        if not any(
            answer(client, method, filled(route, chosen))[0] not in {404, 405}
            for client in browsers
            for chosen in combinations(route, place.blanks)
            for method in ("get", "post")
        )
    }

    assert unseen == set()


@pytest.mark.slow
def test_what_is_public_alone_is_there_for_a_stranger(place):
    people = {name: getattr(place, name) for name in ("olu", "ada", "ben", "cyn", "key")}
    meadow = world.furnished(**people, handle="zqmeadow", visibility="public", joining="open")

    # Not every topic is a challenge, and not every stage is of this one.
    best = {
        route: min(
            answer(Client(), "get", filled(route, chosen))[0]
            for chosen in combinations(route, meadow.blanks)
        )
        for route in PUBLIC
    }

    assert set(best.values()) == {200}
