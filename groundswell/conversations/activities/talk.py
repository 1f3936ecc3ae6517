"""What people say, and do with what was said."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, declare, taking_back
from groundswell.conversations.activities.telling import (
    tell_of_growth,
    tell_of_reshare,
    tell_of_words,
    tell_target,
)

TOPIC_OPENED = declare(
    Kind(
        name="conversations.topic_opened",
        sentence=_("{actor} opened {topic}"),
        verb="Create",
        tells=tell_of_words,
        on_timelines=True,
    )
)
REPLY_POSTED = declare(
    Kind(
        name="conversations.reply_posted",
        sentence=_("{actor} replied in {topic}"),
        verb="Create",
        tells=tell_of_words,
        groups_as=_("{actors} replied in {topic}"),
        told_as=_("{actor} answered you in {topic}"),
        told_as_many=_("{actors} answered you in {topic}"),
    )
)
MESSAGE_EDITED = declare(
    Kind(
        name="conversations.message_edited",
        sentence=_("{actor} edited a message in {topic}"),
        verb="Update",
    )
)
MESSAGE_DELETED = declare(
    Kind(
        name="conversations.message_deleted",
        sentence=_("{actor} deleted a message in {topic}"),
        verb="Delete",
    )
)
TOPIC_GREW = declare(
    Kind(
        name="conversations.topic_grew",
        sentence=_("{actor} opened {topic} out of something that was said"),
        verb="Create",
        tells=tell_of_growth,
        told_as=_("{actor} opened {topic} out of what you wrote, with credit to you"),
        on_timelines=True,
    )
)
REACTED = declare(
    Kind(
        name="conversations.reacted",
        sentence=_("{actor} reacted to {target} in {topic}"),
        verb="Like",
        tells=tell_target(Reason.REACTION),
        groups_as=_("{actors} reacted in {topic}"),
        told_as=_("{actor} reacted to your words in {topic}"),
        told_as_many=_("{actors} reacted to your words in {topic}"),
    )
)
REACTION_WITHDRAWN = declare(
    Kind(
        name="conversations.reaction_withdrawn",
        sentence=_("{actor} took back a reaction in {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(REACTED, "actor_id", "message_id", "data__sign"),
    )
)
RESHARED = declare(
    Kind(
        name="conversations.reshared",
        sentence=_("{actor} passed on words of {target} from {topic}"),
        verb="Announce",
        tells=tell_of_reshare,
        on_timelines=True,
        groups_as=_("{actors} passed on words from {topic}"),
        told_as=_("{actor} passed on your words from {topic}"),
        told_as_many=_("{actors} passed on your words from {topic}"),
    )
)
RESHARE_WITHDRAWN = declare(
    Kind(
        name="conversations.reshare_withdrawn",
        sentence=_("{actor} took back a reshare of {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(RESHARED, "actor_id", "data__reshare"),
    )
)
TOPIC_FOLLOWED = declare(
    Kind(
        name="conversations.topic_followed",
        sentence=_("{actor} follows {topic}"),
        verb="Follow",
        audience=Audience.SELF,
        unseen=True,
    )
)
TAG_FOLLOWED = declare(
    Kind(
        name="conversations.tag_followed",
        sentence=_("{actor} follows a tag"),
        verb="Follow",
        audience=Audience.SELF,
        unseen=True,
    )
)
BOOKMARKED = declare(
    Kind(
        name="conversations.bookmarked",
        sentence=_("{actor} keeps a message from {topic}"),
        verb="Add",
        audience=Audience.SELF,
        unseen=True,
    )
)
BOOKMARK_REMOVED = declare(
    Kind(
        name="conversations.bookmark_removed",
        sentence=_("{actor} keeps a message from {topic} no longer"),
        verb="Remove",
        audience=Audience.SELF,
        unseen=True,
    )
)
