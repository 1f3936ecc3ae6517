"""Ideas that an import brings: the rows that sharing them would have left."""

from datetime import UTC, datetime
from typing import Any

from django.forms.models import model_to_dict

from groundswell.activity.log import importing
from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Actor
from groundswell.challenges.actions.bulk import Brought, bring_ideas
from groundswell.challenges.models import Challenge, Idea
from groundswell.conversations.actions.bulk import Conversation, Said
from groundswell.conversations.models import Contribution, Message, Topic, TopicFollow
from groundswell.spaces.models import Space
from tests import factories

AT = datetime(2016, 3, 1, 12, tzinfo=UTC)
OWN = {
    "id",
    "topic",
    "topic_id",
    "message",
    "message_id",
    "draw",
    "challenge",
    "stage",
    "data",
    "created_at",
}


def kept(row: Any) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name not in OWN}


def rows_of(idea: Idea, challenge: Challenge) -> list[Any]:
    topic = Topic.objects.get(id=idea.topic_id)
    challenge.refresh_from_db()
    activity = Activity.objects.get(topic_id=topic.id)
    return [
        kept(Message.objects.get(topic=topic)),
        kept(Contribution.objects.get(topic=topic)),
        kept(TopicFollow.objects.get(topic=topic)),
        {name: value for name, value in kept(topic).items() if name != "within"},
        kept(activity),
        kept(Idea.objects.get(topic=topic)),
        (topic.within_id == challenge.topic_id, activity.data["challenge"] == str(topic.within_id)),
        (activity.target_actor_id, activity.published_at, idea.stage.name, challenge.idea_count),
        list(challenge.stages.values_list("idea_count", flat=True)),
        Outbox.objects.filter(activity=activity).count(),
    ]


def test_bringing_leaves_what_sharing_leaves(ada: Actor, ben: Actor, meadow: Space) -> None:
    shared_for, brought_for = factories.challenge(ada, meadow), factories.challenge(ada, meadow)
    meadow.refresh_from_db()
    with importing("decidim", AT):
        one = factories.idea(ben, shared_for, title="Willows", text="Roots drink.", sector="Water")
    said = Said(author=ben, text="Roots drink.", at=AT)
    told = Conversation(title="Willows", messages=[said])
    stage = brought_for.stages.get(name="Early ideation")
    [[message]] = bring_ideas(
        actor=ada,
        challenge=brought_for,
        source="decidim",
        ideas=[Brought(conversation=told, stage=stage, sector="Water")],
    )
    count = meadow.topic_count
    meadow.refresh_from_db()

    shared, brought = rows_of(one, shared_for), rows_of(message.topic.idea, brought_for)
    assert brought[:-1] == shared[:-1]
    assert (brought[-1], shared[-1], meadow.topic_count) == (0, 1, count)


def test_replies_come_to_an_idea_that_is_here(ada: Actor, ben: Actor, meadow: Space) -> None:
    challenge = factories.challenge(ada, meadow)
    idea = factories.idea(ben, challenge)
    told = Conversation(topic=idea.topic, messages=[Said(author=ada, text="Good.", at=AT)])
    bring_ideas(
        actor=ada,
        challenge=challenge,
        source="decidim",
        ideas=[Brought(conversation=told, stage=idea.stage)],
    )
    challenge.refresh_from_db()

    assert list(idea.topic.messages.order_by("number").values_list("text", flat=True)) == [
        "Plant willows along the stream.",
        "Good.",
    ]
    assert (challenge.idea_count, Idea.objects.count()) == (1, 1)
