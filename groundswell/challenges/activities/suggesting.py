"""Suggested changes: whom they reach, and what became of them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.challenges.models import Suggestion
from groundswell.challenges.rules import authors_of
from groundswell.conversations.models import Mention, Topic, TopicFollow
from groundswell.people.models import Level


def tell_of_suggestion(activity: Activity) -> Iterator[Tell]:
    """Whoever is named in it, the authors, and of the followers those who asked for everything."""
    mentioned = Mention.objects.filter(message_id=activity.message_id or 0)
    for actor_id in mentioned.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)
    yield from tell_authors(activity)
    follows = TopicFollow.objects.filter(
        topic_id=activity.topic_id or 0, level=Level.ALL, id__lt=activity.id
    )
    for actor_id in follows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=activity.topic_id)


def tell_authors(activity: Activity) -> Iterator[Tell]:
    """The authors of the idea."""
    for topic in Topic.objects.filter(id=activity.topic_id or 0):
        for actor_id in sorted(authors_of(topic)):
            yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic.id)


def tell_of_settling(activity: Activity) -> Iterator[Tell]:
    """Who proposed it, and the other authors."""
    for suggestion in Suggestion.objects.filter(message=activity.message_id or 0):
        yield Tell(actor_id=suggestion.message.author_id, reason=Reason.CREDIT)
    yield from tell_authors(activity)


def tell_of_new_idea(activity: Activity) -> Iterator[Tell]:
    """The authors of the idea that it grew out of."""
    for suggestion in Suggestion.objects.filter(became=activity.topic_id or 0):
        for actor_id in sorted(authors_of(suggestion.idea.topic)):
            yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=suggestion.idea_id)


CHANGE_SUGGESTED = declare(
    Kind(
        name="challenges.change_suggested",
        sentence=_("{actor} suggested a change of {topic}"),
        verb="Create",
        tells=tell_of_suggestion,
        told_as=_("{actor} suggested a change of your idea {topic}"),
    )
)
SUGGESTION_ACCEPTED = declare(
    Kind(
        name="challenges.suggestion_accepted",
        sentence=_("{actor} accepted a change that {target} suggested for {topic}"),
        verb="Accept",
        tells=tell_of_settling,
        told_as=_("{actor} accepted the change that you suggested for {topic}"),
    )
)
SUGGESTION_DECLINED = declare(
    Kind(
        name="challenges.suggestion_declined",
        sentence=_("{actor} declined a change that {target} suggested for {topic}"),
        verb="Reject",
        tells=tell_of_settling,
        told_as=_("{actor} declined the change that you suggested for {topic}, and says why"),
    )
)
SUGGESTION_WITHDRAWN = declare(
    Kind(
        name="challenges.suggestion_withdrawn",
        sentence=_("{actor} took back a change suggested for {topic}"),
        verb="Undo",
        tells=tell_authors,
    )
)
SUGGESTION_SHARED = declare(
    Kind(
        name="challenges.suggestion_shared",
        sentence=_("{actor} made a declined change an idea of its own: {topic}"),
        verb="Create",
        tells=tell_of_new_idea,
        on_timelines=True,
    )
)
