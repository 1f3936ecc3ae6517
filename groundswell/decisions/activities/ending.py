"""Objections on the way, and what was made of the count."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.activities import tell_of_end, tell_target
from groundswell.conversations.kinds import takers_of
from groundswell.conversations.models import Link, Mention
from groundswell.decisions.activities.decision import tell_voters
from groundswell.decisions.models import Objection, Option

_SHOWN = 200


def tell_of_outcome(activity: Activity) -> Iterator[Tell]:
    """Who promised something, who is named in it, who wrote what it adopts, who voted, who follows
    the decision, and whoever had a part in an idea that was decided on."""
    topic_id = activity.topic_id or 0
    for actor in activity.data.get("committed", []):
        yield Tell(actor_id=int(actor), reason=Reason.OWNER, about=topic_id)
    mentioned = Mention.objects.filter(message_id=activity.message_id or 0)
    for actor_id in mentioned.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)
    adopted = Option.objects.filter(adopted_by__message=activity.message_id or 0)
    for actor_id in adopted.exclude(author=None).values_list("author", flat=True).distinct():
        yield Tell(actor_id=actor_id, reason=Reason.OUTCOME, about=topic_id)
    yield from tell_voters(activity)
    links = Link.objects.filter(origin=topic_id, kind=Link.Kind.DECIDES)
    for link in links.select_related("target"):
        for actor_id in takers_of(link.target):
            yield Tell(actor_id=actor_id, reason=Reason.OUTCOME, about=topic_id)
    yield from tell_of_end(activity)


OUTCOME_STATED = declare(
    Kind(
        name="decisions.outcome_stated",
        sentence=_("{actor} said what was decided on {topic}"),
        verb="Create",
        tells=tell_of_outcome,
        on_timelines=True,
    )
)
COMMITMENT_ENDED = declare(
    Kind(
        name="decisions.commitment_ended",
        sentence=_("{actor} told what came of a promise in {topic}"),
        verb="Update",
        tells=tell_of_end,
    )
)
COMMITMENT_DUE = declare(
    Kind(
        name="decisions.commitment_due",
        sentence=_("What {target} promised in {topic} is due"),
        verb="Update",
        tells=tell_target(Reason.OWNER),
        told_as=_("What you promised in {topic} is due"),
        unseen=True,
    )
)
REVIEW_DUE = declare(
    Kind(
        name="decisions.review_due",
        sentence=_("It is time to look again at what was decided on {topic}"),
        verb="Update",
        tells=tell_of_outcome,
        unseen=True,
    )
)
OBJECTION_ANSWERED = declare(
    Kind(
        name="decisions.objection_answered",
        sentence=_("{actor} answered an objection to {topic}"),
        verb="Update",
        tells=tell_target(Reason.DECISION),
        told_as=_("{actor} answered your objection to {topic}"),
    )
)
OBJECTION_SETTLED = declare(
    Kind(
        name="decisions.objection_settled",
        sentence=_("{actor} settled their objection to {topic}"),
        verb="Update",
        tells=tell_of_end,
    )
)


def tell_who_sees_to_it(activity: Activity) -> Iterator[Tell]:
    """Who sees to a guest's objection, and those who follow the decision."""
    yield from tell_target(Reason.OWNER)(activity)
    yield from tell_of_end(activity)


def their_words(activities: Sequence[Activity]) -> Mapping[int, str]:
    """What the guest said."""
    ids = {one.data["objection"] for one in activities if "objection" in one.data}
    found = {str(one.id): one for one in Objection.objects.filter(id__in=ids)} if ids else {}
    told = {one.id: found.get(one.data.get("objection", "")) for one in activities}
    return {key: Truncator(one.words).chars(_SHOWN) for key, one in told.items() if one}


def at_objections(activity: Activity) -> str:
    """Where objections stand, and are answered."""
    return f"/t/{activity.topic_id}/objections/"


GUEST_OBJECTED = declare(
    Kind(
        name="decisions.guest_objected",
        sentence=_("A guest objects to {topic}"),
        verb="Add",
        tells=tell_who_sees_to_it,
        told_as=_("A guest objects to {topic}: it is yours to see to"),
        details=their_words,
        place=at_objections,
    )
)
GUEST_OBJECTION_SETTLED = declare(
    Kind(
        name="decisions.guest_objection_settled",
        sentence=_("A guest's objection to {topic} is settled"),
        verb="Update",
        tells=tell_who_sees_to_it,
        place=at_objections,
    )
)
