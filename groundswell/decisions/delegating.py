"""From delegations to voices: who votes for whom in a decision. Read by actions and by pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from groundswell.conversations.models import Tagging
from groundswell.decisions.counting import Chosen, Followed, follow
from groundswell.decisions.models import Ballot, Decision, Delegation, Group, RollEntry, Shape
from groundswell.spaces.models import Membership


def takes_delegates(decision: Decision) -> bool:
    """Whether anybody can vote for another here: never where ballots are secret."""
    return not decision.is_secret and decision.shape != Shape.STANCE


def standing_in(decision: Decision) -> QuerySet[Delegation]:
    """What was given in the decision's space: for all of it, or for a tag of the proposal."""
    tags = Tagging.objects.filter(topic=decision.topic_id, message__number=1).values("tag")
    rows = Delegation.objects.filter(space=decision.topic.space_id)
    return rows.filter(Q(tag=None) | Q(tag__in=tags))


def chosen_of(rows: Iterable[Delegation]) -> dict[int, Chosen]:
    """Whom each chose: a tag goes before the whole space, and of two tags what was said last."""
    ordered = sorted(rows, key=lambda one: (one.tag_id is not None, one.id))
    return {one.giver_id: Chosen(one.delegate_id, one.id) for one in ordered}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegated:
    """Who chose whom among those who may vote in a decision, and where it leads now."""

    chosen: dict[int, Chosen]
    voted: dict[int, int]
    """Those of them who voted, with their row on the roll."""
    followed: Followed


def delegated_in(decision: Decision) -> Delegated:
    """As it stands at this moment."""
    rows = list(standing_in(decision)) if takes_delegates(decision) else []
    people = {person for one in rows for person in (one.giver_id, one.delegate_id)}
    here = _on_roll(decision, people)
    chosen = {
        giver: choice
        for giver, choice in chosen_of(rows).items()
        if giver in here and choice.delegate in here
    }
    entries = RollEntry.objects.filter(decision=decision, actor__in=here, voted=1)
    voted = dict(entries.filter(withdrawn_at=None).values_list("actor_id", "id"))
    cap = decision.topic.space.delegate_cap
    return Delegated(chosen=chosen, voted=voted, followed=follow(chosen, voted, cap))


def _on_roll(decision: Decision, people: set[int]) -> set[int]:
    """Those of them who may vote in it."""
    if not people:
        return set()
    entries = RollEntry.objects.filter(decision=decision, actor__in=people, withdrawn_at=None)
    if decision.electorate == Decision.Electorate.NAMED:
        return set(entries.values_list("actor_id", flat=True))
    members = Membership.objects.filter(space=decision.topic.space_id, actor__in=people)
    found = set(members.exclude(role=Membership.Role.GUEST).values_list("actor_id", flat=True))
    return found | set(entries.exclude(added_by=None).values_list("actor_id", flat=True))


def voices_of(decision: Decision, group: Group | None = None) -> Counter[int]:
    """For how many each row of the roll spoke or speaks besides itself; of one stakeholder group,
    for how many of its people. Stored when voting ends, and found out anew before."""
    if not takes_delegates(decision):
        return Counter()
    if decision.is_over and group is None:
        spoke = Ballot.objects.filter(decision=decision, people__gt=1)
        return Counter(
            {entry: people - 1 for entry, people in spoke.values_list("entry", "people")}
        )
    roll = RollEntry.objects.filter(decision=decision)
    if group is not None:
        roll = roll.filter(group=group)
    if decision.is_over:
        spoken = roll.exclude(represented_by=None).values_list("represented_by_id", flat=True)
        return Counter(spoken)
    now = delegated_in(decision)
    for_whom = now.followed.votes_for
    if group is not None and for_whom:
        own = set(roll.filter(actor__in=for_whom).values_list("actor_id", flat=True))
        for_whom = {giver: end for giver, end in for_whom.items() if giver in own}
    return Counter(now.voted[end] for end in for_whom.values())
