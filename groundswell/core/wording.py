"""gettext for templates: a hundred words a page, so each is looked up once a language."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


@lru_cache(maxsize=8192)
def _translated(_language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - words of the program


@pass_eval_context
def translate(context: EvalContext, message: str, /, **variables: Any) -> str:
    """The words in the reader's language; `%(name)s` takes a variable, escaped in HTML."""
    words = _translated(get_language(), message)
    if not context.autoescape:
        return str(words) % variables
    # As with Jinja's own, `%%` is one percent sign whether or not there are variables.
    return words % variables if variables or "%" in words else words
