"""Draws messages: stencils filled with what each message has, so that thirty cost little.

What is drawn depends on nothing but what is passed in, so nothing here can go stale.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language
from markupsafe import Markup, escape

from groundswell.conversations.models import Message
from groundswell.conversations.selectors import ShownMessage, TopicPage
from groundswell.conversations.selectors.acts import MessageActs, TopicActs
from groundswell.core.clock import now
from groundswell.core.faces import drawn_face
from groundswell.core.jinja import aged
from groundswell.core.stencil import SLOTS, render, stencil

_FOLDER = "conversations/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The buttons that stand below a message."""

    react: bool
    reply: bool
    accept: bool


def row_of(acts: TopicActs, number: int, kind: str, *, reply: bool) -> Row:
    """The buttons of one message of a topic, for one viewer."""
    allowed = acts.allowed
    open_question = allowed.accept and not acts.accepted_id
    return Row(
        react=allowed.react,
        reply=reply,
        accept=open_question and number > 1 and kind == Message.Kind.REPLY,
    )


class Drawing:
    """Called by the page with each of its messages in turn."""

    def __init__(self, page: TopicPage) -> None:
        self.page = page
        self.language = get_language()
        self.now = now()
        self.stencils: dict[Any, str] = {}

    def __call__(self, message: ShownMessage) -> Markup:
        if message.gone or message.avoided:
            return render(_FOLDER + "_message_aside.html", message=message)
        author, above = message.author, message.answers
        values: dict[str, Any] = {
            "id": message.id,
            "number": message.number,
            "topic": self.page.topic.id,
            "face": drawn_face(author.handle, author.name, author.avatar_url),
            "href": escape(author.href),
            "name": escape(author.name),
            "affiliation": escape(author.affiliation),
            "time": self._time(message.published_at),
            "words": self._words(message),
            "extras": self._extras(message),
            "acts": self._row(message),
        }
        if above is not None:
            values["above"] = above.number
            values["above_name"] = escape(above.name)
            values["excerpt"] = escape(above.excerpt)
        return Markup(self._stencil(message) % values)  # noqa: S704 - all escaped or drawn

    def _stencil(self, message: ShownMessage) -> str:
        author = message.author
        accepted = self.page.acts.accepted_id == message.id
        shape = (
            message.kind,
            accepted,
            author.steward,
            author.affiliation != "",
            message.edited,
            message.answers is not None,
        )
        found = self.stencils.get(shape)
        if found is None:
            names = ("kind", "accepted", "steward", "affiliated", "edited", "above")
            found = stencil(f"{_FOLDER}_message.html", **dict(zip(names, shape, strict=True)))
            self.stencils[shape] = found
        return found

    def _time(self, at: datetime) -> str:
        """The exact time is written out, in the reader's zone, by gs-time.js."""
        exact = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        age = aged((self.now - at).total_seconds(), self.language)
        return f'<time datetime="{exact}">{age}</time>'

    def _words(self, message: ShownMessage) -> str:
        part = self.page.parts.get(message.id)
        return render(part.template, **part.values) if part and part.instead else message.html

    def _extras(self, message: ShownMessage) -> str:
        part = self.page.parts.get(message.id)
        below = render(part.template, **part.values) if part and not part.instead else ""
        if message.attachments or message.previews:
            return below + render(_FOLDER + "_message_extras.html", message=message)
        return below

    def _row(self, message: ShownMessage) -> str:
        page, acts = self.page, self.page.acts.by_id.get(message.id)
        row = row_of(page.acts, message.number, message.kind, reply=page.may_reply)
        if acts is not None or row.accept:
            return drawn_row(message.number, acts or MessageActs(id=message.id), row)
        if row not in self.stencils:
            self.stencils[row] = plain_row(row)
        return self.stencils[row] % {"number": message.number}


def plain_row(row: Row) -> str:
    """The row of a message with which nothing was done, as a pattern."""
    return stencil(
        f"{_FOLDER}_message_acts.html",
        number=SLOTS.number,
        id="",
        acts=None,
        row=row,
        problem="",
        focus="",
    )


def drawn_row(
    number: int, acts: MessageActs, row: Row, *, problem: str = "", focus: str = ""
) -> Markup:
    """The row of a message with what was done with it."""
    return render(
        _FOLDER + "_message_acts.html",
        number=number,
        id=acts.id,
        acts=acts,
        row=row,
        problem=problem,
        focus=focus,
    )
