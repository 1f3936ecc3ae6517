"""What is reported to those who look after a space, and what they did about it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.actors.models import Account
from groundswell.conversations.models import Case, Message, Report
from groundswell.spaces.models import Membership


def tell_of_report(activity: Activity) -> Iterator[Tell]:
    """The stewards of the space but the author of the words; else those of the organisation."""
    author = Message.objects.filter(id=activity.message_id or 0).values("author_id")
    stewards = Membership.objects.filter(space_id=activity.space_id or 0).stewards()
    told = set(stewards.exclude(actor__in=author).values_list("actor_id", flat=True))
    if not told:
        told = _organisers() - set(author.values_list("author_id", flat=True))
    for actor_id in sorted(told):
        yield Tell(actor_id=actor_id, reason=Reason.STEWARD, about=activity.space_id)


def tell_of_appeal(activity: Activity) -> Iterator[Tell]:
    """The same, but for whoever decided. Where no other steward is left, those of the organisation;
    where nobody else is there at all, whoever decided."""
    told = {tell.actor_id for tell in tell_of_report(activity)}
    decided = Case.objects.told().filter(message=activity.message_id or 0)
    apart = {activity.actor_id, *decided.values_list("settled_by", flat=True)}
    for actor_id in sorted(told - apart or _organisers() - apart or told):
        yield Tell(actor_id=actor_id, reason=Reason.STEWARD, about=activity.space_id)


def _organisers() -> set[int]:
    found = Account.objects.filter(is_staff=True, is_active=True)
    return set(found.values_list("actor_id", flat=True))


def tell_of_settling(activity: Activity) -> Iterator[Tell]:
    """Whoever wrote the words, where something was done; then everybody who reported them."""
    if activity.target_actor_id is not None:
        yield Tell(
            actor_id=activity.target_actor_id, reason=Reason.OUTCOME, about=activity.topic_id
        )
    reports = Report.objects.filter(case=int(activity.data["case"]))
    for actor_id in reports.exclude(actor=None).order_by("id").values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.OUTCOME, about=activity.topic_id)


def reason_given(activities: Sequence[Activity]) -> Mapping[int, str]:
    """What the author is told about their words."""
    ids = {int(activity.data["case"]) for activity in activities}
    given = dict(Case.objects.filter(id__in=ids).values_list("id", "reason")) if ids else {}
    return {one.id: given.get(int(one.data["case"]), "") for one in activities}


def all_of_the_case(activity: Activity) -> Mapping[str, Any]:
    """Every report of it: nobody need be told of those any more."""
    reported = [MESSAGE_REPORTED.name, GUEST_REPORTED.name, DECISION_APPEALED.name]
    return {"kind__in": reported, "data__case": activity.data["case"]}


def at_reports(activity: Activity) -> str:
    """Where stewards read what was reported."""
    return f"/m/{activity.message_id}/reports/"


def at_outcome(activity: Activity) -> str:
    """Where those whom it concerns read what came of it."""
    return f"/m/{activity.message_id}/outcome/"


MESSAGE_REPORTED = declare(
    Kind(
        name="conversations.message_reported",
        sentence=_("{actor} reported a message in {topic}"),
        verb="Flag",
        audience=Audience.SELF,
        tells=tell_of_report,
        groups_as=_("{actors} reported messages in {topic}"),
        unseen=True,
        beyond=True,
        place=at_reports,
    )
)
GUEST_REPORTED = declare(
    Kind(
        name="conversations.guest_reported",
        sentence=_("Somebody without an account reported a message in {topic}"),
        verb="Flag",
        audience=Audience.SELF,
        tells=tell_of_report,
        groups_as=_("People without an account reported messages in {topic}"),
        unseen=True,
        beyond=True,
        place=at_reports,
    )
)
DECISION_APPEALED = declare(
    Kind(
        name="conversations.decision_appealed",
        sentence=_("{actor} asks for another look at what was decided in {topic}"),
        verb="Flag",
        audience=Audience.SELF,
        tells=tell_of_appeal,
        unseen=True,
        beyond=True,
        place=at_reports,
    )
)
REPORTS_TAKEN = declare(
    Kind(
        name="conversations.reports_taken",
        sentence=_("{actor} is looking at reports of a message in {topic}"),
        verb="View",
        audience=Audience.SELF,
        unseen=True,
    )
)
REPORTS_LEFT = declare(
    Kind(
        name="conversations.reports_left",
        sentence=_("{actor} leaves reports of a message in {topic} to others"),
        verb="Undo",
        audience=Audience.SELF,
        unseen=True,
    )
)
REPORTS_SETTLED = declare(
    Kind(
        name="conversations.reports_settled",
        sentence=_("{actor} settled reports of a message in {topic}"),
        verb="Accept",
        audience=Audience.SELF,
        tells=tell_of_settling,
        told_as=_("{actor} has a word for you about what you wrote in {topic}"),
        unseen=True,
        own=True,
        details=reason_given,
        place=at_outcome,
        undoes=all_of_the_case,
    )
)
