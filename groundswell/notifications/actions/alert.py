"""Looking at alerts, and saying which one no longer wants."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Reason
from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, TagFollow, Topic, TopicFollow
from groundswell.core import bus
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.notifications.models import Notification, NotificationQuerySet
from groundswell.people.models import AlertPreference, Level, PersonFollow
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
def mark_topic_alerts_read(*, actor: Actor, topic_id: int, number: int) -> int:
    """Marks the alerts about a topic as read, up to the message that the actor has read to."""
    further = Message.objects.filter(topic_id=topic_id, number__gt=number)
    unread = Notification.objects.of(actor).unread().filter(topic_id=topic_id)
    return _mark_read(actor, unread.exclude(activity__message_id__in=further.values("id")))


def _mark_read(actor: Actor, unread: NotificationQuerySet) -> int:
    count = unread.update(read_at=now())
    if count:
        transaction.on_commit(partial(bus.publish, f"person-{actor.id}"))
    return count


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def turn_off_reason(*, actor: Actor, reason: Reason, about: int | None) -> TurnedOff:
    """Ends what led to an alert: the one follow it came from, or this reason altogether."""
    level = ""
    if about is not None and reason in {Reason.TOPIC, Reason.REPLY, Reason.ANSWER}:
        level = _quieten_topic(actor, about)
    elif about is not None and reason == Reason.SPACE:
        level = _ended(SpaceFollow.objects.filter(actor=actor, space_id=about))
    elif about is not None and reason == Reason.PERSON:
        level = _ended(PersonFollow.objects.filter(actor=actor, followed_id=about))
    elif about is not None and reason == Reason.TAG:
        level = _quieten(TagFollow.objects.filter(actor=actor, id=about))
    else:
        _silence(actor, reason, on=True)
    return TurnedOff(reason=reason, about=about, level=level)


def _quieten_topic(actor: Actor, topic_id: int) -> str:
    follows = TopicFollow.objects.filter(actor=actor, topic_id=topic_id)
    level = _quieten(follows)
    if not level and Topic.objects.visible_to(actor).filter(id=topic_id).exists():
        TopicFollow.objects.create(actor=actor, topic_id=topic_id, level=Level.QUIET)
    return level


def _quieten(follows: QuerySet[TopicFollow] | QuerySet[TagFollow]) -> str:
    """Keeps the follow, but to be told of nothing; gives what it was followed at."""
    level = follows.values_list("level", flat=True).first() or ""
    follows.update(level=Level.QUIET)
    return level


def _ended(follows: QuerySet[SpaceFollow] | QuerySet[PersonFollow]) -> str:
    level = follows.values_list("level", flat=True).first() or ""
    follows.delete()
    return level


def _silence(actor: Actor, reason: Reason, *, on: bool) -> None:
    preference, _made = AlertPreference.objects.get_or_create(actor=actor)
    silenced = set(preference.silenced) - {reason.value}
    preference.silenced = sorted(silenced | ({reason.value} if on else set()))
    preference.save(update_fields=["silenced"])


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def turn_on_reason(*, actor: Actor, off: TurnedOff) -> None:
    """Takes back what `turn_off_reason` did, as far as the actor may still see it."""
    level = off.level if off.level in Level.values else ""
    about = off.about
    if about is not None and off.reason in {Reason.TOPIC, Reason.REPLY, Reason.ANSWER}:
        mine = TopicFollow.objects.filter(actor=actor, topic_id=about)
        mine.update(level=level) if level else mine.delete()
    elif about is not None and off.reason == Reason.TAG:
        TagFollow.objects.filter(actor=actor, id=about).update(level=level or Level.NORMAL)
    elif about is not None and off.reason == Reason.SPACE:
        if not Space.objects.visible_to(actor).filter(id=about).exists():
            raise Conflict(_("You can no longer see this space, so you cannot follow it."))
        SpaceFollow.objects.get_or_create(
            actor=actor, space_id=about, defaults={"level": level or Level.NORMAL}
        )
    elif about is not None and off.reason == Reason.PERSON:
        for person in Actor.objects.people().filter(id=about).exclude(id=actor.id):
            PersonFollow.objects.get_or_create(
                actor=actor, followed=person, defaults={"level": level or Level.NORMAL}
            )
    else:
        _silence(actor, off.reason, on=False)
