"""From the log to alerts: each activity is told to each person once, for the nearest reason."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q

from groundswell.activity.declarations import KINDS, Reason, Tell, nobody
from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.actors.models import Account
from groundswell.conversations.models import Topic, TopicFollow
from groundswell.core import bus
from groundswell.notifications.models import Notification
from groundswell.people.models import AlertPreference, Block, Level
from groundswell.spaces.models import Membership, Space

HUSHED_BY_QUIET = frozenset(
    {Reason.REPLY, Reason.REACTION, Reason.RESHARE, Reason.ANSWER, Reason.TOPIC}
)
"""What a person no longer hears of a topic they follow quietly. A mention still reaches them."""


@eventual
def alert(activity: Activity) -> None:
    """Writes the activity's alerts; run twice, it writes them once. Imports alert nobody."""
    kind = KINDS.get(activity.kind)
    if kind is None or kind.tells is nobody or not activity.is_local:
        return
    told = _wanted(activity, _nearest_reasons(activity, kind.tells(activity)))
    rows = [
        Notification(
            recipient_id=tell.actor_id,
            activity=activity,
            kind=activity.kind,
            reason=tell.reason,
            about=tell.about,
            topic_id=activity.topic_id,
            created_at=activity.published_at,
        )
        for tell in told
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(partial(_signal, [tell.actor_id for tell in told]))


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
    """Everyone where the space is public (or there is none), else its members."""
    space_id = activity.space_id
    for topic in Topic.objects.filter(id=activity.topic_id or 0).only("space_id"):
        space_id = topic.space_id
    if space_id is None or (activity.target_actor_id in people and activity.topic_id is None):
        return people
    if Space.objects.filter(Q(id=space_id), visibility=Space.Visibility.PUBLIC).exists():
        return people
    members = Membership.objects.filter(space_id=space_id, actor__in=people)
    return set(members.values_list("actor_id", flat=True))
