"""From the log to the index of what ideas say: what an activity touched, as it stands now."""

from collections.abc import Iterator, Sequence

from django.db.models.functions import Substr

from groundswell.activity.declarations import KINDS
from groundswell.activity.models import Activity
from groundswell.activity.projector import bulk, eventual
from groundswell.challenges.activities import IDEA_SHARED, IDEA_SPLIT, IDEAS_COMBINED
from groundswell.challenges.models import Idea, Wording
from groundswell.challenges.tokens import MOST_CHARACTERS, wording
from groundswell.conversations.activities import MESSAGE_DELETED, MESSAGE_EDITED
from groundswell.conversations.models import Message
from groundswell.core.rows import insert_all
from groundswell.people.activities import ACCOUNT_ERASED

TOGETHER = 500
CHANGES_WORDS = frozenset({"Create", "Update", "Accept"})
COLUMNS = ("idea_id", "digest", "words")


@eventual
def index(activity: Activity) -> None:
    """Indexes the idea that the activity is about; twice is the same as once."""
    if activity.kind == ACCOUNT_ERASED.name:
        Wording.objects.filter(idea__topic__author=activity.actor).delete()
    elif touched := _touched(activity):
        index_ideas(touched)


@bulk
def index_imports(activities: Sequence[Activity]) -> None:
    """Indexes all ideas that an import wrote, some at a time."""
    index_ideas([a.topic_id for a in activities if a.topic_id and a.kind == IDEA_SHARED.name])


def index_ideas(ids: Sequence[int]) -> None:
    """Indexes those of these topics that are ideas, as they stand; forgets words that are gone."""
    for start in range(0, len(ids), TOGETHER):
        _index(sorted(set(ids[start : start + TOGETHER])))


def all_ideas() -> Iterator[list[int]]:
    """The ids of all ideas there are, some at a time, to index them afresh."""
    last = 0
    rows = Idea.objects.order_by("topic_id").values_list("topic_id", flat=True)
    while some := list(rows.filter(topic_id__gt=last)[:TOGETHER]):
        yield some
        last = some[-1]


def _touched(activity: Activity) -> list[int]:
    """The topics whose words the activity made or changed: the parts of what was split, and what
    was written to combine others in it."""
    if activity.kind == IDEA_SPLIT.name:
        return [int(part) for part in activity.data["into"]]
    if activity.topic_id is None or not _changes_words(activity.kind):
        return []
    return [activity.topic_id]


def _changes_words(name: str) -> bool:
    kind = KINDS.get(name)
    own = name.startswith("challenges.") and kind is not None and kind.verb in CHANGES_WORDS
    return own or name in {IDEAS_COMBINED.name, MESSAGE_EDITED.name, MESSAGE_DELETED.name}


def _index(ids: Sequence[int]) -> None:
    openings = Message.objects.filter(topic__in=ids, number=1, tombstoned_at=None)
    standing = list(
        openings.filter(topic__idea__isnull=False).values_list(
            "topic_id",
            "topic__idea__challenge_id",
            "topic__title",
            Substr("text", 1, MOST_CHARACTERS),
        )
    )
    if gone := set(ids) - {row[0] for row in standing}:
        Wording.objects.filter(idea__in=gone).delete()
    insert_all(Wording, COLUMNS, [_row(*row) for row in standing], replace=True)


def _row(idea_id: int, challenge_id: int, title: str, text: str) -> tuple[int, str, str]:
    return idea_id, *wording(challenge_id, title, text)
