"""Who votes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.forms import OneLine, PlainForm


class VoterForm(PlainForm):
    """A person to put on the roll, or a guest by name; and the group they belong to."""

    who = OneLine(
        label=_("Who?"),
        most=120,
        help_text=_("@handle of somebody here, or the name of a guest, who gets a link to vote."),
    )
    group = OneLine(
        label=_("Stakeholder group"),
        most=80,
        required=False,
        help_text=_("Such as Tenants. Each group's ballots are also counted by themselves."),
    )

    def clean_who(self) -> Actor | str:
        """A person of this site, or a name."""
        who: str = self.cleaned_data["who"]
        if not who.startswith("@"):
            return who
        found = Actor.objects.person_called(who)
        if found is None:
            raise ValidationError(_("Nobody here is called %(who)s."), params={"who": who})
        return found


class EntryForm(forms.Form):
    """Whose row on the roll is seen to."""

    entry = forms.IntegerField(min_value=1, max_value=2**63 - 1)
