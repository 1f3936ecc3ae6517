"""What becomes of questions, and how topics are looked after."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, declare, taking_back
from groundswell.conversations.activities.telling import tell_askers, tell_of_end, tell_target

ASKED_TOO = declare(
    Kind(
        name="conversations.asked_too",
        sentence=_("{actor} asks {topic} too"),
        verb="Like",
        tells=tell_target(Reason.REACTION),
        groups_as=_("{actors} ask {topic} too"),
    )
)
ASKED_TOO_WITHDRAWN = declare(
    Kind(
        name="conversations.asked_too_withdrawn",
        sentence=_("{actor} no longer asks {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(ASKED_TOO, "actor_id", "topic_id"),
    )
)
ANSWER_ACCEPTED = declare(
    Kind(
        name="conversations.answer_accepted",
        sentence=_("{actor} accepted an answer by {target} to {topic}"),
        told_as=_("{actor} accepted your answer to {topic}"),
        verb="Accept",
        tells=tell_askers,
        on_timelines=True,
    )
)
ANSWER_WITHDRAWN = declare(
    Kind(
        name="conversations.answer_withdrawn",
        sentence=_("{actor} opened {topic} again: it has no accepted answer"),
        verb="Undo",
        undoes=taking_back(ANSWER_ACCEPTED, "topic_id"),
    )
)
HELD = declare(
    Kind(
        name="conversations.held",
        sentence=_("{actor} has seen {topic} and promised an answer"),
        verb="Create",
        tells=tell_askers,
    )
)
QUESTION_ROUTED = declare(
    Kind(
        name="conversations.question_routed",
        sentence=_("{actor} asked {target} to look at {topic}"),
        told_as=_("{actor} asked you to look at {topic}"),
        verb="Offer",
        tells=tell_target(Reason.ROUTED),
    )
)
ROUTING_DECLINED = declare(
    Kind(
        name="conversations.routing_declined",
        sentence=_("{actor} leaves {topic} to others"),
        verb="Reject",
        audience=Audience.STEWARDS,
    )
)
TOPIC_LOCKED = declare(
    Kind(name="conversations.topic_locked", sentence=_("{actor} locked {topic}"), verb="Update")
)
TOPIC_UNLOCKED = declare(
    Kind(name="conversations.topic_unlocked", sentence=_("{actor} unlocked {topic}"), verb="Update")
)
TOPIC_PINNED = declare(
    Kind(name="conversations.topic_pinned", sentence=_("{actor} pinned {topic}"), verb="Add")
)
TOPIC_UNPINNED = declare(
    Kind(name="conversations.topic_unpinned", sentence=_("{actor} unpinned {topic}"), verb="Remove")
)
TOPIC_CLOSED = declare(
    Kind(
        name="conversations.topic_closed",
        sentence=_("{actor} closed {topic} with a summary"),
        verb="Update",
        tells=tell_of_end,
        on_timelines=True,
    )
)
TOPIC_REOPENED = declare(
    Kind(name="conversations.topic_reopened", sentence=_("{actor} reopened {topic}"), verb="Update")
)
TOPIC_MOVED = declare(
    Kind(
        name="conversations.topic_moved",
        sentence=_("{actor} moved {topic} to {space}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
TOPIC_SPLIT = declare(
    Kind(
        name="conversations.topic_split",
        sentence=_("{actor} made a new topic of messages from {topic}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
MESSAGES_MOVED = declare(
    Kind(
        name="conversations.messages_moved",
        sentence=_("{actor} moved messages to {topic}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
TOPIC_MERGED = declare(
    Kind(
        name="conversations.topic_merged",
        sentence=_("{actor} merged {topic} into another topic"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
