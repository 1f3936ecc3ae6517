"""What became of ideas: of one, at its head; and of everything that a person gave."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.activities import ANSWER_CHANGED, IDEA_ANSWERED
from groundswell.challenges.models import Answer, Idea, Outcome, Pilot, Stage, Suggestion
from groundswell.challenges.models.idea import IdeaQuerySet
from groundswell.challenges.rules import AUTHORS
from groundswell.conversations.models import Contribution, Link
from groundswell.core.pagination import keyset
from groundswell.spaces.models import Membership

GIVEN_PER_PAGE = 20
FEW_PEOPLE = 30
MOST_OWNED = 200
OVER = (Stage.Kind.DONE, Stage.Kind.PARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became of an idea so far."""

    answer: Answer | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    pilots: list[Pilot] = field(default_factory=list)

    @property
    def may_try(self) -> bool:
        """Whether it was accepted and is not being tried."""
        yes = (Answer.Verdict.ACCEPTED, Answer.Verdict.PARTLY, Answer.Verdict.UNDER_WAY)
        return self.answer is not None and self.answer.verdict in yes and self.pilot is None

    @property
    def places(self) -> dict[int, str]:
        """The messages of the conversation whose words stand at the head, and where there."""
        told = {outcome.message_id: f"outcome-{outcome.message_id}" for outcome in self.outcomes}
        if self.answer is not None:
            told[self.answer.message_id] = "answer"
        return told

    @property
    def pilot(self) -> Pilot | None:
        """The trial that is under way."""
        return next((it for it in self.pilots if it.ended_at is None), None)


def with_ending(ideas: IdeaQuerySet) -> IdeaQuerySet:
    """With what `ending_of` asks for: no query for an idea of which nothing became yet."""
    return ideas.select_related("answer__owner", "answer__by", "answer__message").annotate(
        any_outcome=Exists(Outcome.objects.filter(idea=OuterRef("pk"))),
        any_pilot=Exists(Pilot.objects.filter(idea=OuterRef("pk"))),
    )


def answer_of(idea: Idea) -> Answer | None:
    """Its answer; none while nobody answered."""
    return getattr(idea, "answer", None)


def seen_to_by(person: Actor) -> list[Answer]:
    """The answers that name the person as who sees to the idea, until it is declined, parked or
    done."""
    ideas = Idea.objects.visible_to(person).standing().exclude(stage__kind__in=OVER)
    rows = Answer.objects.filter(owner=person, idea__in=ideas)
    open_ = rows.exclude(verdict=Answer.Verdict.DECLINED)
    related = open_.select_related("idea__topic__space__actor")
    return list(related.order_by(F("next_step_by").asc(nulls_last=True), "idea")[:MOST_OWNED])


def ending_of(idea: Idea) -> Ending:
    """What became of an idea that came `with_ending`."""
    outcomes = Outcome.objects.filter(idea=idea, message__tombstoned_at=None)
    pilots = Pilot.objects.filter(idea=idea).select_related("by")
    some_outcome = getattr(idea, "any_outcome", True)
    some_pilot = getattr(idea, "any_pilot", True)
    return Ending(
        answer=answer_of(idea),
        outcomes=list(outcomes.select_related("message", "by").order_by("id"))
        if some_outcome
        else [],
        pilots=list(pilots.order_by("id")) if some_pilot else [],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An answer in a row of answers."""

    verdict: str
    activity: Activity


def turns_of(idea: Idea) -> list[Turn]:
    """Every answer that was given to the idea, latest first."""
    kinds = [IDEA_ANSWERED.name, ANSWER_CHANGED.name]
    rows = Activity.objects.filter(topic_id=idea.topic_id, kind__in=kinds)
    labels = dict(Answer.Verdict.choices)
    return [
        Turn(verdict=str(labels.get(row.data.get("verdict"), "")), activity=row)
        for row in rows.select_related("actor").order_by("-id")
    ]


def likely_owners(idea: Idea) -> list[Actor]:
    """Who may see to an idea: its authors, and the stewards of the space."""
    authors = Contribution.objects.filter(topic=idea.topic_id, role__in=AUTHORS)
    space = idea.topic.space
    stewards = Membership.objects.filter(space=space, role=Membership.Role.STEWARD)
    people = Actor.objects.filter(
        Q(id__in=authors.values("actor")) | Q(id__in=stewards.values("actor"))
    )
    return list(people.filter(host="").order_by("name", "id")[:FEW_PEOPLE])


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An idea that a person had a part in, by which roles, and what became of it.

    `grown` are the ideas that came of it: what it was combined into, split into, or led to.
    """

    idea: Idea
    roles: list[str]
    ending: Ending
    grown: list[tuple[Idea, Ending]]


@dataclass(frozen=True, kw_only=True)
class GivenPage:
    """One page of what a person gave."""

    items: list[Given]
    newer: str | None
    older: str | None


def given_page(person: Actor, *, after: str | None = None, before: str | None = None) -> GivenPage:
    """What became of everything that the person gave, latest idea first."""
    mine = Contribution.objects.filter(topic=OuterRef("pk"), actor=person)
    taken = Suggestion.objects.filter(
        idea=OuterRef("pk"), message__author=person, accepted_at__isnull=False
    )
    ideas = with_ending(Idea.objects.visible_to(person)).filter(Exists(mine) | Exists(taken))
    shown = ideas.select_related(
        "topic__author", "topic__space__actor", "stage", "challenge__topic"
    )
    page = keyset(shown, ("-topic_id",), after=after, before=before, limit=GIVEN_PER_PAGE)
    ids = [idea.topic_id for idea in page.items]
    roles = _roles(person, ids)
    grown = _grown(person, ids)
    told = _outcomes([*ids, *(idea.topic_id for some in grown.values() for idea in some)])
    return GivenPage(
        items=[
            Given(
                idea=idea,
                roles=roles[idea.topic_id] or [str(Contribution.Role.SUGGESTED.label)],
                ending=_told(idea, told),
                grown=[(it, _told(it, told)) for it in grown[idea.topic_id]],
            )
            for idea in page.items
        ],
        newer=page.previous_cursor,
        older=page.next_cursor,
    )


def _roles(person: Actor, ids: Iterable[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for it in Contribution.objects.filter(topic__in=list(ids), actor=person).order_by("id"):
        found[it.topic_id].append(it.get_role_display())
    return found


def _grown(person: Actor, ids: list[int]) -> defaultdict[int, list[Idea]]:
    """What came of these ideas, one step on, as far as the person sees it."""
    ends: defaultdict[int, set[int]] = defaultdict(set)
    for pk, root in Idea.objects.filter(topic__in=ids, root__isnull=False).values_list(
        "topic_id", "root_id"
    ):
        ends[root].add(pk)
    came = [Link.Kind.DERIVED_FROM]
    for origin, target in Link.objects.filter(target__in=ids, kind__in=came).values_list(
        "origin_id", "target_id"
    ):
        ends[origin].add(target)
    for origin, target in Link.objects.filter(
        origin__in=ids, kind__in=[Link.Kind.SPLIT_INTO, Link.Kind.COMBINED_INTO]
    ).values_list("origin_id", "target_id"):
        ends[target].add(origin)
    seen = with_ending(Idea.objects.visible_to(person)).filter(topic__in=list(ends))
    found: defaultdict[int, list[Idea]] = defaultdict(list)
    for idea in seen.select_related("topic", "stage").order_by("topic_id"):
        for pk in ends[idea.topic_id]:
            found[pk].append(idea)
    return found


def _outcomes(ids: Iterable[int]) -> defaultdict[int, list[Outcome]]:
    rows = Outcome.objects.filter(idea__in=list(ids), message__tombstoned_at=None)
    found: defaultdict[int, list[Outcome]] = defaultdict(list)
    for outcome in rows.select_related("message", "by").order_by("id"):
        found[outcome.idea_id].append(outcome)
    return found


def _told(idea: Idea, told: defaultdict[int, list[Outcome]]) -> Ending:
    return Ending(answer=answer_of(idea), outcomes=told[idea.topic_id])
