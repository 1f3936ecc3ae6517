"""Who cannot be given a page is told so in one: people by a page, programs by a line."""

import asyncio
import re

import pytest
from django.utils.translation import override

from groundswell.config import serve_refusals
from groundswell.config.serve_refusals import BUSY, TOO_LARGE, TOO_MUCH_AT_ONCE, refuse

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def refused(refusal, headers):
    """Status, headers and text of the answer."""
    sent = []

    async def send(message):
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(refuse({"headers": given}, send, refusal))
    start, body = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    assert told["content-length"] == str(len(body["body"]))
    return start["status"], told, body["body"].decode()


@pytest.mark.parametrize(
    ("refusal", "status", "title"),
    [
        (BUSY, 503, "Many people are here right now"),
        (TOO_MUCH_AT_ONCE, 429, "Many people are here right now"),
        (TOO_LARGE, 413, "That is too large"),
    ],
)
def test_people_get_a_page(refusal, status, title):
    code, headers, page = refused(refusal, BROWSER)

    assert (code, headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", page) == [title]
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert not re.findall(r"<script|<form|style=|https?://", page)


def test_programs_get_a_line():
    code, headers, text = refused(BUSY, {"accept": "application/json"})

    assert (code, headers["content-type"]) == (503, "text/plain; charset=utf-8")
    assert (text, headers["retry-after"]) == (
        "The site is very busy. Please try again shortly.\n",
        "5",
    )


def test_open_page_shows_the_line_where_it_is():
    _code, headers, text = refused(TOO_LARGE, {**BROWSER, "hx-request": "true"})

    assert text == "This is larger than the site takes (32 MB). Nothing was stored.\n"
    assert headers["hx-trigger"] == (
        '{"gs:refused": {"reason": "This is larger than the site takes (32 MB). '
        'Nothing was stored."}}'
    )


@pytest.mark.parametrize(
    ("asked", "language"),
    [("", "en"), ("de-AT,de;q=0.9,en;q=0.5", "de"), ("xx, ;;;q=", "en"), ("\xe9" * 999, "en")],
)
def test_page_is_in_a_language_of_the_reader(settings, asked, language):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    serve_refusals._language.cache_clear()

    found = serve_refusals._language(asked)
    with override("fr"):
        page = serve_refusals._page("busy.html", found)
    serve_refusals._language.cache_clear()

    assert f'<html lang="{language}"' in page
