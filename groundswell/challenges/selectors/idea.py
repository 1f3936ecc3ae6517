"""What an idea shows at its head, and lists of ideas."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value

from groundswell.actors.models import Actor
from groundswell.challenges.models import (
    AdjacentIdea,
    Challenge,
    CreditOffer,
    Idea,
    Opens,
    SharePart,
    Stage,
    StageChange,
    Suggestion,
)
from groundswell.challenges.rules import (
    AUTHORS,
    entry_of,
    footing_on,
    sees_to,
    stages_of,
    support_of,
)
from groundswell.challenges.selectors.adjacent import adjacent_to
from groundswell.challenges.selectors.ending import Ending, ending_of, with_ending
from groundswell.challenges.selectors.flow import way_of
from groundswell.challenges.selectors.lineage import Drawing, NearKin, drawn, near_kin
from groundswell.challenges.selectors.review import is_reviewer
from groundswell.challenges.selectors.said import said_of
from groundswell.conversations.models import Contribution, Link, Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.prepared import PreparedModels

SHOWN_KIN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPanel:
    """An idea for one viewer."""

    idea: Idea
    topic: Topic
    challenge: Challenge
    stages: list[Stage]
    credits: list[Contribution]
    supports: bool
    """Whether the viewer supports it, or something combined into it."""
    member: bool
    author: bool
    runs: bool
    """Whether the viewer runs the challenge."""
    ending: Ending
    """What became of it so far."""
    may_tell: bool
    """Whether the viewer may say what became of it."""
    way: list[StageChange]
    """The stages that it has left, oldest first."""
    reviewer: bool
    """Whether the viewer is asked to review it now."""
    asked: bool
    """Whether credit or shares wait for the viewer's answer."""
    suggested: bool
    """Whether changes of it were suggested."""
    adjacent: list[AdjacentIdea]
    """A few from other sectors or spaces that share its problem but not its words."""
    kin: NearKin
    """What it came from, what was combined into it, what grew out of it."""
    viewer: Actor | None

    @property
    def standing(self) -> Idea:
        """What counts and is supported in its place, where it was combined into another."""
        return self.idea.root or self.idea

    @property
    def credited(self) -> dict[Actor, list[Contribution]]:
        """Everybody who is credited, once, with each of their roles."""
        roles: dict[Actor, list[Contribution]] = defaultdict(list)
        for credit in self.credits:
            roles[credit.actor].append(credit)
        return dict(roles)

    @property
    def lineage(self) -> Drawing | None:
        """Its nearest kin as a small drawing; none where there are none."""
        near = self.kin.lineage
        return drawn(near.nearest(SHOWN_KIN)) if near else None

    @property
    def may_combine(self) -> bool:
        """Whether there is a button to combine or split it."""
        allows = self.member and self.author and self.idea.stage.allows(Opens.SUGGEST)
        return self.idea.root_id is None and (self.runs or allows)

    @property
    def may_build(self) -> bool:
        """Whether there is a button to build on it."""
        return self.member and entry_of(self.stages) is not None

    def may_part(self, link: Link) -> bool:
        """Whether there is a button to undo what the link says was combined."""
        if self.viewer is None:
            return False
        own = link.origin.author_id == self.viewer.id
        if link.origin_id == self.topic.id:
            own = self.author
        return self.runs or own or link.by_id == self.viewer.id

    @property
    def may_answer(self) -> bool:
        """Whether there is a button to answer it officially."""
        open_ = self.idea.stage.allows(Opens.DECIDE) or self.ending.answer is not None
        return self.runs and open_ and self.idea.root_id is None

    @property
    def answers_later(self) -> bool:
        """Whether the viewer could answer it, were it in another stage."""
        return self.runs and not self.may_answer and self.idea.root_id is None

    @property
    def reviewed(self) -> bool:
        """Whether somebody has reviewed it."""
        return any(it.role == Contribution.Role.REVIEWED for it in self.credits)

    @property
    def counts_shown(self) -> bool:
        """Whether one sees how many support it."""
        return self.standing.stage.shows_counts or self.runs

    @property
    def may_support(self) -> bool:
        """Whether there is a button to support it."""
        return self.member and self.standing.stage.allows(Opens.SUPPORT)

    @property
    def may_suggest(self) -> bool:
        """Whether there is a button to suggest a change."""
        return self.member and self.idea.root_id is None and self.idea.stage.allows(Opens.SUGGEST)


def idea_seen(topic_id: int, viewer: Actor | None) -> Idea | None:
    """The idea with its challenge, or None for those who may not see it."""
    if topic_id > LAST_ID:
        return None
    rows = _SEEN(topic=topic_id, viewer=viewer.id) if viewer else _PUBLIC(topic=topic_id)
    if not rows:
        return None
    idea = rows[0]
    idea.challenge.topic.space = idea.topic.space
    return idea


def _public(topic: int) -> QuerySet[Idea]:
    return _with_challenge(topic, None)


def _seen(topic: int, viewer: int) -> QuerySet[Idea]:
    return _with_challenge(topic, Actor(id=viewer))


def _with_challenge(topic: int, viewer: Actor | None) -> QuerySet[Idea]:
    rows = Idea.objects.visible_to(viewer).select_related(
        "stage",
        "topic__author",
        "topic__space__actor",
        "topic__space__closing",
        "challenge__topic",
    )
    return rows.filter(topic_id=topic)


_SEEN, _PUBLIC = PreparedModels(_seen), PreparedModels(_public)


def idea_panel(topic: Topic, viewer: Actor | None) -> IdeaPanel:
    """What the page of the topic shows of its idea."""
    changes = Suggestion.objects.filter(idea=OuterRef("topic"))
    ideas = with_ending(Idea.objects.select_related("stage", "challenge__topic", "root__stage"))
    asked = _asked(viewer)
    beside = AdjacentIdea.objects.filter(idea=OuterRef("topic"))
    told = {"suggested": Exists(changes), "asked": asked, "beside": Exists(beside)}
    told["said"] = said_of(OuterRef("topic"))
    idea = ideas.annotate(**told).get(topic=topic)
    ending = ending_of(idea)
    idea.topic = topic
    challenge = idea.challenge
    challenge.topic.space = topic.space
    credited = list(Contribution.objects.filter(topic=topic).select_related("actor").order_by("id"))
    footing = footing_on(challenge, viewer)
    return IdeaPanel(
        idea=idea,
        topic=topic,
        challenge=challenge,
        stages=stages_of(challenge),
        credits=credited,
        supports=viewer is not None and support_of(viewer, idea.root or idea).exists(),
        member=footing.member,
        author=_wrote(viewer, topic, credited),
        runs=footing.runs,
        ending=ending,
        suggested=vars(idea)["suggested"],
        asked=bool(vars(idea)["asked"]),
        may_tell=idea.root_id is None and (footing.runs or sees_to(viewer, ending.answer)),
        # Each move leaves a note: where nothing was said, nothing was moved.
        way=way_of(idea) if topic.last_number > 1 else [],
        adjacent=adjacent_to(idea, viewer) if vars(idea)["beside"] else [],
        kin=near_kin(topic, viewer),
        viewer=viewer,
        reviewer=idea.stage.allows(Opens.REVIEW) and is_reviewer(challenge.topic_id, viewer),
    )


def _wrote(viewer: Actor | None, topic: Topic, credited: list[Contribution]) -> bool:
    """`is_author`, of credits that were read anyway."""
    if viewer is None:
        return False
    held = any(it.actor_id == viewer.id and it.role in AUTHORS for it in credited)
    return topic.author_id == viewer.id or held


def _asked(viewer: Actor | None) -> Any:
    """Whether something waits for the viewer, as part of the query that there is anyway."""
    if viewer is None:
        return Value(value=False, output_field=BooleanField())
    offers = CreditOffer.objects.filter(
        topic=OuterRef("topic"), actor=viewer, accepted_at=None, declined_at=None
    )
    parts = SharePart.objects.filter(
        agreed_at=None,
        actor=viewer,
        proposal__topic=OuterRef("topic"),
        proposal__agreed_at=None,
        proposal__refused_at=None,
    )
    return Exists(offers) | Exists(parts)
