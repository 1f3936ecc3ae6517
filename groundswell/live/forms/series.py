"""What people fill in to make a series of a session."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.live.models import Series


class SeriesForm(PlainForm):
    """How it comes again, and who hosts it in turn."""

    title = OneLine(label=_("Title of the series"), most=150)
    weeks = forms.IntegerField(
        label=_("Every how many weeks?"),
        min_value=1,
        max_value=8,
        initial=1,
        help_text=_("On the same weekday, at the same hour of the wall clock."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Leave it empty to go on."),
    )
    hosts = CleanText(
        label=_("Hosts, in turn"),
        most=2000,
        help_text=_("A handle a line, such as @ada. Each session is hosted by the next of them."),
    )
    carry = forms.ChoiceField(
        label=_("Where do questions go that are open at the end?"),
        choices=Series.Carry.choices,
        widget=forms.RadioSelect,
        initial=Series.Carry.NEXT,
    )

    def clean_hosts(self) -> list[Actor]:
        """The members of these handles, in this order."""
        typed = self.cleaned_data["hosts"].replace(",", "\n").split()
        handles = [handle.removeprefix("@").lower() for handle in typed]
        found = {
            one.handle: one for one in Actor.objects.people().local().filter(handle__in=handles)
        }
        missing = [handle for handle in handles if handle not in found]
        if missing:
            says = _("Nobody here has the handle @%(handle)s.")
            raise ValidationError(says % {"handle": missing[0]})
        return [found[handle] for handle in handles]


class DayForm(PlainForm):
    """What is different about one day; `was` is what it was about when this was shown."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])
    focus = OneLine(label=_("Focus"), most=100, required=False)
    was = OneLine(most=100, required=False, widget=forms.HiddenInput)
