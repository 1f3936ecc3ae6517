"""The search field and its filters; all may stay empty."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.conversations.models import Topic
from groundswell.core.forms import OneLine, PlainForm
from groundswell.search.selectors import Filters

# In any zone of the world these days have a moment that a database can hold.
EARLIEST = date(1900, 1, 1)
LATEST = date(9000, 1, 1)


def _moment(day: date, at: time) -> datetime:
    """In the reader's own zone: a day begins where they are."""
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())


class SearchForm(PlainForm):
    """Read from the address, so that a search can be kept and passed on."""

    q = OneLine(label=_("Search"), most=300, required=False)
    space = forms.ChoiceField(label=_("Space"), choices=[], required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any kind")), *Topic.Kind.choices], required=False
    )
    person = OneLine(label=_("Person"), most=64, required=False)
    tag = OneLine(label=_("Tag"), most=80, required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("Best first")), ("latest", _("Latest first"))],
        required=False,
    )

    def __init__(self, *args: Any, spaces: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].choices = [("", _("Every space")), *spaces]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> bool:
        """Some filter is given, so the filters are shown open."""
        return any(self.data.get(n) for n in ("space", "kind", "person", "tag", "since", "until"))

    def filters(self) -> Filters:
        """The filters given; those with a mistake count as empty and say so beside the field."""
        given = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        return Filters(
            space=given.get("space", ""),
            kind=given.get("kind", ""),
            person=given.get("person", ""),
            tag=given.get("tag", ""),
            since=_moment(max(since, EARLIEST), time.min) if since else None,
            until=_moment(min(until, LATEST), time.max) if until else None,
        )
