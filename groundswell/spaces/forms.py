"""What people fill in to open, join and look after a space."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor, Organisation
from groundswell.core.errors import Invalid
from groundswell.core.forms import CleanText, Handle, OneLine, PlainForm, Signs
from groundswell.core.licences import LICENCES
from groundswell.people.models import Level
from groundswell.spaces.models import LONGEST_GUIDELINES, Membership, Space
from groundswell.spaces.selectors import Guidelines, parents_for

VISIBILITY: list[tuple[str, Promise]] = [
    (
        Space.Visibility.PUBLIC,
        _(
            "Everyone can read: what is written here, who said it, and who belongs here on whose "
            "behalf."
        ),
    ),
    (
        Space.Visibility.MEMBERS,
        _(
            "Only members can read. Members of the space above it find its name and purpose; "
            "nobody else learns that it is there."
        ),
    ),
    (
        Space.Visibility.INVITATION,
        _("Only members can read, and only those who are invited learn that it is there."),
    ),
]
JOINING: list[tuple[str, Promise]] = [
    (Space.Joining.OPEN, _("Anyone who can see the space joins at once.")),
    (Space.Joining.APPROVAL, _("People ask, and a steward lets them in.")),
    (Space.Joining.INVITATION, _("People come by an invitation only.")),
]
WRITING: list[tuple[str, Promise]] = [
    (Space.Writing.MEMBERS, _("Every member opens topics and replies.")),
    (Space.Writing.STEWARDS, _("Stewards open topics; every member replies.")),
]
MOST_DELEGATED = 10_000
PURPOSE_HINT = _(
    "One sentence that says what people come together for. Nothing is opened without one: "
    "it is the first thing a newcomer reads, and what every conversation can be held against."
)


class AcceptingForm(PlainForm):
    """A form that also takes the acceptance of a space's guidelines, where one is due.

    Give it what `guidelines_for(person, space)` answers. The version shown goes with the form, so
    that nobody accepts words they have not seen; `accepted` is what an action takes. Whoever has
    accepted nothing yet does so here, once, and not again before their first words.
    """

    accept_guidelines = forms.BooleanField(
        label=_("I have read the guidelines and accept them"),
        error_messages={
            "required": _("Read the guidelines and tick that you accept them. We ask once.")
        },
    )
    guidelines_number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, guidelines: Guidelines | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.guidelines = guidelines
        if guidelines is None or not guidelines.is_due:
            del self.fields["accept_guidelines"], self.fields["guidelines_number"]
        else:
            self.initial["guidelines_number"] = guidelines.number
            self.fields["accept_guidelines"].required = guidelines.is_first

    @property
    def accepted(self) -> int | None:
        """The version accepted in this form, once it is valid."""
        if not self.cleaned_data.get("accept_guidelines"):
            return None
        number: int | None = self.cleaned_data.get("guidelines_number")
        return number


class PolicyFields(PlainForm):
    """What a space decides for itself, as one is asked for it when opening and when changing."""

    name = OneLine(label=_("Name"), most=150)
    purpose = OneLine(
        label=_("Purpose"),
        most=300,
        help_text=PURPOSE_HINT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _(
                "Say in one sentence what this space is for. A space without a purpose "
                "gathers nobody, so none is opened without one."
            )
        },
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=VISIBILITY, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(
        label=_("How people join"),
        choices=JOINING,
        widget=forms.RadioSelect,
        help_text=_("A space for the invited is joined by invitation, whatever is chosen here."),
    )
    writing = forms.ChoiceField(label=_("Who writes"), choices=WRITING, widget=forms.RadioSelect)
    licence = forms.ChoiceField(
        label=_("Licence of what is written"),
        choices=[(one.code, one.name) for one in LICENCES],
        help_text=_("Under it, words may travel on: reshares, feeds and exports name it."),
    )
    parent = forms.ModelChoiceField(
        label=_("Under another space"),
        queryset=Space.objects.none(),
        required=False,
        empty_label=_("Stands by itself"),
        help_text=_("Spaces that you steward can have others under them."),
    )

    def __init__(
        self,
        *args: Any,
        person: Actor,
        organisation: Organisation,
        space: Space | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        parent = self.fields["parent"]
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = parents_for(person, space)
            choices = {one.id for one in parent.queryset}
            # Where it hangs under one that this steward does not see, it stays there.
            out_of_sight = space is not None and space.parent_id not in {None, *choices}
            if out_of_sight or not choices:
                del self.fields["parent"]
        if organisation.licence_fixed:
            del self.fields["licence"]
        if not organisation.public_spaces_allowed:
            self._keep_among_members()

    def _keep_among_members(self) -> None:
        visibility = self.fields["visibility"]
        if isinstance(visibility, forms.ChoiceField):
            visibility.choices = VISIBILITY[1:]
            visibility.help_text = _(
                "The organisation keeps its spaces among members: no space is open to everyone."
            )


class OpenSpaceForm(PolicyFields):
    """Opening a space."""

    handle = Handle(
        label=_("Handle"),
        required=False,
        help_text=_("The short name in its address. Left empty, it is made from the name."),
    )
    guidelines = CleanText(
        label=_("Guidelines"),
        most=LONGEST_GUIDELINES,
        required=False,
        help_text=_("What you ask of those who write here. They read it where they write."),
    )
    field_order = (
        "name",
        "handle",
        "purpose",
        "visibility",
        "joining",
        "writing",
        "parent",
        "licence",
        "guidelines",
    )


class SettingsForm(PolicyFields):
    """Changing what a space decides for itself."""

    reactions = Signs(
        label=_("Reactions"),
        required=False,
        help_text=_("Up to ten signs with a space between them. Empty: those of the organisation."),
    )
    answer_days = forms.IntegerField(
        label=_("Days in which a question is answered"),
        min_value=1,
        max_value=90,
        help_text=_("The response clock of questions counts down from here."),
    )
    delegate_cap = forms.IntegerField(
        label=_("For how many others one person may vote"),
        min_value=0,
        max_value=MOST_DELEGATED,
        help_text=_("In open decisions of this space, for those who ask them to. 0: for nobody."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF of at most 8 MB; shown as a square."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    remove_picture = forms.BooleanField(label=_("Remove the picture"), required=False)
    field_order = (
        "name",
        "purpose",
        "picture",
        "remove_picture",
        "visibility",
        "joining",
        "writing",
        "parent",
        "licence",
        "reactions",
        "answer_days",
        "delegate_cap",
    )


class JoinForm(AcceptingForm):
    """Joining, and accepting the guidelines in the same breath."""

    def accepted_or_refused(self) -> int | None:
        """The version accepted, where one is to be; says what is missing."""
        if not self.is_valid() and "accept_guidelines" in self.errors:
            raise Invalid(str(self.errors["accept_guidelines"][0]), "accept_guidelines")
        return self.accepted


class AskForm(AcceptingForm):
    """Asking to join."""

    note = OneLine(
        label=_("A word about you"),
        most=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What brings you here? The stewards read it."),
    )


class ReasonForm(PlainForm):
    """A sentence for the person it concerns."""

    reason = OneLine(label=_("Reason"), most=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(PlainForm):
    """Declining a request with a sentence."""

    answer = OneLine(
        label=_("Your answer"),
        most=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One friendly sentence that says why; the person reads it."),
    )


class GuidelinesForm(PlainForm):
    """Writing the guidelines; `based_on` is the version one started from."""

    text = CleanText(
        label=_("Guidelines"),
        most=LONGEST_GUIDELINES,
        required=False,
        help_text=_("Markdown works. Short and friendly guidelines are read; long ones are not."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class FollowForm(PlainForm):
    """How much of a space one wants to hear; none: nothing."""

    level = forms.ChoiceField(choices=[("none", _("Not at all")), *Level.choices])


class LinkForm(PlainForm):
    """A link that invites."""

    uses = forms.IntegerField(
        label=_("How many people it lets in"), min_value=1, max_value=500, initial=1
    )
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=90, initial=10
    )
    role = forms.ChoiceField(
        label=_("They come as"),
        choices=[
            (Membership.Role.MEMBER, _("Members")),
            (Membership.Role.GUEST, _("Guests, who reply but open no topics")),
        ],
        initial=Membership.Role.MEMBER,
    )


class MailForm(PlainForm):
    """An invitation to one e-mail address."""

    email = OneLine(
        label=_("E-mail address"),
        most=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("They get one mail with a link, good for ten days."),
    )


class RoleForm(PlainForm):
    """What a member is."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class AffiliationForm(PlainForm):
    """On whose behalf one speaks in this space."""

    organisation = OneLine(label=_("Organisation"), most=150, required=False)
    department = OneLine(label=_("Department"), most=150, required=False)
    sector = OneLine(
        label=_("Sector"),
        most=80,
        required=False,
        help_text=_("For example education, health, a neighbourhood, or yourself."),
    )
