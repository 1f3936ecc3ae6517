"""Markup that is drawn once and filled many times.

What stands thirty times on a page is rendered by its template once, with marks where each row's
own values go, and filled in as text from then on: a hundredth of the cost, and still a template.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.template import engines
from jinja2 import Environment
from markupsafe import Markup, escape

from groundswell.core import habits

_MARK: Final = re.compile("\ue000([a-z_]+)\ue001")
MOST_BLANKS: Final = 512
_INDENT: Final = re.compile(r"\s*\n\s*")


def _environment() -> Environment:
    engine: Any = engines["jinja2"]
    found: Environment = engine.env
    return found


def render(template: str, **values: Any) -> Markup:
    """A part of a page, drawn now."""
    return Markup(_environment().get_template(template).render(values).strip())  # noqa: S704 - the template escaped


class Slots:
    """`slot.name` in a stencil's template: where the value of that name will stand."""

    def __getattr__(self, name: str) -> Markup:
        return Markup(f"\ue000{name}\ue001")  # noqa: S704 - holds a field's name and no words


SLOTS: Final = Slots()


def stencil(template: str, **shape: Any) -> str:
    """The template in the reader's language as a pattern for `%` with a dict of safe HTML.

    `shape` is all that the template decides by; its values must be hashable, few and of the
    program, never somebody's words.
    """
    draw = _draw if settings.DEBUG else _drawn
    return draw(template, habits.reader().language, tuple(shape.items()))


def fill(template: str, values: dict[str, Any], **shape: Any) -> Markup:
    """For templates: a stencil filled with these values, each escaped."""
    safe = {name: escape(value) for name, value in values.items()}
    return Markup(stencil(template, **shape) % safe)  # noqa: S704 - escaped a line above


def kept(template: str, **inputs: Any) -> Markup:
    """For templates: another one that shows nothing but these inputs, rendered once for them.

    Nothing has to be thrown away when something changes: other inputs are another rendering.
    So the template reads no clock; dates it shows in the reader's zone and language.
    """
    drawn = _render if settings.DEBUG else _rendered
    return drawn(template, habits.reader(), tuple(inputs.items()))


def blank(
    template: str, shown: tuple[Any, ...], make: Callable[[], dict[str, Any]], **values: Any
) -> Markup:
    """A part of a page that shows nothing but what `shown` names, such as an empty form: drawn
    once for it, with what `make` gives and marks where the values go, each escaped."""
    at = (template, habits.reader(), shown)
    pattern = None if settings.DEBUG else _blanks.get(at)
    if pattern is None:
        marks = {name: getattr(SLOTS, name) for name in values}
        html = _environment().get_template(template).render({**make(), **marks}).strip()
        pattern = _pattern(html)
        if len(_blanks) >= MOST_BLANKS:
            _blanks.clear()
        _blanks[at] = pattern
    safe = {name: escape(value) for name, value in values.items()}
    return Markup(pattern % safe)  # noqa: S704 - escaped a line above


_blanks: dict[tuple[Any, ...], str] = {}


def _render(template: str, _reader: Any, inputs: tuple[tuple[str, Any], ...]) -> Markup:
    page = _environment().get_template(template)
    return Markup(_INDENT.sub("\n", page.render(dict(inputs))).strip())  # noqa: S704 - our own


_rendered = lru_cache(maxsize=512)(_render)


def _draw(template: str, _language: str | None, shape: tuple[tuple[str, Any], ...]) -> str:
    page = _environment().get_template(template)
    html = _INDENT.sub("\n", page.render(slot=SLOTS, **dict(shape))).strip()
    return _pattern(html)


def _pattern(html: str) -> str:
    return _MARK.sub(r"%(\1)s", html.replace("%", "%%"))


_drawn = lru_cache(maxsize=1024)(_draw)
