"""Forms whose refusals are complete sentences and which lose nothing that was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from groundswell.core.errors import DomainError, Invalid
from groundswell.core.text.clean import MOST_BODY, MOST_TITLE, clean, one_line


class OneLine(forms.CharField):
    """A title or a name: one line of at most `most` characters."""

    def __init__(self, *, most: int = MOST_TITLE, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.most = most

    def clean(self, value: Any) -> str:
        """One tidy line; a refusal says what to change."""
        try:
            return one_line(value or "", most=self.most, least=1 if self.required else 0)
        except Invalid as error:
            raise ValidationError(str(error)) from error


class CleanText(forms.CharField):
    """Text of several lines and at most `most` characters."""

    widget = forms.Textarea

    def __init__(self, *, most: int = MOST_BODY, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.most = most

    def clean(self, value: Any) -> str:
        """The text as it is stored; a refusal says what to change."""
        try:
            return clean(value or "", most=self.most, least=1 if self.required else 0)
        except Invalid as error:
            raise ValidationError(str(error)) from error


class PlainForm(forms.Form):
    """A form that a domain refusal can be shown on."""

    def refuse(self, error: DomainError) -> None:
        """Shows what an action said no with, at its field where it named one."""
        field = getattr(error, "field", None)
        self.add_error(field if field in self.fields else None, str(error))
