"""The flow of a challenge: its stages and criteria, and ideas that go from stage to stage."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.challenges.models import Reviewer, StageChange
from groundswell.challenges.rules import AUTHORS
from groundswell.conversations.models import Contribution, TopicFollow
from groundswell.people.models import Level

_HEARD = (Level.NORMAL, Level.ALL)


def tell_of_move(activity: Activity) -> Iterator[Tell]:
    """Tells the authors of what was moved (or put back), then who follows it."""
    changes = StageChange.objects.filter(move=int(activity.data["move"]))
    ideas = changes.values("idea")
    authors = Contribution.objects.filter(topic__in=ideas, role__in=AUTHORS)
    for actor_id in authors.order_by("actor").values_list("actor_id", flat=True).distinct():
        yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=activity.topic_id)
    follows = TopicFollow.objects.filter(topic__in=ideas, level__in=_HEARD, id__lt=activity.id)
    for actor_id in follows.order_by("actor").values_list("actor_id", flat=True).distinct():
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=activity.topic_id)


def tell_of_stage(activity: Activity) -> Iterator[Tell]:
    """Tells the reviewers of the challenge, then who follows it unless quietly."""
    reviewers = Reviewer.objects.filter(challenge=activity.topic_id or 0)
    for actor_id in reviewers.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.REVIEW, about=activity.topic_id)
    follows = TopicFollow.objects.filter(
        topic=activity.topic_id or 0, level__in=_HEARD, id__lt=activity.id
    )
    for actor_id in follows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=activity.topic_id)


IDEA_MOVED = declare(
    Kind(
        name="challenges.idea_moved",
        sentence=_("{actor} moved {topic} to another stage"),
        verb="Move",
        tells=tell_of_move,
        told_as=_("{actor} moved your idea {topic} to another stage"),
    )
)
IDEAS_MOVED = declare(
    Kind(
        name="challenges.ideas_moved",
        sentence=_("{actor} moved ideas of {topic} to another stage"),
        verb="Move",
        tells=tell_of_move,
    )
)
MOVE_UNDONE = declare(
    Kind(
        name="challenges.move_undone",
        sentence=_("{actor} took back a move of ideas of {topic}"),
        verb="Undo",
        tells=tell_of_move,
    )
)
STAGE_ADDED = declare(
    Kind(
        name="challenges.stage_added",
        sentence=_("{actor} added a stage to {topic}"),
        verb="Add",
    )
)
STAGE_CHANGED = declare(
    Kind(
        name="challenges.stage_changed",
        sentence=_("{actor} changed a stage of {topic}"),
        verb="Update",
    )
)
STAGES_ARRANGED = declare(
    Kind(
        name="challenges.stages_arranged",
        sentence=_("{actor} put the stages of {topic} into another order"),
        verb="Update",
    )
)
STAGE_CLOSED = declare(
    Kind(
        name="challenges.stage_closed",
        sentence=_("{actor} closed a stage of {topic}"),
        verb="Update",
        tells=tell_of_stage,
    )
)
STAGE_REOPENED = declare(
    Kind(
        name="challenges.stage_reopened",
        sentence=_("{actor} opened a stage of {topic} again"),
        verb="Update",
        tells=tell_of_stage,
    )
)
STAGE_RETIRED = declare(
    Kind(
        name="challenges.stage_retired",
        sentence=_("{actor} took a stage out of the flow of {topic}"),
        verb="Remove",
        tells=tell_of_move,
    )
)
STAGE_RESTORED = declare(
    Kind(
        name="challenges.stage_restored",
        sentence=_("{actor} brought a stage of {topic} back"),
        verb="Add",
    )
)
CRITERION_ADDED = declare(
    Kind(
        name="challenges.criterion_added",
        sentence=_("{actor} added a criterion to {topic}"),
        verb="Add",
    )
)
CRITERION_CHANGED = declare(
    Kind(
        name="challenges.criterion_changed",
        sentence=_("{actor} changed a criterion of {topic}"),
        verb="Update",
    )
)
CRITERIA_ARRANGED = declare(
    Kind(
        name="challenges.criteria_arranged",
        sentence=_("{actor} put the criteria of {topic} into another order"),
        verb="Update",
    )
)
CRITERION_RETIRED = declare(
    Kind(
        name="challenges.criterion_retired",
        sentence=_("{actor} took a criterion out of {topic}"),
        verb="Remove",
    )
)
CRITERION_RESTORED = declare(
    Kind(
        name="challenges.criterion_restored",
        sentence=_("{actor} brought a criterion of {topic} back"),
        verb="Add",
    )
)
IDEAS_LABELLED = declare(
    Kind(
        name="challenges.ideas_labelled",
        sentence=_("{actor} put a label on ideas of {topic}"),
        verb="Add",
        audience=Audience.STEWARDS,
    )
)
IDEAS_UNLABELLED = declare(
    Kind(
        name="challenges.ideas_unlabelled",
        sentence=_("{actor} took a label off ideas of {topic}"),
        verb="Remove",
        audience=Audience.STEWARDS,
    )
)
IDEAS_TRIAGED = declare(
    Kind(
        name="challenges.ideas_triaged",
        sentence=_("{actor} looked at ideas of {topic}"),
        verb="View",
        audience=Audience.STEWARDS,
    )
)
IDEAS_UNTRIAGED = declare(
    Kind(
        name="challenges.ideas_untriaged",
        sentence=_("{actor} put ideas of {topic} back to be looked at"),
        verb="Undo",
        audience=Audience.STEWARDS,
    )
)
