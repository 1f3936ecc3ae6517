"""Letting somebody vote for oneself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag
from groundswell.core.forms import OneLine, PlainForm


class DelegationForm(PlainForm):
    """Who votes for me, and in what."""

    who = OneLine(
        label=_("Who votes for you?"), most=120, help_text=_("@handle of a member of this space.")
    )
    tag = OneLine(
        label=_("Only in decisions with this tag"),
        most=80,
        required=False,
        help_text=_("Such as #money, written in the proposal. Empty: in all open decisions."),
    )

    def __init__(self, *args: object, viewer: Actor | None, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.viewer = viewer

    def clean_who(self) -> Actor:
        """A person of this site."""
        who: str = self.cleaned_data["who"].strip()
        found = Actor.objects.person_called(who)
        if found is None:
            raise ValidationError(_("Nobody here is called %(who)s."), params={"who": who})
        return found

    def clean_tag(self) -> Hashtag | None:
        """A tag that is in use where this person can see it."""
        text: str = self.cleaned_data["tag"].strip()
        if not text:
            return None
        found = Hashtag.objects.seen_by(self.viewer).called(text).first()
        if found is None:
            told = _("Nobody has used the tag %(tag)s yet. Choose one that is in use.")
            raise ValidationError(told, params={"tag": text})
        return found


class EndForm(forms.Form):
    """Which delegation ends."""

    delegation = forms.IntegerField(min_value=1, max_value=2**63 - 1)
