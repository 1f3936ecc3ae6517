"""Whatever somebody types into whatever form: a sentence or a tidy value, and nothing is lost.

The forms are those that the pages show, so that a new one is tried on the day it is written.
"""

import json
import os
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from groundswell.core import limits
from tests.core.hostile import HOSTILE
from tests.factories import world
from tests.laws import walking
from tests.laws.filling import forms_of
from tests.laws.walking import blanks_of, combinations, filled, routes

# Tried in every field of every form; the others are dealt out, each to some.
ALWAYS = (
    "",
    "\0",
    "zq\0zq",
    "\ud800zq",
    "<![/#",
    "\u202ezq\u2066",
    "zq" * 20_000,
    "\N{COMBINING ACUTE ACCENT}" * 500,
    "9" * 400,
    "../../etc/passwd",
)
# What a database itself may refuse: another one than SQLite is asked for no more than these.
STORED = ("\0", "zq\0zq", "\ud800zq", "zq" * 20_000, "9" * 400)
# A file of naughty strings, a list in JSON, when one is named.
NAUGHTY = os.environ.get("NAUGHTY_STRINGS", "")
# Ends the walk, or belongs to a machine of one's own.
NOT_SENT = ("/accounts/logout/", "/demo/")
WORDS = "zqkept " * 2_000
# Where a lapsed session keeps the words until one has signed in: tests/conversations show it.
RESTORED = {"/t/0/reply/", "/s/zqmeadow/new/", "/m/0/edit/"}


@pytest.fixture
def place(db, settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    settings.ACCOUNT_RATE_LIMITS = False
    world.organised()
    people = world.cast()
    return world.furnished(**people, handle="zqmeadow", visibility="public", joining="open")


def browser(person):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person.account)
    return client


def asked(client, method, address, values=None, *, follow=False):
    """Status and text of the answer; whatever was written is taken back."""
    limits.reset()
    before = transaction.savepoint()
    cookies = dict(client.cookies)
    answer = getattr(client, method)(address, values, follow=follow)
    body = b"".join(answer).decode("utf-8", "replace")
    transaction.savepoint_rollback(before)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer.status_code, body


def forms(place):
    """Every form that somebody finds, once: who found it, where, and the form."""
    found, views = {}, dict(walking.views())
    for name in ("ada", "stranger", "ben", "olu"):
        client = browser(getattr(place, name, None))
        for route in sorted(set(routes())):
            if not set(blanks_of(route)) <= set(place.blanks):
                continue
            values = place.at(route, views.get(route, ""))
            for chosen in islice(combinations(route, values), 2):
                address = filled(route, chosen)
                _status, html = asked(client, "get", address)
                for form in forms_of(html, address):
                    if form.is_ours and form.typed and not form.action.startswith(NOT_SENT):
                        found.setdefault(form.key, (name, address, form))
    return list(found.values())


def naughty():
    if not NAUGHTY:
        return ()
    return tuple(json.loads(Path(NAUGHTY).read_text(encoding="utf-8")))


def typed(form, text):
    return form.values | dict.fromkeys(form.typed, text)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_form_answers_whatever_is_typed(place):
    found = forms(place)
    first = connection.vendor == "sqlite"
    always, others = (ALWAYS, (*HOSTILE, *naughty())) if first else (STORED, ())
    failed = {}
    for at, (name, _address, form) in enumerate(found):
        client = browser(getattr(place, name, None))
        for text in (*always, *others[at :: len(found)]):
            sendable = text.encode("utf-8", "replace").decode()
            status, _html = asked(client, form.method, form.action, typed(form, sendable))
            if status >= 500:
                failed[name, form.action, text[:20]] = status

    assert failed == {}
    assert len(found) > 40


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_refused_words_stand_in_the_form_again(place):
    """Too long for any field; also sent by somebody whose session ended while they wrote."""
    lost = {}
    for name, _address, form in forms(place):
        if form.method != "post" or not form.long:
            continue
        values = form.values | dict.fromkeys(form.long, WORDS)
        for who, client in ((name, browser(getattr(place, name, None))), ("over", browser(None))):
            status, html = asked(client, "post", form.action, values, follow=True)
            restored = who == "over" and form.key[1] in RESTORED
            if "zqkept zqkept" not in html and not restored:
                lost[who, form.action] = status

    assert lost == {}
