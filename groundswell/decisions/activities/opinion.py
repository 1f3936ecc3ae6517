"""Statements of opinion maps, and what their authors are told."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.decisions.models import Option

_MOST = 50
"""So many of a hundred are most of a group."""


def tell_author(activity: Activity) -> Iterator[Tell]:
    """Who wrote the statement."""
    if activity.target_actor_id and activity.target_actor_id != activity.actor_id:
        yield Tell(
            actor_id=activity.target_actor_id,
            reason=Reason.DECISION,
            about=activity.topic_id,
        )


def at_statement(activity: Activity) -> str:
    """The page of the statement."""
    number = activity.data.get("number")
    return f"/t/{activity.topic_id}/statements/{number}/" if number else ""


def at_own(activity: Activity) -> str:
    """Where all statements of one's own stand together."""
    return f"/t/{activity.topic_id}/statements/#mine"


def _statements(activities: Sequence[Activity]) -> dict[str, Option]:
    ids = {activity.data["option"] for activity in activities if "option" in activity.data}
    return {str(one.id): one for one in Option.objects.filter(id__in=ids)} if ids else {}


def why_not(activities: Sequence[Activity]) -> Mapping[int, str]:
    """The statement, and the reason why it is not shown."""
    found = _statements(activities)
    return {
        one.id: f"“{option.text}”: {option.refused_because}"
        for one in activities
        if (option := found.get(one.data.get("option", ""))) and option.refused_because
    }


def which(activities: Sequence[Activity]) -> Mapping[int, str]:
    """The statement."""
    found = _statements(activities)
    return {
        one.id: f"“{found[one.data['option']].text}”"
        for one in activities
        if one.data.get("option") in found
    }


def what_was_said(activities: Sequence[Activity]) -> Mapping[int, str]:
    """The statement that unites most, what was said to it, and how many more there are."""
    found = _statements(activities)
    return {
        one.id: _told(found[one.data["option"]].text, one.data)
        for one in activities
        if one.data.get("option") in found
    }


def _told(text: str, data: Mapping[str, int]) -> str:
    if data["groups"] > 1 and data["least"] >= _MOST:
        said = _("%(least)d %% or more agreed with it in every group.")
    else:
        said = _("%(agree)d %% agreed with it, %(disagree)d %% disagreed.")
    words = f"“{text}”: {said % data}"
    if not data["more"]:
        return words
    more = ngettext("And %(num)d more of yours.", "And %(num)d more of yours.", data["more"])
    return f"{words} {more % {'num': data['more']}}"


STATEMENT_WRITTEN = declare(
    Kind(
        name="decisions.statement_written",
        sentence=gettext_lazy("{actor} wrote a statement for {topic}"),
        verb="Add",
        groups_as=gettext_lazy("{actors} wrote statements for {topic}"),
    )
)
STATEMENT_TAKEN = declare(
    Kind(
        name="decisions.statement_taken",
        sentence=gettext_lazy("{actor} took your statement into {topic}"),
        verb="Accept",
        audience=Audience.SELF,
        tells=tell_author,
        details=which,
        place=at_statement,
    )
)
STATEMENT_REFUSED = declare(
    Kind(
        name="decisions.statement_refused",
        sentence=gettext_lazy("{actor} did not take your statement into {topic}, and says why"),
        verb="Reject",
        audience=Audience.SELF,
        tells=tell_author,
        details=why_not,
        place=at_statement,
    )
)
STATEMENT_COUNTED = declare(
    Kind(
        name="decisions.statement_counted",
        sentence=gettext_lazy("{topic} has ended, with what people said to your statement"),
        verb="Update",
        audience=Audience.SELF,
        tells=tell_author,
        details=what_was_said,
        place=at_own,
        unseen=True,
    )
)
