"""The Jinja2 environment of every page: strict, escaped, translated."""

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static as static_address
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined, Template, select_autoescape
from jinja2.ext import Extension
from markupsafe import Markup, escape

from groundswell.core import habits
from groundswell.core.clock import EPOCH, now
from groundswell.core.compiled import FOLDER, Compiled
from groundswell.core.faces import face
from groundswell.core.licences import licence
from groundswell.core.stencil import fill, kept
from groundswell.core.text.plain import first_words
from groundswell.core.wording import translate, translate_count

_INDENT = re.compile(r"\n[ \t]+")
JUST_NOW_SECONDS = 60
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@cache
def static(path: str) -> str:
    """The address of a file that comes with the program; asked for forty times a page."""
    return static_address(path)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def ago(moment: datetime) -> str:
    """How long ago, in the reader's words: "just now", "3 hours ago"."""
    return aged((now() - moment).total_seconds(), habits.reader().language)


def aged(seconds: float, language: str | None) -> str:
    """The same for so many seconds ago, in the reader's language."""
    age = int(abs(seconds))
    step = DAY if age >= DAY else HOUR if age >= HOUR else MINUTE
    return _ago(age - age % step, language, past=seconds > 0)


@lru_cache(maxsize=4096)
def _ago(age: int, _language: str | None, *, past: bool) -> str:
    """Whole minutes, hours or days: a page says the same few ages many times."""
    if age < JUST_NOW_SECONDS:
        return _("just now")
    words = _("%(time)s ago") if past else _("in %(time)s")
    return words % {"time": _lasting(age, _language)}


def long_date(moment: datetime) -> str:
    """Day and time in the reader's zone and habit."""
    return _long_date(moment, habits.reader())


@lru_cache(maxsize=8192)
def _long_date(moment: datetime, reader: habits.Reader) -> str:
    """The same moments stand on many pages, and spelling one out costs as much as its row."""
    return formats.date_format(timezone.localtime(moment), reader.habits.moment)


def day(moment: date) -> str:
    """The day in the reader's zone and habit."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment).date()
    return _day(moment, habits.reader())


@lru_cache(maxsize=4096)
def _day(moment: date, reader: habits.Reader) -> str:
    return formats.date_format(moment, reader.habits.day)


def draw_time(moment: datetime) -> Markup:
    """A moment as the component `time` shows it: fifty of them stand on a page."""
    start = _dated(moment, habits.reader())
    return Markup(f"{start}{escape(ago(moment))}</time></gs-time>")  # noqa: S704 - both are escaped


@lru_cache(maxsize=8192)
def _dated(moment: datetime, reader: habits.Reader) -> str:
    exact = escape(_long_date(moment, reader))
    return f'<gs-time><time datetime="{moment.isoformat()}" title="{exact}">'


def duration(wait: timedelta) -> str:
    """How long, in the reader's words and one unit: "3 hours"."""
    if wait < timedelta(minutes=1):
        return _("less than a minute")
    seconds = int(wait.total_seconds())
    step = DAY if seconds >= DAY else HOUR if seconds >= HOUR else MINUTE
    return _lasting(seconds - seconds % step, habits.reader().language)


@lru_cache(maxsize=4096)
def _lasting(seconds: int, _language: str | None) -> str:
    return timesince(EPOCH, EPOCH + timedelta(seconds=seconds), depth=1)


class Unindented(Extension):
    """Pages leave out what indents their templates: a tenth of what would be sent."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Before a template is compiled; mail, which is text, stays as it is written."""
        del filename
        return _INDENT.sub("\n", source) if (name or "").endswith(".html") else source


def _shared(template_class: type[Template]) -> type[Template]:
    """Templates that are imported once a process: none has globals of its own to look for."""

    class Shared(template_class):  # type: ignore[valid-type, misc]
        def _get_default_module(self, ctx: Any = None) -> Any:
            return super()._get_default_module()

    return Shared


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    # Mail is plain text: an ampersand in an address stays one.
    # Each part of a page asks again by its template's name, of which there are some hundreds.
    options["autoescape"] = cache(select_autoescape(disabled_extensions=("txt",), default=True))
    options["extensions"] = ["jinja2.ext.i18n", Unindented]
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["auto_reload"] = settings.DEBUG
    if not settings.DEBUG:
        options["bytecode_cache"] = Compiled(settings.DATA_DIR / FOLDER, [Path(__file__)])
    env = Environment(**options)  # noqa: S701 - escaping depends on the name, a line above
    env.template_class = _shared(env.template_class)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        static=static,
        url=_url,
        get_language=translation.get_language,
        text_direction=lambda: "rtl" if translation.get_language_bidi() else "ltr",
        now=now,
        licence=licence,
        draw_face=face,
        draw_time=draw_time,
        fill_stencil=fill,
        render_once=kept,
        gettext=translate,
        _=translate,
        ngettext=translate_count,
        format_html=format_html,
    )
    env.filters.update(
        ago=ago,
        datetime=long_date,
        date=day,
        duration=duration,
        clock=habits.clock,
        first_words=first_words,
        number=habits.number,
        filesize=habits.filesize,
        tuple=tuple,
    )
    return env
