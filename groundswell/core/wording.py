"""gettext for templates: a hundred words a page, so each is looked up once a language."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from groundswell.core.habits import number, reader


@lru_cache(maxsize=8192)
def _translated(_language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - words of the program


@pass_eval_context
def translate(context: EvalContext, message: str, /, **variables: Any) -> str:
    """The words in the reader's language; `%(name)s` takes a variable, escaped in HTML.

    Whole numbers are written as the reader writes them.
    """
    words = _translated(reader().language, message)
    # As with Jinja's own, `%%` is one percent sign whether or not there are variables.
    return _filled(context, words, variables) if variables or "%" in words else words


@pass_eval_context
def translate_count(context: EvalContext, one: str, /, *rest: Any, **variables: Any) -> str:
    """The same for so many: the words for one, for many, and how many, which is `%(num)s`."""
    many, count = rest
    words = Markup(ngettext(one, many, count))  # noqa: S704 - words of the program
    return _filled(context, words, {"num": count, **variables})


def _filled(context: EvalContext, words: Markup, variables: dict[str, Any]) -> str:
    shown = {name: _Written(it) if type(it) is int else it for name, it in variables.items()}
    return words % shown if context.autoescape else str(words) % shown


class _Written(int):
    """A whole number as the reader writes it, wherever a sentence takes it as text."""

    def __str__(self) -> str:
        return number(int(self))
