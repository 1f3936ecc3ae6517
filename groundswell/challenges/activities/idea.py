"""Opening challenges, sharing ideas, supporting them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare, taking_back
from groundswell.activity.models import Activity
from groundswell.challenges.models import Idea, Stage
from groundswell.conversations.activities import tell_credited, tell_of_words, tell_target
from groundswell.conversations.models import Mention, TagFollow, TopicFollow
from groundswell.people.models import Level, PersonFollow
from groundswell.spaces.models import SpaceFollow


def tell_of_idea(activity: Activity) -> Iterator[Tell]:
    """Who is named in it, who follows the challenge (unless quietly), its author or its tags; of
    the followers of the space those who asked for everything."""
    mentioned = Mention.objects.filter(message_id=activity.message_id or 0)
    for actor_id in mentioned.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)
    for idea in Idea.objects.filter(topic_id=activity.topic_id or 0):
        levels = [Level.NORMAL, Level.ALL]
        follows = TopicFollow.objects.filter(topic_id=idea.challenge_id, level__in=levels)
        for actor_id in follows.filter(id__lt=activity.id).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=idea.challenge_id)
        people = PersonFollow.objects.filter(followed_id=activity.actor_id, level__in=levels)
        for actor_id in people.filter(id__lt=activity.id).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.PERSON, about=activity.actor_id)
        tags = TagFollow.objects.filter(
            tag__taggings__message=activity.message_id or 0, level__in=levels
        ).filter(id__lt=activity.id)
        for actor_id, follow_id in tags.values_list("actor_id", "id"):
            yield Tell(actor_id=actor_id, reason=Reason.TAG, about=follow_id)
        spaces = SpaceFollow.objects.filter(space_id=activity.space_id or 0, level=Level.ALL)
        for actor_id in spaces.filter(id__lt=activity.id).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.SPACE, about=activity.space_id)


def tell_of_growth(activity: Activity) -> Iterator[Tell]:
    """Tells first those out of whose words it grew, then whoever hears of a new idea."""
    yield from tell_credited(activity)
    yield from tell_of_idea(activity)


def tell_of_support(activity: Activity) -> Iterator[Tell]:
    """Whoever shared it, where everybody sees how many support it; hidden is hidden from them."""
    here = Idea.objects.filter(topic_id=activity.topic_id or 0)
    if here.filter(stage__counts=Stage.Counts.SHOWN).exists():
        yield from _tell_author(activity)


_tell_author = tell_target(Reason.IDEA)


CHALLENGE_OPENED = declare(
    Kind(
        name="challenges.challenge_opened",
        sentence=_("{actor} opened the challenge {topic}"),
        verb="Create",
        tells=tell_of_words,
        on_timelines=True,
    )
)
CHALLENGE_CHANGED = declare(
    Kind(
        name="challenges.challenge_changed",
        sentence=_("{actor} changed what {topic} asks for"),
        verb="Update",
    )
)
IDEA_SHARED = declare(
    Kind(
        name="challenges.idea_shared",
        sentence=_("{actor} shared the idea {topic}"),
        verb="Create",
        tells=tell_of_idea,
        on_timelines=True,
    )
)
IDEA_GREW = declare(
    Kind(
        name="challenges.idea_grew",
        sentence=_("{actor} shared the idea {topic}, out of something that was said"),
        verb="Create",
        tells=tell_of_growth,
        told_as=_("{actor} made what you wrote into the idea {topic}, with credit to you"),
        on_timelines=True,
    )
)
SUPPORTED = declare(
    Kind(
        name="challenges.supported",
        sentence=_("{actor} supports {topic}"),
        verb="Like",
        tells=tell_of_support,
        groups_as=_("{actors} support {topic}"),
        told_as=_("{actor} supports your idea {topic}"),
        told_as_many=_("{actors} support your idea {topic}"),
    )
)
SUPPORT_WITHDRAWN = declare(
    Kind(
        name="challenges.support_withdrawn",
        sentence=_("{actor} no longer supports {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(SUPPORTED, "actor_id", "topic_id"),
    )
)
