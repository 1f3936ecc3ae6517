"""Forms whose refusals are complete sentences and which lose nothing that was typed."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from groundswell.core.errors import DomainError, Invalid
from groundswell.core.text.clean import MOST_BODY, MOST_TITLE, clean, one_line
from groundswell.core.text.handles import LONGEST_HANDLE, clean_handle

MOST_SIGNS = 10
LONGEST_SIGN = 16
LONGEST_SIGNS = 120
REQUIRED = {"required": _("Nothing is written here yet. Please write something.")}


def fresh_nonce() -> str:
    """What a form carries so that sending it twice does its work once."""
    return secrets.token_urlsafe(16)


class _OwnText(forms.CharField):
    """Takes text through our own edge instead of Django's, which words its refusals otherwise."""

    def __init__(self, *, most: int, **options: Any) -> None:
        options.setdefault("error_messages", REQUIRED)
        super().__init__(strip=False, **options)
        self.most = most
        # Django's own refusal of NUL would come second and say less than ours.
        self.validators = [v for v in self.validators if v not in self.default_validators]

    def to_python(self, value: Any) -> str:
        try:
            return self.tidy("" if value is None else str(value))
        except Invalid as error:
            raise ValidationError(str(error), code="invalid") from error

    def tidy(self, text: str) -> str:
        raise NotImplementedError

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        return attributes if widget.is_hidden else {**attributes, "dir": "auto"}


class TextArea(forms.Textarea):
    """Written by us: Django asks a template engine of its own for each widget."""

    def render(self, name: str, value: Any, **options: Any) -> SafeString:  # type: ignore[override]
        """A box for several lines; the first line break in it is dropped by browsers."""
        attributes = flatatt(self.build_attrs(self.attrs, options.get("attrs")))
        shown = self.format_value(value) or ""
        return format_html('<textarea name="{}"{}>\n{}</textarea>', name, attributes, shown)


class TextInput(forms.TextInput):
    """The same for one line."""

    def render(self, name: str, value: Any, **options: Any) -> SafeString:  # type: ignore[override]
        """A field for one line."""
        shown = self.format_value(value)
        given = {} if shown is None else {"value": shown}
        attributes = flatatt({**given, **self.build_attrs(self.attrs, options.get("attrs"))})
        return format_html('<input type="{}" name="{}"{}>', self.input_type, name, attributes)


class RadioSelect(forms.RadioSelect):
    """The same for one choice of a few, all of which stand there."""

    def render(self, name: str, value: Any, **options: Any) -> SafeString:  # type: ignore[override]
        """A box with one line for each choice."""
        attributes = self.build_attrs(self.attrs, options.get("attrs"))
        rows = [
            row
            for _group, choices, _at in self.optgroups(name, self.format_value(value), attributes)
            for row in choices
        ]
        lines = format_html_join(
            "\n",
            '<div>\n<label{}><input type="radio" name="{}"{}>\n{}</label>\n</div>',
            (
                (flatatt(_labelled(row)), row["name"], flatatt(_given(row)), row["label"])
                for row in rows
            ),
        )
        box = {"id": attributes["id"]} if "id" in attributes else {}
        return format_html("<div{}>{}</div>", flatatt(box), lines)


def _labelled(row: dict[str, Any]) -> dict[str, Any]:
    return {"for": row["attrs"]["id"]} if "id" in row["attrs"] else {}


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {"value": str(row["value"]), **row["attrs"]}


class HiddenInput(forms.HiddenInput):
    """The same for a field that is not shown."""

    def render(self, name: str, value: Any, **options: Any) -> SafeString:  # type: ignore[override]
        """A field for the form alone."""
        shown = self.format_value(value)
        given = "" if shown is None else flatatt({"value": shown})
        attributes = flatatt(self.build_attrs(self.attrs, options.get("attrs")))
        return format_html('<input type="hidden" name="{}"{}{}>', name, given, attributes)


class OneLine(_OwnText):
    """A title or a name: one line of at most `most` characters."""

    widget = TextInput

    def __init__(self, *, most: int = MOST_TITLE, **options: Any) -> None:
        super().__init__(most=most, **options)

    def tidy(self, text: str) -> str:
        return one_line(text, most=self.most)


class CleanText(_OwnText):
    """Text of several lines and at most `most` characters."""

    widget = TextArea

    def __init__(self, *, most: int = MOST_BODY, **options: Any) -> None:
        super().__init__(most=most, **options)

    def tidy(self, text: str) -> str:
        return clean(text, most=self.most)


class Handle(_OwnText):
    """A handle as it is stored; that it is free is for the action to say."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=LONGEST_HANDLE, **options)

    def tidy(self, text: str) -> str:
        return clean_handle(text) if text.strip() else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        own = {"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        return {**super().widget_attrs(widget), **own}


class Signs(OneLine):
    """A few single signs to react with, such as emoji, with a space between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=MOST_SIGNS * (LONGEST_SIGN + 1), **options)

    def tidy(self, text: str) -> str:
        signs = list(dict.fromkeys(super().tidy(text).split()))
        if len(signs) > MOST_SIGNS or any(len(sign) > LONGEST_SIGN for sign in signs):
            raise Invalid(_("Choose at most ten single signs, such as 👍 💡 🎉."))
        together = " ".join(signs)
        if len(together) > LONGEST_SIGNS:
            raise Invalid(_("These signs are too long together. Please leave one out."))
        return together


class PlainForm(forms.Form):
    """A form that a domain refusal can be shown on."""

    def refuse(self, error: DomainError) -> None:
        """Shows what an action said no with, at its field where it named one."""
        field = getattr(error, "field", None)
        self.add_error(field if field in self.fields else None, str(error))
