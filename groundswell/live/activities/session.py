"""Announcing, beginning and ending sessions."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.activities import tell_of_end, tell_of_words, tell_target
from groundswell.conversations.models import TopicFollow
from groundswell.live.models import Participant, Session
from groundswell.people.models import Level
from groundswell.spaces.models import Space


def tell_of_close(activity: Activity) -> Iterator[Tell]:
    """Who follows the session, and who came. What became of each question its asker is told by an
    activity of its own."""
    yield from tell_of_end(activity)
    yield from tell_who_came(activity)


def tell_who_came(activity: Activity) -> Iterator[Tell]:
    """Everybody who came with an account, whether they spoke or only read."""
    people = Participant.objects.filter(
        session=activity.topic_id or 0, guest=False, removed_at=None
    )
    for actor_id in people.values_list("actor_id", flat=True):
        if actor_id != activity.actor_id:
            yield Tell(actor_id=actor_id, reason=Reason.OUTCOME, about=activity.topic_id)


def tell_of_announced(activity: Activity) -> Iterator[Tell]:
    """Who hears of new words; and who follows the session before it in its series."""
    yield from tell_of_words(activity)
    session = Session.objects.filter(topic=activity.topic_id or 0, series__isnull=False).first()
    if session is None:
        return
    before = Session.objects.filter(series=session.series_id, starts_at__lt=session.starts_at)
    last = before.order_by("-starts_at").values_list("topic", flat=True).first()
    levels = [Level.NORMAL, Level.ALL]
    follows = TopicFollow.objects.filter(topic=last or 0, level__in=levels, id__lt=activity.id)
    for actor_id in follows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=last)


def at_guidelines(activity: Activity) -> str:
    """Where they are read and accepted."""
    space = Space.objects.select_related("actor").filter(id=activity.space_id or 0).first()
    return f"{space.get_absolute_url()}guidelines/" if space else ""


SESSION_ANNOUNCED = declare(
    Kind(
        name="live.session_announced",
        sentence=_("{actor} announced the session {topic}"),
        verb="Create",
        tells=tell_of_announced,
        on_timelines=True,
    )
)
SESSION_CHANGED = declare(
    Kind(
        name="live.session_changed",
        sentence=_("{actor} changed when or how {topic} takes place"),
        verb="Update",
        tells=tell_of_end,
    )
)
SESSION_BEGAN = declare(
    Kind(
        name="live.session_began",
        sentence=_("{topic} has begun"),
        verb="Update",
        tells=tell_of_end,
    )
)
SESSION_WRAPPED = declare(
    Kind(
        name="live.session_wrapped",
        sentence=_("{actor} is wrapping up {topic}"),
        verb="Update",
    )
)
SESSION_CLOSED = declare(
    Kind(
        name="live.session_closed",
        sentence=_("{topic} is over, and its recap is ready"),
        verb="Update",
        tells=tell_of_close,
    )
)
GUEST_CLAIMED = declare(
    Kind(
        name="live.guest_claimed",
        sentence=_("{actor} took along what they did as a guest in {topic}"),
        verb="Update",
        audience=Audience.SELF,
        unseen=True,
    )
)
SERIES_BEGAN = declare(
    Kind(
        name="live.series_began",
        sentence=_("{actor} made a series of {topic}"),
        verb="Create",
        tells=tell_of_end,
    )
)
SERIES_CHANGED = declare(
    Kind(
        name="live.series_changed",
        sentence=_("{actor} changed a series of sessions in {space}"),
        verb="Update",
    )
)
TURN_CAME = declare(
    Kind(
        name="live.turn_came",
        sentence=_("{target} hosts {topic}"),
        verb="Offer",
        audience=Audience.SELF,
        tells=tell_target(Reason.OWNER),
        told_as=_("It is your turn to host {topic}"),
        unseen=True,
    )
)
TURN_PASSED = declare(
    Kind(
        name="live.turn_passed",
        sentence=_("{target} has not accepted the guidelines of {space}: the next in turn hosts"),
        verb="Update",
        audience=Audience.STEWARDS,
        tells=tell_target(Reason.OWNER),
        told_as=_("It was your turn to host in {space}. Accept its guidelines, and the next is"),
        unseen=True,
        place=at_guidelines,
    )
)
SESSION_GREW = declare(
    Kind(
        name="live.session_grew",
        sentence=_("Something was added to {topic} in the week after it"),
        verb="Update",
        tells=tell_who_came,
        told_as=_("What was added to {topic} in the week since you were there"),
    )
)
