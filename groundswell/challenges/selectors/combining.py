"""What the page for combining offers, and what it says will happen."""

from dataclasses import dataclass

from django.db.models import Q

from groundswell.actors.models import Actor, Organisation
from groundswell.challenges.models import Idea, Merge, Support
from groundswell.challenges.models.idea import IdeaQuerySet
from groundswell.challenges.rules import AUTHORS, may_run
from groundswell.challenges.selectors.deriving import words_of
from groundswell.challenges.selectors.similar import nearest
from groundswell.challenges.tokens import said
from groundswell.conversations.models import Contribution, TopicFollow
from groundswell.spaces.models import Membership, Space

FOUND = 20
MOST_TERMS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What combining these ideas comes to."""

    ideas: list[Idea]
    people: int
    """Who supports at least one of them."""
    given: int
    """Supporters of each, added up."""
    followers: int
    credited: list[Actor]
    messages: int

    @property
    def overlap(self) -> int:
        """How many of the supports are by people who are counted already."""
        return self.given - self.people


def preview_of(ideas: list[Idea]) -> Preview:
    """Counted over everything that was combined into them before."""
    ids = [idea.topic_id for idea in ideas]
    family = Idea.objects.filter(Q(topic__in=ids) | Q(root__in=ids))
    supports = Support.objects.filter(idea__in=family.values("topic"))
    follows = TopicFollow.objects.filter(topic__in=ids)
    authors = Contribution.objects.filter(topic__in=ids, role__in=AUTHORS)
    return Preview(
        ideas=ideas,
        people=supports.values("actor").distinct().count(),
        given=sum(idea.support_count for idea in ideas),
        followers=follows.values("actor").distinct().count(),
        credited=list(Actor.objects.filter(id__in=authors.values("actor")).order_by("name", "id")),
        messages=sum(idea.topic.last_number for idea in ideas),
    )


def chosen_ideas(ids: list[int], viewer: Actor) -> list[Idea]:
    """These ideas in the order in which they were chosen, as far as the viewer can see them."""
    rows = Idea.objects.visible_to(viewer).select_related(
        "topic__author",
        "topic__space__actor",
        "stage",
        "challenge__topic__space__actor",
        "root__topic",
    )
    found = {idea.topic_id: idea for idea in rows.filter(topic__in=ids)}
    return [found[at] for at in ids if at in found]


def ideas_to_combine(idea: Idea, person: Actor, search: str, *, without: list[int]) -> list[Idea]:
    """Ideas whose title has the words of `search`, latest first: of the challenge, and of others
    that the person runs on the same terms; only their own of who does not run it."""
    rows = Idea.objects.visible_to(person).standing().exclude(topic__in=without)
    runs = may_run(person, idea.challenge)
    within = (
        _run_by(rows, idea, person) if runs and search else rows.filter(challenge=idea.challenge_id)
    )
    if not runs:
        mine = Contribution.objects.filter(actor=person, role__in=AUTHORS)
        within = within.filter(topic__in=mine.values("topic"))
    for term in search.split()[:MOST_TERMS]:
        within = within.filter(topic__title__icontains=term)
    listed = within.select_related("topic__author", "stage", "challenge__topic")
    found = list(listed.order_by("-topic_id")[:FOUND])
    return found if search else _alike_first(idea, person, listed, found)


def _alike_first(idea: Idea, person: Actor, listed: IdeaQuerySet, latest: list[Idea]) -> list[Idea]:
    """Those whose words are most like the idea's, then the latest."""
    words = said(idea.topic.title, words_of(idea))
    near = nearest(idea.challenge, person, words, without=idea.topic_id)
    alike = {one.topic_id: one for one in listed.filter(topic__in=near)}
    first = [alike[at] for at in near if at in alike]
    return [*first, *(one for one in latest if one.topic_id not in alike)][:FOUND]


def _run_by(rows: IdeaQuerySet, idea: Idea, person: Actor) -> IdeaQuerySet:
    here, space = Q(challenge=idea.challenge_id), idea.topic.space
    if not space.is_public:
        return rows.filter(here)
    stewards = Membership.objects.filter(actor=person, role=Membership.Role.STEWARD)
    own = Q(challenge__topic__author=person) | Q(topic__space__in=stewards.values("space_id"))
    same = Q(topic__space__visibility=Space.Visibility.PUBLIC)
    if not Organisation.current().licence_fixed:
        same &= Q(topic__space__licence=space.licence)
    return rows.filter(here | (own & same))


def merge_of(idea: Idea) -> Merge | None:
    """The merge by which the idea is in another now."""
    related = ("survivor__topic__space__actor", "survivor__challenge__topic", "by")
    rows = Merge.objects.filter(source=idea.topic_id, undone_at=None).select_related(*related)
    merge = rows.first()
    if merge is not None:
        merge.source = idea
        merge.survivor.challenge.topic.space = merge.survivor.topic.space
    return merge
