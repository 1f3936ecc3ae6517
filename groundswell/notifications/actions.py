"""Looking at alerts, and saying which one no longer wants."""

from groundswell.activity.declarations import Reason
from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.models import TopicFollow
from groundswell.core.clock import now
from groundswell.notifications.models import Notification
from groundswell.people.models import AlertPreference, Level, PersonFollow
from groundswell.spaces.models import SpaceFollow


@unlogged(because="Having looked at an alert is state.")
def mark_alerts_read(*, actor: Actor, ids: list[int] | None = None) -> int:
    """Marks these alerts (all, without ids) as read; gives how many were not before."""
    unread = Notification.objects.of(actor).unread()
    if ids is not None:
        unread = unread.filter(id__in=ids)
    return unread.update(read_at=now())


@unlogged(because="Reading a topic's messages answers the alerts about them.")
def mark_topic_alerts_read(*, actor: Actor, topic_id: int) -> int:
    """Marks the alerts about one topic as read."""
    unread = Notification.objects.of(actor).unread().filter(topic_id=topic_id)
    return unread.update(read_at=now())


@unlogged(because="How somebody wants to be told is a preference, shown to nobody.")
def turn_off_reason(*, actor: Actor, reason: Reason, about: int | None) -> None:
    """Ends what led to an alert: the one follow it came from, or this reason altogether."""
    if about is not None and reason in {Reason.TOPIC, Reason.REPLY, Reason.ANSWER}:
        TopicFollow.objects.update_or_create(
            actor=actor, topic_id=about, defaults={"level": Level.QUIET}
        )
    elif about is not None and reason == Reason.SPACE:
        SpaceFollow.objects.filter(actor=actor, space_id=about).delete()
    elif about is not None and reason == Reason.PERSON:
        PersonFollow.objects.filter(actor=actor, followed_id=about).delete()
    else:
        preference, _made = AlertPreference.objects.get_or_create(actor=actor)
        preference.silenced = sorted({*preference.silenced, reason.value})
        preference.save(update_fields=["silenced"])
