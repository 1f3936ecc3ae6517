"""Who decides what: the organisation's ways and the space's own, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor, Organisation
from groundswell.core.licences import licence
from groundswell.spaces.activities import GUIDELINES_CHANGED, SPACE_CHANGED, SPACE_OPENED
from groundswell.spaces.models import Space
from groundswell.spaces.rules import guidelines_of

MOST_CHANGES = 300
LEFT_TO_SPACES = gettext_lazy("Each space decides")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Who set a policy of the space, and when."""

    by: Actor
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One thing that is decided, and by whom. `fixed`: the organisation has the last word."""

    key: str
    name: str | Promise
    organisation: str | Promise
    space: str | Promise
    fixed: bool = False
    setting: Setting | None = None


def policies_of(space: Space, organisation: Organisation) -> list[Policy]:
    """Every policy with what the organisation says, what the space says and who said it."""
    settings = _settings(space)
    found = [*_who(space, organisation), *_words(space, organisation), *_votes(space)]
    return [
        Policy(
            key=policy.key,
            name=policy.name,
            organisation=policy.organisation,
            space=policy.space,
            fixed=policy.fixed,
            setting=None if policy.fixed else settings.get(policy.key, settings.get("")),
        )
        for policy in found
    ]


def _who(space: Space, organisation: Organisation) -> Iterator[Policy]:
    """Who sees, joins and writes."""
    public = organisation.public_spaces_allowed
    yield Policy(
        key="visibility",
        name=_("Who sees it"),
        organisation=LEFT_TO_SPACES if public else _("No space is open to everyone"),
        space=space.get_visibility_display(),
    )
    yield Policy(
        key="joining",
        name=_("How people join"),
        organisation=LEFT_TO_SPACES,
        space=space.get_joining_display(),
    )
    yield Policy(
        key="writing",
        name=_("Who writes"),
        organisation=LEFT_TO_SPACES,
        space=space.get_writing_display(),
    )


def _words(space: Space, organisation: Organisation) -> Iterator[Policy]:
    """What holds for what is written."""
    name = licence(organisation.licence).name
    fixed = organisation.licence_fixed
    yield Policy(
        key="licence",
        name=_("Licence of what is written"),
        organisation=_("%(licence)s for all spaces") % {"licence": name}
        if fixed
        else _("%(licence)s, unless a space chooses another") % {"licence": name},
        space=licence(space.licence_under(organisation)).name,
        fixed=fixed,
    )
    guidelines = guidelines_of(space)
    yield Policy(
        key="guidelines",
        name=_("Guidelines"),
        organisation=_("Its own, which everyone accepts at sign-up")
        if organisation.guidelines
        else LEFT_TO_SPACES,
        space=_("Version %(number)d") % {"number": guidelines.number} if guidelines else _("None"),
    )
    usual = organisation.reactions or _("The usual set")
    yield Policy(
        key="reactions",
        name=_("Reactions"),
        organisation=_("%(signs)s, unless a space chooses its own") % {"signs": usual},
        space=space.reactions or _("As the organisation"),
    )
    yield Policy(
        key="answer_days",
        name=_("Response clock"),
        organisation=LEFT_TO_SPACES,
        space=ngettext(
            "Questions are answered within %(num)d day",
            "Questions are answered within %(num)d days",
            space.answer_days,
        )
        % {"num": space.answer_days},
    )


def _votes(space: Space) -> Iterator[Policy]:
    """What holds for decisions."""
    cap = space.delegate_cap
    yield Policy(
        key="delegate_cap",
        name=_("Voting for others"),
        organisation=LEFT_TO_SPACES,
        space=ngettext(
            "One person votes for at most %(num)d other",
            "One person votes for at most %(num)d others",
            cap,
        )
        % {"num": cap}
        if cap
        else _("Everybody votes themselves"),
    )


def _settings(space: Space) -> dict[str, Setting]:
    """Who last set each policy, read off the log; "" stands for who opened the space."""
    kinds = [SPACE_OPENED.name, SPACE_CHANGED.name, GUIDELINES_CHANGED.name]
    rows = Activity.objects.filter(space_id=space.id, kind__in=kinds).select_related("actor")
    found: dict[str, Setting] = {}
    for activity in rows.order_by(F("id").desc())[:MOST_CHANGES]:
        setting = Setting(by=activity.actor, at=activity.published_at)
        if activity.kind == SPACE_OPENED.name:
            found.setdefault("", setting)
        elif activity.kind == GUIDELINES_CHANGED.name:
            found.setdefault("guidelines", setting)
        for name in activity.data.get("changed", ()):
            found.setdefault(name, setting)
    return found
