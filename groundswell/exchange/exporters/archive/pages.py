"""The archive as pages for people: no scripts, nothing from elsewhere, light and dark."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines

from groundswell.conversations.models import Attachment, Message, Topic
from groundswell.core.clock import now
from groundswell.exchange.archives import MEDIA
from groundswell.spaces.models import Space

_OUR_LINK = re.compile(r'(<a\b[^>]*\bhref=")(?=/(?!/))')
_OUR_FILE = re.compile(r'(<(?:img|a)\b[^>]*\b(?:src|href)=")/media/a/(\d{1,19})/[^"]*')


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A line of the index."""

    title: str
    path: str
    topic: Topic


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as its page shows it."""

    message: Message
    html: str
    files: Sequence[Attachment]


def index_page(space: Space, listed: Sequence[Listed]) -> str:
    """The list of topics, the latest first."""
    ordered = sorted(listed, key=lambda it: it.topic.last_message_at, reverse=True)
    return _page("exchange/archive_index.html", space, topics=ordered, up="")


def topic_page(
    space: Space,
    topic: Topic,
    messages: Sequence[Message],
    *,
    files: Mapping[int, Sequence[Attachment]],
) -> str:
    """One topic with all that was said in it."""
    shown = [
        Shown(
            message=it,
            html=_at_home(it.html, files.get(it.id, ())),
            files=files.get(it.id, ()),
        )
        for it in messages
    ]
    return _page("exchange/archive_topic.html", space, topic=topic, messages=shown, up="../")


def style() -> str:
    """The site's own colours, and what these few pages need."""
    tokens = finders.find("css/tokens.css")
    own = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return (Path(tokens).read_text(encoding="utf-8") if tokens else "") + own


def _at_home(html: str, files: Sequence[Attachment]) -> str:
    """Files and pictures lead into the archive, other links to the site it was written on."""
    paths = {str(file.id): file.path for file in files}

    def inside(found: re.Match[str]) -> str:
        path = paths.get(found[2])
        return f"{found[1]}../{MEDIA}{path}" if path else found[0]

    return _OUR_LINK.sub(rf"\1{settings.SITE_URL}", _OUR_FILE.sub(inside, html))


def _page(template: str, space: Space, **context: Any) -> str:
    environment: Any = engines["jinja2"]
    page = environment.env.get_template(template)
    origin = settings.SITE_URL
    return str(page.render(space=space, origin=origin, media=MEDIA, written=now(), **context))
