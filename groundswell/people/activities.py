"""What can happen to people: their accounts, what they show, whom they follow or avoid."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare, taking_back
from groundswell.activity.models import Activity
from groundswell.actors.models import Account


def tell_organisers(activity: Activity) -> Iterator[Tell]:
    """An account that waits is shown to those who can let it in."""
    if activity.data.get("waits"):
        for actor_id in Account.objects.filter(is_staff=True).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.STEWARD)


def tell_target(activity: Activity) -> Iterator[Tell]:
    """The person it is about."""
    if activity.target_actor_id:
        yield Tell(actor_id=activity.target_actor_id, reason=Reason.MEMBERSHIP)


def where_they_wait(_activity: Activity) -> str:
    """Where accounts are let in or turned away."""
    return "/organisation/waiting/"


def waiting(activity: Activity) -> Mapping[str, Any]:
    """Nobody need be told any more that the account waits."""
    return {"kind": ACCOUNT_OPENED.name, "actor_id": activity.target_actor_id}


def tell_followed(activity: Activity) -> Iterator[Tell]:
    """The person who is followed, once: another level is nobody else's business."""
    if activity.target_actor_id and activity.data.get("new"):
        yield Tell(actor_id=activity.target_actor_id, reason=Reason.FOLLOWER)


ACCOUNT_OPENED = declare(
    Kind(
        name="people.account_opened",
        sentence=_("{actor} opened an account"),
        told_as=_("{actor} opened an account, which waits to be let in"),
        theirs=True,
        verb="Create",
        audience=Audience.SELF,
        tells=tell_organisers,
        place=where_they_wait,
    )
)
ACCOUNT_APPROVED = declare(
    Kind(
        name="people.account_approved",
        sentence=_("{actor} approved the account of {target}"),
        verb="Accept",
        audience=Audience.SELF,
        tells=tell_target,
        undoes=waiting,
    )
)
ACCOUNT_REFUSED = declare(
    Kind(
        name="people.account_refused",
        sentence=_("{actor} refused an account"),
        verb="Reject",
        audience=Audience.SELF,
        undoes=waiting,
    )
)
ACCOUNT_ERASED = declare(
    Kind(
        name="people.account_erased",
        sentence=_("{actor} left, and everything personal is gone"),
        verb="Delete",
        audience=Audience.PUBLIC,
    )
)
ORGANISATION_CHANGED = declare(
    Kind(
        name="people.organisation_changed",
        sentence=_("{actor} changed the settings of the organisation"),
        verb="Update",
        audience=Audience.STEWARDS,
    )
)
ORGANISER_NAMED = declare(
    Kind(
        name="people.organiser_named",
        sentence=_("{actor} named {target} a steward of the organisation"),
        told_as=_("{actor} named you a steward of the organisation"),
        verb="Add",
        audience=Audience.STEWARDS,
        tells=tell_target,
    )
)
ORGANISER_STEPPED_DOWN = declare(
    Kind(
        name="people.organiser_stepped_down",
        sentence=_("{actor} no longer stewards the organisation"),
        verb="Remove",
        audience=Audience.STEWARDS,
    )
)
PROFILE_CHANGED = declare(
    Kind(
        name="people.profile_changed",
        sentence=_("{actor} changed their profile"),
        verb="Update",
        audience=Audience.PUBLIC,
    )
)
PRESENCE_ADDED = declare(
    Kind(
        name="people.presence_added",
        sentence=_("{actor} added a page of theirs elsewhere"),
        verb="Add",
        audience=Audience.PUBLIC,
    )
)
PRESENCE_REMOVED = declare(
    Kind(
        name="people.presence_removed",
        sentence=_("{actor} removed a page of theirs elsewhere"),
        verb="Remove",
        audience=Audience.PUBLIC,
    )
)
PERSON_FOLLOWED = declare(
    Kind(
        name="people.person_followed",
        sentence=_("{actor} follows {target}"),
        verb="Follow",
        audience=Audience.SELF,
        tells=tell_followed,
        groups_as=_("{actors} follow you now"),
    )
)
PERSON_UNFOLLOWED = declare(
    Kind(
        name="people.person_unfollowed",
        sentence=_("{actor} no longer follows {target}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(PERSON_FOLLOWED, "actor_id", "target_actor_id"),
    )
)
# Whom somebody avoids is theirs alone to know: these three name no target.
PERSON_MUTED = declare(
    Kind(
        name="people.person_muted",
        sentence=_("{actor} muted somebody"),
        verb="Ignore",
        audience=Audience.SELF,
    )
)
PERSON_BLOCKED = declare(
    Kind(
        name="people.person_blocked",
        sentence=_("{actor} blocked somebody"),
        verb="Block",
        audience=Audience.SELF,
    )
)
PERSON_RELEASED = declare(
    Kind(
        name="people.person_released",
        sentence=_("{actor} no longer mutes or blocks somebody"),
        verb="Undo",
        audience=Audience.SELF,
    )
)
