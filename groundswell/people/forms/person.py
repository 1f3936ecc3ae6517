"""Naming a person in a form."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.core.forms import OneLine
from groundswell.core.text.handles import bare_handle


class PersonField(OneLine):
    """A person of this site by their handle; None where nothing was written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=65, **options)

    def clean(self, value: Any) -> Actor | None:
        handle = bare_handle(super().clean(value))
        if not handle:
            return None
        person = Actor.objects.person_called(handle)
        if person is None:
            sentence = _("Nobody here is called @%(handle)s. Look at the list of members.")
            raise ValidationError(sentence % {"handle": handle})
        return person
