"""What can happen to a space and its people."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare, taking_back
from groundswell.activity.models import Activity
from groundswell.spaces.models import JoinRequest, Membership, Removal


def tell_stewards(activity: Activity) -> Iterator[Tell]:
    """Those who look after the space."""
    if activity.space_id is None:
        return
    stewards = Membership.objects.filter(space_id=activity.space_id).stewards()
    for actor_id in stewards.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.STEWARD, about=activity.space_id)


def tell_whom_it_is_about(activity: Activity) -> Iterator[Tell]:
    """The person whose membership changed."""
    if activity.target_actor_id is not None:
        yield Tell(
            actor_id=activity.target_actor_id,
            reason=Reason.MEMBERSHIP,
            about=activity.space_id,
        )


def answer_given(activities: Sequence[Activity]) -> Mapping[int, str]:
    """What a steward answered to who asked to join."""
    asked = {one.id: int(one.data["request"]) for one in activities}
    rows = JoinRequest.objects.filter(id__in=asked.values())
    answers = dict(rows.values_list("id", "answer")) if asked else {}
    return {id_: answers.get(request, "") for id_, request in asked.items()}


def reason_of_removal(activities: Sequence[Activity]) -> Mapping[int, str]:
    """Why a person was removed."""
    removed = {one.id: int(one.data["removal"]) for one in activities}
    rows = Removal.objects.filter(id__in=removed.values())
    reasons = dict(rows.values_list("id", "reason")) if removed else {}
    return {id_: reasons.get(removal, "") for id_, removal in removed.items()}


SPACE_OPENED = declare(
    Kind(
        name="spaces.space_opened",
        sentence=_("{actor} opened the space {space}"),
        verb="Create",
        on_timelines=True,
    )
)
SPACE_CHANGED = declare(
    Kind(
        name="spaces.space_changed",
        sentence=_("{actor} changed the settings of {space}"),
        verb="Update",
    )
)
SPACE_CLOSED = declare(
    Kind(
        name="spaces.space_closed",
        sentence=_("{actor} closed {space}"),
        verb="Update",
        on_timelines=True,
    )
)
SPACE_REOPENED = declare(
    Kind(
        name="spaces.space_reopened",
        sentence=_("{actor} opened {space} again"),
        verb="Update",
        on_timelines=True,
    )
)
GUIDELINES_CHANGED = declare(
    Kind(
        name="spaces.guidelines_changed",
        sentence=_("{actor} changed the guidelines of {space}"),
        verb="Update",
        on_timelines=True,
    )
)
GUIDELINES_ACCEPTED = declare(
    Kind(
        name="spaces.guidelines_accepted",
        sentence=_("{actor} accepted the guidelines of {space}"),
        verb="Accept",
        audience=Audience.SELF,
        unseen=True,
    )
)
MEMBER_JOINED = declare(
    Kind(name="spaces.member_joined", sentence=_("{actor} joined {space}"), verb="Join")
)
MEMBER_LEFT = declare(
    Kind(
        name="spaces.member_left",
        sentence=_("{actor} left {space}"),
        verb="Leave",
        audience=Audience.STEWARDS,
    )
)
JOIN_ASKED = declare(
    Kind(
        name="spaces.join_asked",
        sentence=_("{actor} asks to join {space}"),
        verb="Join",
        audience=Audience.STEWARDS,
        tells=tell_stewards,
        groups_as=_("{actors} ask to join {space}"),
    )
)
JOIN_WITHDRAWN = declare(
    Kind(
        name="spaces.join_withdrawn",
        sentence=_("{actor} no longer asks to join {space}"),
        verb="Undo",
        audience=Audience.STEWARDS,
        undoes=taking_back(JOIN_ASKED, "actor_id", "space_id"),
    )
)
JOIN_APPROVED = declare(
    Kind(
        name="spaces.join_approved",
        sentence=_("{actor} let {target} into {space}"),
        verb="Accept",
        tells=tell_whom_it_is_about,
    )
)
JOIN_DECLINED = declare(
    Kind(
        name="spaces.join_declined",
        sentence=_("{actor} answered {target}, who asked to join {space}, with a no"),
        told_as=_("{actor} did not let you into {space}"),
        verb="Reject",
        audience=Audience.STEWARDS,
        tells=tell_whom_it_is_about,
        own=True,
        details=answer_given,
    )
)
PERSON_INVITED = declare(
    Kind(
        name="spaces.person_invited",
        sentence=_("{actor} invited somebody to {space} by e-mail"),
        verb="Invite",
        audience=Audience.STEWARDS,
    )
)
LINK_MADE = declare(
    Kind(
        name="spaces.link_made",
        sentence=_("{actor} made a link that invites to {space}"),
        verb="Invite",
        audience=Audience.STEWARDS,
    )
)
INVITATION_WITHDRAWN = declare(
    Kind(
        name="spaces.invitation_withdrawn",
        sentence=_("{actor} withdrew an invitation to {space}"),
        verb="Undo",
        audience=Audience.STEWARDS,
    )
)
MEMBER_REMOVED = declare(
    Kind(
        name="spaces.member_removed",
        sentence=_("{actor} removed {target} from {space}"),
        verb="Remove",
        audience=Audience.STEWARDS,
        tells=tell_whom_it_is_about,
        own=True,
        details=reason_of_removal,
    )
)
REMOVAL_LIFTED = declare(
    Kind(
        name="spaces.removal_lifted",
        sentence=_("{actor} allowed {target} to come back to {space}"),
        verb="Undo",
        audience=Audience.STEWARDS,
        tells=tell_whom_it_is_about,
    )
)
STEWARD_APPOINTED = declare(
    Kind(
        name="spaces.steward_appointed",
        sentence=_("{actor} made {target} a steward of {space}"),
        verb="Add",
        tells=tell_whom_it_is_about,
        on_timelines=True,
    )
)
STEWARD_STEPPED_DOWN = declare(
    Kind(
        name="spaces.steward_stepped_down",
        sentence=_("{actor} is no longer a steward of {space}"),
        verb="Remove",
        tells=tell_stewards,
    )
)
ROLE_CHANGED = declare(
    Kind(
        name="spaces.role_changed",
        sentence=_("{actor} changed what {target} is in {space}"),
        verb="Update",
        audience=Audience.STEWARDS,
        tells=tell_whom_it_is_about,
    )
)
AFFILIATION_CHANGED = declare(
    Kind(
        name="spaces.affiliation_changed",
        sentence=_("{actor} said on whose behalf they speak in {space}"),
        verb="Update",
        audience=Audience.SELF,
    )
)
SPACE_FOLLOWED = declare(
    Kind(
        name="spaces.space_followed",
        sentence=_("{actor} follows {space}"),
        verb="Follow",
        audience=Audience.SELF,
        unseen=True,
    )
)
SPACE_UNFOLLOWED = declare(
    Kind(
        name="spaces.space_unfollowed",
        sentence=_("{actor} no longer follows {space}"),
        verb="Undo",
        audience=Audience.SELF,
        unseen=True,
    )
)
