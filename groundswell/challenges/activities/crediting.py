"""Credit that is offered and taken, and shares that holders agree on."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.challenges.rules import authors_of
from groundswell.conversations.models import Contribution, Topic


def tell_person(activity: Activity) -> Iterator[Tell]:
    """The person to whom it is offered."""
    if activity.target_actor_id is not None:
        yield Tell(actor_id=activity.target_actor_id, reason=Reason.CREDIT)


def tell_holders(activity: Activity) -> Iterator[Tell]:
    """Everybody who is credited in the idea, and who offered it."""
    yield from tell_person(activity)
    held = Contribution.objects.filter(topic=activity.topic_id or 0).order_by("id")
    for actor_id in held.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.CREDIT)


def tell_offering(activity: Activity) -> Iterator[Tell]:
    """Who offered it, and the other authors."""
    yield from tell_person(activity)
    for topic in Topic.objects.filter(id=activity.topic_id or 0):
        for actor_id in sorted(authors_of(topic)):
            yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic.id)


CREDIT_OFFERED = declare(
    Kind(
        name="challenges.credit_offered",
        sentence=_("{actor} offered {target} credit for {topic}"),
        verb="Offer",
        tells=tell_person,
        told_as=_("{actor} says that something in {topic} came from you. Take the credit?"),
    )
)
CREDIT_TAKEN = declare(
    Kind(
        name="challenges.credit_taken",
        sentence=_("{actor} took the credit that {target} offered for {topic}"),
        verb="Accept",
        tells=tell_holders,
    )
)
CREDIT_DECLINED = declare(
    Kind(
        name="challenges.credit_declined",
        sentence=_("{actor} declined the credit that {target} offered for {topic}"),
        verb="Reject",
        tells=tell_offering,
    )
)
SHARES_PROPOSED = declare(
    Kind(
        name="challenges.shares_proposed",
        sentence=_("{actor} proposed how the credit for {topic} is shared"),
        verb="Offer",
        tells=tell_holders,
    )
)
SHARES_AGREED = declare(
    Kind(
        name="challenges.shares_agreed",
        sentence=_("{actor} agreed how the credit for {topic} is shared"),
        verb="Accept",
    )
)
SHARES_SETTLED = declare(
    Kind(
        name="challenges.shares_settled",
        sentence=_("{actor} agreed as the last: the shares in {topic} hold now"),
        verb="Accept",
        tells=tell_holders,
    )
)
SHARES_REFUSED = declare(
    Kind(
        name="challenges.shares_refused",
        sentence=_("{actor} did not agree how the credit for {topic} is shared"),
        verb="Reject",
        tells=tell_holders,
    )
)
