"""Every word on a page is either translated or somebody's own: read in a language of brackets."""

import re

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils.translation import trans_real
from selectolax.lexbor import LexborHTMLParser

from groundswell.core import stencil, wording
from groundswell.core.licences import LICENCES
from tests import factories

OPEN, CLOSE = (
    "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}",
    "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}",
)
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = ("alt", "aria-label", "aria-description", "label", "placeholder", "title")
UNREAD = "script, style, template, svg, code, kbd, [translate=no]"
# Names are the same in every language; so are units and addresses.
NAMES = {
    "groundswell",
    "nc",
    "markdown",
    "atom",
    "json",
    "rss",
    "http",
    "https",
    "testserver",
    "utc",
}


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
    for kept in (stencil._drawn, stencil._rendered, wording._translated):
        kept.cache_clear()


def plain_addresses(resolver, prefix="/"):
    """The pages whose address has no blank to fill in, ours and the accounts package's."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if not re.search(r"[<(^$\\?]", route):
                yield route
        elif not route.startswith("/__"):
            yield from plain_addresses(pattern, route)


def own_words():
    """Everything that people and the machine wrote into the database."""
    found = set(NAMES)
    found |= {word.lower() for one in LICENCES for word in WORD.findall(one.name)}
    for model in apps.get_models():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField)
        ]
        for row in model._default_manager.values_list(*columns) if columns else ():
            found |= {word.lower() for value in row for word in WORD.findall(value or "")}
    return found


def outside_brackets(text):
    depth, kept = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        kept.append(sign if depth == 0 and sign != CLOSE else " ")
    return "".join(kept)


def forgotten(html):
    """The words of a page that did not pass through gettext."""
    page = LexborHTMLParser(html)
    for node in page.css(UNREAD):
        node.decompose()
    said = [page.root.text(separator=" ")]
    said += [node.attributes[name] or "" for name in SHOWN for node in page.css(f"[{name}]")]
    return {word for text in said for word in WORD.findall(outside_brackets(text))}


def look(client, address):
    """The forgotten words of one page; None when it is no page for this reader."""
    answer = client.get(address)
    if answer.status_code == 500:
        return {"the page fails"}
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    return forgotten(b"".join(answer).decode())


@pytest.mark.slow
@pytest.mark.django_db
def test_every_word_is_translated_or_somebodys_own(brackets, ada, meadow):
    topic = factories.topic(ada, meadow)
    own = own_words()
    addresses = [
        *plain_addresses(get_resolver()),
        f"/s/{meadow.actor.handle}/",
        f"/@{ada.handle}/",
        f"/t/{topic.id}/",
    ]
    signed_out = Client(raise_request_exception=False)
    signed_in = Client(raise_request_exception=False)
    signed_in.force_login(ada.account)

    seen = {
        f"{address} {who}": {word for word in words if word.lower() not in own}
        for address in addresses
        for who, client in (("signed out", signed_out), ("signed in", signed_in))
        if "logout" not in address and (words := look(client, address)) is not None
    }

    assert {page: sorted(words) for page, words in seen.items() if words} == {}
    assert len(seen) > 5
