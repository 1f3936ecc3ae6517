"""Every word on a page is either translated or somebody's own: read in a language of brackets."""

import re
from datetime import timedelta
from itertools import islice

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils.translation import trans_real
from selectolax.lexbor import LexborHTMLParser

from groundswell.core import jinja, limits, stencil, wording
from groundswell.core.clock import now
from groundswell.core.licences import LICENCES
from groundswell.notifications.tasks.mail import send_letters, write_digests, write_letters
from groundswell.people.models import AlertPreference
from tests.factories import world
from tests.laws import walking
from tests.laws.filling import forms_of
from tests.laws.walking import blanks_of, combinations, filled, routes

OPEN, CLOSE = (
    "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}",
    "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}",
)
ADDRESS = re.compile(r"\S*(?:://|@)\S*")
LINKED = re.compile(r"\]\(/[^)]*\)")
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = ("alt", "aria-label", "aria-description", "label", "placeholder", "title")
UNREAD = "script, style, template, svg, code, kbd, [translate=no]"
# Names are the same in every language; so are units and addresses. People's own begin with zq.
NAME = re.compile(
    r"zq.*|groundswell|markdown|atom|json|rss|https?|testserver|utc|english|example|org"
    r"|nc|media|png|txt|re"
)

LICENSED = {word.lower() for one in LICENCES for word in WORD.findall(str(one.name))}


class Brackets(trans_real.DjangoTranslation):
    """A language in which every sentence that passed through gettext stands in brackets."""

    def gettext(self, message):
        return f"{OPEN}{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}{CLOSE}"

    def ngettext(self, singular, plural, number):
        return self.gettext(singular if number == 1 else plural)


@pytest.fixture
def brackets(monkeypatch):
    language = Brackets("en")
    monkeypatch.setitem(trans_real._translations, "en", language)
    monkeypatch.setattr(trans_real, "_default", language)
    monkeypatch.setattr(trans_real._active, "value", language, raising=False)
    drawn_anew()
    yield
    drawn_anew()


def drawn_anew():
    """Nothing is shown with the words that the language had before."""
    drawn = (stencil._drawn, stencil._rendered, wording._translated)
    for kept in (*drawn, jinja._ago, jinja._lasting, jinja._dated, jinja._day):
        kept.cache_clear()


def outside_brackets(text):
    depth, kept = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        kept.append(sign if depth == 0 and sign != CLOSE else " ")
    return "".join(kept)


def forgotten_words(text):
    return set(WORD.findall(outside_brackets(LINKED.sub("]", text))))


def forgotten(html):
    """The words of a page that did not pass through gettext."""
    if not html:
        return set()
    page = LexborHTMLParser(html)
    for node in page.css(UNREAD):
        node.decompose()
    said = [page.root.text(separator=" ")]
    said += [node.attributes[name] or "" for name in SHOWN for node in page.css(f"[{name}]")]
    return {word for text in said for word in forgotten_words(text)}


@pytest.fixture
def place(db, settings, tmp_path):
    """A public space with one of everything, all written by `zq...` people."""
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    settings.DEMO, settings.HOST, settings.EMAIL_FILE_PATH = True, "127.0.0.1", str(tmp_path)
    world.organised()
    people = world.cast()
    return world.furnished(**people, handle="zqmeadow", visibility="public", joining="open")


def pages(place, most):
    """Every address, its blanks filled with what there is, in at most so many ways."""
    views = dict(walking.views())
    for route in sorted(set(routes())):
        if set(blanks_of(route)) <= set(place.blanks):
            values = place.at(route, views.get(route, ""))
            for chosen in islice(combinations(route, values), most):
                yield filled(route, chosen)


def readers(place):
    """Who looks, and in how many ways they fill one address."""
    for name, most in (("ada", 2), ("stranger", 1), ("cyn", 1), ("ben", 1), ("olu", 1)):
        client = Client(raise_request_exception=False, REMOTE_ADDR="127.0.0.1")
        if name != "stranger":
            client.force_login(getattr(place, name).account)
        yield name, client, most


def asked(client, method, address, values=None):
    """The answer, and what it led to; whatever was written is taken back."""
    limits.reset()
    before = transaction.savepoint()
    session = dict(client.cookies)
    answer = getattr(client, method)(address, values, follow=True)
    body = b"".join(answer)
    transaction.savepoint_rollback(before)
    client.cookies.clear()
    client.cookies.update(session)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code, body.decode() if html else ""


def ours(words):
    plain = {word for word in words if not NAME.fullmatch(word.lower())}
    return sorted(word for word in plain if word.lower() not in LICENSED)


def sent(client, form, text):
    """The form with this text in every field one types into."""
    return asked(client, form.method, form.action, form.values | dict.fromkeys(form.typed, text))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_word_is_translated_or_somebodys_own(brackets, place):
    answers, tried = {}, set()
    for name, client, most in readers(place):
        for address in pages(place, most):
            answers[name, address] = asked(client, "get", address)
            for form in forms_of(answers[name, address][1], address):
                if form.key in tried or not form.is_ours:
                    continue
                tried.add(form.key)
                answers[name, form.action, "empty"] = sent(client, form, "")

    words = {where: ours(forgotten(html)) for where, (_status, html) in answers.items()}
    assert {where: found for where, found in words.items() if found} == {}
    assert [where for where, (status, _html) in answers.items() if status == 500] == []
    assert len(answers) > 300
    assert len(tried) > 50


@pytest.mark.slow
def test_every_word_of_a_mail_is_translated_or_somebodys_own(brackets, place, settings):
    preference = AlertPreference.objects.update_or_create
    for person, when in ((place.ada, "at_once"), (place.ben, "daily")):
        preference(actor=person, defaults={"mail": when})
    with time_machine.travel(now() + timedelta(days=2)):
        for work in (write_letters, write_digests, send_letters):
            work()

    letters = [ADDRESS.sub("", f"{letter.subject}\n{letter.body}") for letter in mail.outbox]

    assert [words for text in letters if (words := ours(forgotten_words(text)))] == []
    assert letters
