"""From the log to alerts: each activity is told to each person once, for the nearest reason."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q

from groundswell.activity.declarations import KINDS, Reason, Tell, nobody, takes_nothing_back
from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.actors.models import Account
from groundswell.conversations.models import (
    Mention,
    Message,
    ReadPosition,
    Topic,
    TopicFollow,
)
from groundswell.core import bus
from groundswell.notifications.models import (
    DigestClock,
    Letter,
    Notification,
    NotificationQuerySet,
    PushSubscription,
)
from groundswell.people.activities import ACCOUNT_ERASED
from groundswell.people.models import AlertPreference, Block, Level
from groundswell.spaces.models import Membership, Space

HUSHED_BY_QUIET: Final = frozenset(
    {
        *(Reason.REPLY, Reason.REACTION, Reason.RESHARE, Reason.ANSWER, Reason.TOPIC),
        *(Reason.SPACE, Reason.TAG, Reason.PERSON),
    }
)
"""What a person no longer hears of a topic they follow quietly, also where they follow its space,
a tag or somebody in it: what they said of the one topic counts. A mention still reaches them."""


@eventual
def alert(activity: Activity) -> None:
    """Writes the activity's alerts; run twice, it writes them once. Imports alert nobody."""
    if not activity.is_local:
        return
    told = _told_of(activity)
    _write(activity, told)
    _tell_bells([tell.actor_id for tell in told])


@eventual
def follow_rewording(activity: Activity) -> None:
    """An edit or a deletion changes whom the words themselves should have told."""
    if activity.message_id is None or not _rewords(activity):
        return
    for message in Message.objects.filter(id=activity.message_id):
        written = _writing_of(message)
        if written is None or not written.is_local:
            continue
        kept = Notification.objects.filter(activity=written)
        changed = set(kept.values_list("recipient_id", flat=True))
        if message.tombstoned_at is None:
            changed = _mention_changed(message, kept)
            told = _told_of(written) if changed else []
            _write(written, [tell for tell in told if tell.actor_id in changed])
        else:
            kept.delete()
        _tell_bells(sorted(changed))


def _rewords(activity: Activity) -> bool:
    kind = KINDS.get(activity.kind)
    return kind is not None and kind.verb in {"Update", "Delete"} and not kind.words_stand


def _mention_changed(message: Message, kept: NotificationQuerySet) -> set[int]:
    """Forgets the alerts of those whom an edit named anew or names no longer; gives them all."""
    named = set(Mention.objects.filter(message=message).values_list("actor_id", flat=True))
    mentioned = kept.filter(reason=Reason.MENTION)
    before = set(mentioned.values_list("recipient_id", flat=True))
    mentioned.exclude(recipient__in=named).delete()
    kept.filter(recipient__in=named - before).delete()
    return named ^ before


def _writing_of(message: Message) -> Activity | None:
    """The activity that brought the message; None when it was since moved to another topic."""
    rows = Activity.objects.filter(topic_id=message.topic_id, message_id=message.id)
    creates = [kind.name for kind in KINDS.values() if kind.verb == "Create"]
    return rows.filter(kind__in=creates).order_by("id").first()


def _verb(activity: Activity) -> str:
    kind = KINDS.get(activity.kind)
    return kind.verb if kind else ""


def _told_of(activity: Activity) -> list[Tell]:
    kind = KINDS.get(activity.kind)
    if kind is None or kind.tells is nobody:
        return []
    return _wanted(activity, _nearest_reasons(activity, kind.tells(activity)))


def _write(activity: Activity, told: list[Tell]) -> None:
    if not told:
        return
    readers = _who_read_it(activity, [tell.actor_id for tell in told])
    rows = [
        Notification(
            recipient_id=tell.actor_id,
            activity=activity,
            kind=activity.kind,
            reason=tell.reason,
            about=tell.about,
            topic_id=activity.topic_id,
            created_at=activity.published_at,
            read_at=activity.published_at if tell.actor_id in readers else None,
        )
        for tell in told
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def _who_read_it(activity: Activity, people: list[int]) -> set[int]:
    """Those who had the topic open and saw the words before they could be told of them."""
    if _verb(activity) != "Create":
        return set()
    message = Message.objects.filter(id=activity.message_id or 0).only("topic_id", "number").first()
    if message is None:
        return set()
    positions = ReadPosition.objects.filter(
        topic_id=message.topic_id, actor__in=people, number__gte=message.number
    )
    return set(positions.values_list("actor_id", flat=True))


@eventual
def forget_undone(activity: Activity) -> None:
    """What was taken back is told to nobody any more; read or not, it is not so."""
    kind = KINDS.get(activity.kind)
    if kind is None or kind.undoes is takes_nothing_back:
        return
    undone = Activity.objects.filter(id__lt=activity.id, **kind.undoes(activity))
    alerts = Notification.objects.filter(activity__in=undone)
    told = set(alerts.values_list("recipient_id", flat=True))
    alerts.delete()
    _tell_bells(sorted(told))


def _tell_bells(recipients: list[int]) -> None:
    if recipients:
        transaction.on_commit(partial(_signal, recipients))


@eventual
def forget_alerts(activity: Activity) -> None:
    """Nobody is left to be told anything, on any way."""
    if activity.kind == ACCOUNT_ERASED.name:
        for model in (Notification, Letter, DigestClock):
            model.objects.filter(recipient=activity.actor).delete()
        PushSubscription.objects.filter(actor=activity.actor).delete()


def _signal(recipients: list[int]) -> None:
    for person in recipients:
        bus.publish(f"person-{person}")


def _nearest_reasons(activity: Activity, tells: Iterable[Tell]) -> dict[int, Tell]:
    """The first reason given for each person; nobody is told of their own doing."""
    nearest: dict[int, Tell] = {}
    for tell in tells:
        if tell.actor_id != activity.actor_id:
            nearest.setdefault(tell.actor_id, tell)
    return nearest


def _wanted(activity: Activity, nearest: dict[int, Tell]) -> list[Tell]:
    """Those with an account here who may see it, and have not said that they do not want it."""
    if not nearest:
        return []
    people = set(nearest)
    people &= _who_can_be_told(people)
    people &= _who_can_see(activity, people)
    people -= set(
        Block.objects.filter(actor__in=people, blocked_id=activity.actor_id).values_list(
            "actor_id", flat=True
        )
    )
    silenced = dict(
        AlertPreference.objects.filter(actor__in=people).values_list("actor_id", "silenced")
    )
    quiet = set(
        TopicFollow.objects.filter(
            topic_id=activity.topic_id or 0, actor__in=people, level=Level.QUIET
        ).values_list("actor_id", flat=True)
    )
    return [
        nearest[person]
        for person in sorted(people)
        if nearest[person].reason not in silenced.get(person, [])
        and not (person in quiet and nearest[person].reason in HUSHED_BY_QUIET)
    ]


def _who_can_be_told(people: set[int]) -> set[int]:
    accounts = Account.objects.filter(actor__in=people, is_active=True)
    return set(accounts.values_list("actor_id", flat=True))


def _who_can_see(activity: Activity, people: set[int]) -> set[int]:
    """Everyone where the space is public (or there is none), else its members, and whose own news
    it is."""
    if KINDS[activity.kind].beyond:
        return people
    space_id = activity.space_id
    for topic in Topic.objects.filter(id=activity.topic_id or 0).only("space_id"):
        space_id = topic.space_id
    if space_id is None or (activity.target_actor_id in people and activity.topic_id is None):
        return people
    if Space.objects.filter(Q(id=space_id), visibility=Space.Visibility.PUBLIC).exists():
        return people
    members = Membership.objects.filter(space_id=space_id, actor__in=people)
    own = {activity.target_actor_id or 0} if KINDS[activity.kind].own else set[int]()
    return set(members.values_list("actor_id", flat=True)) | (own & people)
