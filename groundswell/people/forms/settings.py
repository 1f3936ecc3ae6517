"""The forms of the settings pages."""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Account, Actor
from groundswell.core.forms import CleanText, OneLine, PlainForm
from groundswell.people.actions import ProfileWords
from groundswell.people.models import Profile, Skill
from groundswell.people.rules import known_zones
from groundswell.people.selectors.languages import language_code, language_name


@cache
def zones() -> list[tuple[str, str]]:
    """Every zone by region."""
    regions = sorted(zone for zone in known_zones() if "/" in zone and zone[:3] != "Etc")
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in regions)]


def zone_choices(empty: Any) -> list[tuple[str, Any]]:
    """Every zone, after the choice of none."""
    return [("", empty), *zones()]


class Untranslated(forms.Select):
    """A list of names that are the same in every language."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"translate": "no", **(attrs or {})}, choices)


class ProfileForm(PlainForm):
    """What a person shows of themself."""

    name = OneLine(label=_("Name"), most=150)
    pronouns = OneLine(label=_("Pronouns"), most=40, required=False)
    source = CleanText(label=_("A few words about you"), most=2_000, required=False)
    organisation = OneLine(label=_("Organisation"), most=150, required=False)
    department = OneLine(label=_("Department"), most=150, required=False)
    sector = OneLine(label=_("Sector"), most=80, required=False)
    skills = OneLine(label=_("What you can help with"), most=1_300, required=False)
    languages = OneLine(label=_("Languages you speak"), most=400, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone that others see"), required=False, widget=Untranslated
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["time_zone"].choices = zone_choices(_("Not shown"))  # type: ignore[attr-defined]

    def words(self) -> ProfileWords:
        """What was filled in, as the action takes it."""
        filled = dict(self.cleaned_data)
        filled["skills"] = _split(filled["skills"])
        filled["languages"] = [language_code(name) for name in _split(filled["languages"])]
        return ProfileWords(**filled)


def _split(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]


def profile_initial(actor: Actor) -> dict[str, Any]:
    """What the profile says now, as the form shows it."""
    profile = Profile.objects.filter(actor=actor).first() or Profile(actor=actor)
    names = Skill.objects.filter(actor=actor).order_by("id").values_list("name", flat=True)
    shown = ("pronouns", "source", "organisation", "department", "sector", "languages", "time_zone")
    kept = {field: getattr(profile, field) for field in shown}
    kept["languages"] = ", ".join(language_name(code) for code in profile.languages)
    return {"name": actor.name, "skills": ", ".join(names), **kept}


class PictureForm(PlainForm):
    """A new picture."""

    picture = forms.FileField(
        label=_("New picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )


class PresenceForm(PlainForm):
    """A page of one's own elsewhere."""

    url = OneLine(label=_("Address"), most=500)
    label = OneLine(label=_("Name of the page"), most=60, required=False)


class AppearanceForm(PlainForm):
    """How the pages look."""

    theme = forms.ChoiceField(
        label=_("Colours"), choices=Account.Theme, required=False, widget=forms.RadioSelect
    )
    nested = forms.TypedChoiceField(
        label=_("Conversations"),
        choices=[
            ("", _("One after the other, in order of time")),
            ("1", _("Answers below what they answer")),
        ],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False, widget=Untranslated)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        own = [("", _("As my browser asks")), *settings.LANGUAGES]
        self.fields["language"].choices = own  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zone_choices(_("The site’s own"))  # type: ignore[attr-defined]


class EraseForm(PlainForm):
    """The last question before everything is erased."""

    handle = forms.CharField(label=_("Your handle"), max_length=64)
