"""Prompts of a chat, and what people take along."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.activities import tell_of_words, tell_target
from groundswell.live.models import Wording


def tell_sayers(activity: Activity) -> Iterator[Tell]:
    """Everybody who said what the topic grew out of, then whoever hears of new words."""
    rows = Wording.objects.filter(takeaway__became=activity.topic_id or 0)
    for actor_id in rows.values_list("actor_id", flat=True):
        if actor_id != activity.actor_id:
            yield Tell(actor_id=actor_id, reason=Reason.CREDIT, about=activity.topic_id)
    yield from tell_of_words(activity)


PROMPT_PUT = declare(
    Kind(
        name="live.prompt_put",
        sentence=_("{actor} put the next prompt in {topic}"),
        verb="Create",
        unseen=True,
    )
)
TAKEAWAY_ADDED = declare(
    Kind(
        name="live.takeaway_added",
        sentence=_("{actor} added a takeaway to {topic}"),
        verb="Create",
        groups_as=_("{actors} added takeaways to {topic}"),
    )
)
TAKEAWAY_SAID_TOO = declare(
    Kind(
        name="live.takeaway_said_too",
        sentence=_("{actor} takes the same along from {topic}"),
        verb="Like",
        tells=tell_target(Reason.CREDIT),
        groups_as=_("{actors} take the same along from {topic}"),
        told_as=_("{actor} says your takeaway from {topic} too"),
        told_as_many=_("{actors} say your takeaway from {topic} too"),
    )
)
TAKEAWAY_GREW = declare(
    Kind(
        name="live.takeaway_grew",
        sentence=_("{actor} opened {topic} out of a takeaway"),
        verb="Create",
        tells=tell_sayers,
        told_as=_("{actor} opened {topic} out of what you took along, with credit to you"),
        on_timelines=True,
    )
)
TAKEAWAY_LIFTED = declare(
    Kind(
        name="live.takeaway_lifted",
        sentence=_("{actor} put a takeaway of {topic} in order"),
        verb="Update",
    )
)
