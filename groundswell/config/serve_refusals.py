"""What a server process answers before it makes pages: a page for people, a line for programs.

The pages are drawn once for each language, so that refusing many costs next to nothing.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from groundswell.core import stencil
from groundswell.streaming.live import Scope, Send, answer

Header = tuple[bytes, bytes]

_POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    b"form-action 'none'; frame-ancestors 'none'"
)
_VARY: Final = (b"vary", b"Accept, Accept-Language, HX-Request")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no page now."""

    status: int
    template: str
    sentence: str | Promise
    more: tuple[Header, ...] = ()


BUSY: Final = Refusal(
    503,
    "busy.html",
    _("The site is very busy. Please try again shortly."),
    ((b"retry-after", b"5"),),
)
TOO_MUCH_AT_ONCE: Final = Refusal(
    429,
    "busy.html",
    _("Too much is being sent at this moment. Please try again shortly."),
    ((b"retry-after", b"10"), (b"connection", b"close")),
)
TOO_LARGE: Final = Refusal(
    413,
    "413.html",
    _("This is larger than the site takes (32 MB). Nothing was stored."),
    ((b"connection", b"close"),),
)


async def refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    """Answers with the page, the line that htmx shows where one is, or the plain line."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    language = _language(headers.get(b"accept-language", b"").decode("latin-1"))
    if b"hx-request" not in headers and b"text/html" in headers.get(b"accept", b""):
        page = _page(refusal.template, language)
        more = (*refusal.more, _VARY, (b"content-security-policy", _POLICY))
        await answer(send, refusal.status, page, kind=b"text/html; charset=utf-8", more=more)
        return
    with translation.override(language):
        sentence = str(refusal.sentence)
    said = json.dumps({"gs:refused": {"reason": sentence}}).encode()
    more = (*refusal.more, _VARY, (b"hx-trigger", said))
    await answer(send, refusal.status, sentence + "\n", more=more)


@lru_cache(maxsize=256)
def _language(asked: str) -> str:
    """The first of the reader's languages that the site speaks."""
    for tag, _weight in parse_accept_lang_header(asked[:200].lower()):
        try:
            return translation.get_supported_language_variant(tag)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@lru_cache(maxsize=64)
def _page(template: str, language: str) -> str:
    with translation.override(language):
        return str(stencil.render(template))
