"""Looking at alerts, and saying which one no longer wants."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Reason
from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions import follow_tag, follow_topic
from groundswell.conversations.models import Message, TagFollow, Topic, TopicFollow
from groundswell.core import bus
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.notifications.models import Notification, NotificationQuerySet
from groundswell.people.actions import follow_person, unfollow_person
from groundswell.people.models import AlertPreference, Level, PersonFollow
from groundswell.spaces.actions import follow_space, unfollow_space
from groundswell.spaces.models import Space, SpaceFollow


@dataclass(frozen=True, kw_only=True)
class TurnedOff:
    """What was turned off, so that it can be turned on again: `level` is what was followed at."""

    reason: Reason
    about: int | None
    level: str


@unlogged(because="Having looked at an alert is state.")
def mark_alerts_read(*, actor: Actor, ids: list[int] | None = None) -> int:
    """Marks these alerts (all, without ids) as read; gives how many were not before."""
    unread = Notification.objects.of(actor).unread()
    return _mark_read(actor, unread if ids is None else unread.filter(id__in=ids))


@unlogged(because="Having looked at an alert is state.")
def mark_alerts_unread(*, actor: Actor, ids: list[int]) -> int:
    """Takes back that these alerts were read."""
    read = Notification.objects.of(actor).filter(id__in=ids).exclude(read_at=None)
    count = read.update(read_at=None)
    transaction.on_commit(partial(bus.publish, f"person-{actor.id}"))
    return count


@unlogged(because="Reading a topic's messages answers the alerts about them.")
def mark_topic_alerts_read(*, actor: Actor, topic_id: int, number: int, after: int = 0) -> int:
    """Marks the alerts about a topic as read, but for those of messages not seen yet."""
    unseen = Q(number__gt=number) | Q(number__lte=after)
    further = Message.objects.filter(unseen, topic_id=topic_id)
    unread = Notification.objects.of(actor).unread().filter(topic_id=topic_id)
    return _mark_read(actor, unread.exclude(activity__message_id__in=further.values("id")))


def _mark_read(actor: Actor, unread: NotificationQuerySet) -> int:
    count = unread.update(read_at=now())
    if count:
        transaction.on_commit(partial(bus.publish, f"person-{actor.id}"))
    return count


@unlogged(because="A preference, shown to nobody; the follow that ends or begins is logged.")
def turn_off_reason(*, actor: Actor, reason: Reason, about: int | None) -> TurnedOff:
    """Ends what led to an alert: the one follow it came from, or this reason altogether."""
    end = _END.get(reason) if about is not None else None
    if about is None or end is None:
        _silence(actor, reason, on=True)
        return TurnedOff(reason=reason, about=about, level="")
    return TurnedOff(reason=reason, about=about, level=end(actor, about))


def _quieten_topic(actor: Actor, about: int) -> str:
    """Follows on, to be told of nothing; gives what it was followed at."""
    topic = Topic.objects.filter(id=about, follows__actor=actor).first()
    topic = topic or Topic.objects.visible_to(actor).filter(id=about).first()
    if topic is None:
        return ""
    level = _level(TopicFollow.objects.filter(actor=actor, topic=topic))
    follow_topic(actor=actor, topic=topic, level=Level.QUIET)
    return level


def _quieten_tag(actor: Actor, about: int) -> str:
    follow = TagFollow.objects.filter(actor=actor, id=about).select_related("tag").first()
    if follow is None:
        return ""
    follow_tag(actor=actor, tag=follow.tag, level=Level.QUIET)
    return follow.level


def _leave_space(actor: Actor, about: int) -> str:
    follow = SpaceFollow.objects.filter(actor=actor, space=about).select_related("space").first()
    if follow is None:
        return ""
    unfollow_space(actor=actor, space=follow.space)
    return follow.level


def _leave_person(actor: Actor, about: int) -> str:
    rows = PersonFollow.objects.filter(actor=actor, followed=about)
    follow = rows.select_related("followed").first()
    if follow is None:
        return ""
    unfollow_person(actor=actor, person=follow.followed)
    return follow.level


def _level(follows: QuerySet[TopicFollow]) -> str:
    return follows.values_list("level", flat=True).first() or ""


def _silence(actor: Actor, reason: Reason, *, on: bool) -> None:
    preference, _made = AlertPreference.objects.get_or_create(actor=actor)
    silenced = set(preference.silenced) - {reason.value}
    preference.silenced = sorted(silenced | ({reason.value} if on else set()))
    preference.save(update_fields=["silenced"])


@unlogged(because="A preference, shown to nobody; the follow that ends or begins is logged.")
def turn_on_reason(*, actor: Actor, off: TurnedOff) -> None:
    """Takes back what `turn_off_reason` did, as far as the actor may still see it."""
    level = off.level if off.level in Level.values else ""
    resume = _RESUME.get(off.reason) if off.about is not None else None
    if off.about is None or resume is None:
        _silence(actor, off.reason, on=False)
    else:
        resume(actor, off.about, level)


def _resume_topic(actor: Actor, about: int, level: str) -> None:
    topic = Topic.objects.visible_to(actor).filter(id=about).first()
    if topic is None:
        raise Conflict(_("You can no longer see this topic, so you cannot follow it."))
    follow_topic(actor=actor, topic=topic, level=level or "none")


def _resume_tag(actor: Actor, about: int, level: str) -> None:
    follow = TagFollow.objects.filter(actor=actor, id=about).select_related("tag").first()
    if follow is None:
        raise Conflict(_("You no longer follow this tag."))
    follow_tag(actor=actor, tag=follow.tag, level=level or Level.NORMAL)


def _resume_space(actor: Actor, about: int, level: str) -> None:
    space = Space.objects.visible_to(actor).filter(id=about).first()
    if space is None:
        raise Conflict(_("You can no longer see this space, so you cannot follow it."))
    follow_space(actor=actor, space=space, level=level or Level.NORMAL)


def _resume_person(actor: Actor, about: int, level: str) -> None:
    person = Actor.objects.people().filter(id=about).first()
    if person is None:
        raise Conflict(_("This person is no longer here."))
    follow_person(actor=actor, person=person, level=level or Level.NORMAL)


# Why somebody was told -> how the one follow behind it is ended, and how it is taken up again.
_OF_TOPIC: Final = (Reason.TOPIC, Reason.REPLY, Reason.ANSWER)
_END: Final[dict[Reason, Callable[[Actor, int], str]]] = {
    **dict.fromkeys(_OF_TOPIC, _quieten_topic),
    Reason.TAG: _quieten_tag,
    Reason.SPACE: _leave_space,
    Reason.PERSON: _leave_person,
}
_RESUME: Final[dict[Reason, Callable[[Actor, int, str], None]]] = {
    **dict.fromkeys(_OF_TOPIC, _resume_topic),
    Reason.TAG: _resume_tag,
    Reason.SPACE: _resume_space,
    Reason.PERSON: _resume_person,
}
