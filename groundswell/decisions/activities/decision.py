"""A decision's life, and votes in it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.activities import tell_of_words
from groundswell.conversations.models import TopicFollow
from groundswell.decisions.models import RollEntry
from groundswell.people.models import Level


def tell_of_turn(activity: Activity) -> Iterator[Tell]:
    """Who is on the roll by name, and who follows the topic unless quietly."""
    topic_id = activity.topic_id or 0
    named = RollEntry.objects.filter(decision=topic_id, actor__isnull=False, withdrawn_at=None)
    for actor_id in named.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.DECISION, about=topic_id)
    follows = TopicFollow.objects.filter(
        topic_id=topic_id, level__in=[Level.NORMAL, Level.ALL], id__lt=activity.id
    )
    for actor_id in follows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=topic_id)


def tell_of_rules(activity: Activity) -> Iterator[Tell]:
    """The same, once people can vote; while it is a draft, those who follow it look themselves."""
    if activity.data.get("open"):
        yield from tell_of_turn(activity)


def tell_undecided(activity: Activity) -> Iterator[Tell]:
    """Who is on the roll by name and has not voted."""
    topic_id = activity.topic_id or 0
    rows = RollEntry.objects.filter(decision=topic_id, withdrawn_at=None, voted=0)
    for actor_id in rows.filter(actor__isnull=False).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.DECISION, about=topic_id)


def tell_voters(activity: Activity) -> Iterator[Tell]:
    """Who has voted."""
    topic_id = activity.topic_id or 0
    rows = RollEntry.objects.filter(decision=topic_id, withdrawn_at=None, voted=1)
    for actor_id in rows.filter(actor__isnull=False).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.DECISION, about=topic_id)


def tell_of_reason(activity: Activity) -> Iterator[Tell]:
    """A vote by itself is told to nobody; its reason is a message like any other."""
    if activity.message_id is not None:
        yield from tell_of_words(activity)


DECISION_PROPOSED = declare(
    Kind(
        name="decisions.decision_proposed",
        sentence=_("{actor} put up {topic} for a decision"),
        verb="Create",
        tells=tell_of_words,
        on_timelines=True,
    )
)
VOTING_OPENED = declare(
    Kind(
        name="decisions.voting_opened",
        sentence=_("Voting on {topic} has begun"),
        verb="Update",
        tells=tell_of_turn,
        on_timelines=True,
    )
)
VOTING_CLOSED = declare(
    Kind(
        name="decisions.voting_closed",
        sentence=_("Voting on {topic} has ended"),
        verb="Update",
        tells=tell_of_turn,
        on_timelines=True,
    )
)
VOTING_EXTENDED = declare(
    Kind(
        name="decisions.voting_extended",
        sentence=_("{actor} gave {topic} more time"),
        verb="Update",
        tells=tell_of_turn,
    )
)
VOTING_END_SET = declare(
    Kind(
        name="decisions.voting_end_set",
        sentence=_("{actor} set an end to the vote on {topic}"),
        verb="Update",
        tells=tell_of_turn,
    )
)
VOTING_REOPENED = declare(
    Kind(
        name="decisions.voting_reopened",
        sentence=_("{actor} opened {topic} for votes again"),
        verb="Update",
        tells=tell_of_turn,
    )
)
STEP_TAKEN = declare(
    Kind(
        name="decisions.step_taken",
        sentence=_("{actor} took {topic} to its next step"),
        verb="Update",
        tells=tell_of_turn,
    )
)
RULES_CHANGED = declare(
    Kind(
        name="decisions.rules_changed",
        sentence=_("{actor} changed how {topic} is decided"),
        verb="Update",
        tells=tell_of_rules,
    )
)
VOTED = declare(
    Kind(
        name="decisions.voted",
        sentence=_("{actor} voted on {topic}"),
        verb="Add",
        tells=tell_of_reason,
        groups_as=_("{actors} voted on {topic}"),
    )
)
VOTE_CHANGED = declare(
    Kind(
        name="decisions.vote_changed",
        sentence=_("{actor} changed their vote on {topic}"),
        verb="Update",
        tells=tell_of_reason,
        audience=Audience.SELF,
    )
)
VOTING_ENDS_SOON = declare(
    Kind(
        name="decisions.voting_ends_soon",
        sentence=_("Voting on {topic} ends within a day"),
        verb="Update",
        tells=tell_undecided,
        unseen=True,
    )
)
PROPOSAL_CHANGED = declare(
    Kind(
        name="decisions.proposal_changed",
        sentence=_("{actor} changed {topic} after you voted"),
        verb="Update",
        tells=tell_voters,
        unseen=True,
    )
)
