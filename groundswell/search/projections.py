"""From the log to the index: what an activity touched is indexed as it stands now."""

from collections.abc import Sequence

from groundswell.activity.declarations import KINDS
from groundswell.activity.models import Activity
from groundswell.activity.projector import bulk, eventual
from groundswell.conversations.models import Message
from groundswell.core.rows import insert_all
from groundswell.people.activities import ACCOUNT_ERASED
from groundswell.search.models import Entry
from groundswell.search.rules import folded

LONGEST_TEXT = 100_000
TOGETHER = 500
CHANGES_WORDS = frozenset({"Create", "Update", "Delete", "Move"})


@eventual
def index(activity: Activity) -> None:
    """Indexes the messages the activity is about; twice is the same as once."""
    if activity.kind == ACCOUNT_ERASED.name:
        Entry.objects.filter(message__author=activity.actor).delete()
        return
    if ids := messages_of(activity):
        index_messages(ids)


@bulk
def index_imports(activities: Sequence[Activity]) -> None:
    """Indexes all that an import wrote, some at a time."""
    ids = sorted({id_ for activity in activities for id_ in messages_of(activity)})
    for start in range(0, len(ids), TOGETHER):
        index_messages(ids[start : start + TOGETHER])


def messages_of(activity: Activity) -> list[int]:
    """The messages whose words the activity made or changed."""
    ids = [int(value) for value in activity.data.get("messages", [])]
    kind = KINDS.get(activity.kind)
    changes = kind is not None and kind.verb in CHANGES_WORDS and not kind.words_stand
    return [*ids, activity.message_id] if changes and activity.message_id else ids


def index_messages(ids: list[int]) -> None:
    """Indexes these messages as they stand, and forgets those that are gone."""
    messages = Message.objects.filter(id__in=ids, tombstoned_at=None)
    standing = messages.values_list("id", "number", "topic__title", "text")
    rows = [_entry(message) for message in standing]
    if gone := set(ids) - {row[0] for row in rows}:
        Entry.objects.filter(message__in=gone).delete()
    insert_all(Entry, ("message_id", "title", "text"), rows, replace=True)


def _entry(message: tuple[int, int, str, str]) -> tuple[int, str, str]:
    """The entry of one message; its Markdown is searched as it was typed."""
    id_, number, title, text = message
    return id_, folded(title) if number == 1 else "", folded(text[:LONGEST_TEXT])
