"""From rows to what counting takes. Read by actions and by pages alike."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.conversations.models import Version
from groundswell.core.prepared import Prepared
from groundswell.decisions.counting import Candidate, Election, Rules, Vote
from groundswell.decisions.delegating import voices_of
from groundswell.decisions.models import Ballot, Decision, Group, Objection, Option, RollEntry

BREAKS_DOWN_FROM = 5
"""Fewer secret ballots are not broken down."""
PARTICIPATION_FROM = 3
"""Fewer secret ballots are not even counted in public."""


def rules_of(decision: Decision) -> Rules:
    """The rules as counting takes them."""
    return Rules(
        method=decision.method,
        seats=decision.seats,
        most=decision.most,
        budget=decision.budget or 0,
        quorum=decision.quorum,
        floor=decision.floor,
        ceiling=decision.ceiling,
        share_of=decision.share_of,
        ties=decision.ties,
    )


def candidates_of(options: Iterable[Option]) -> tuple[Candidate, ...]:
    """Options under their numbers, as files name them; prior order is that of listing."""
    return tuple(
        Candidate(
            key=str(one.number),
            name=one.text,
            cost=one.cost or 0,
            withdrawn=one.retired_at is not None,
        )
        for one in options
    )


def election_of(decision: Decision, group: Group | None = None) -> Election:
    """Everything that the count is a function of; of one stakeholder group where it is given."""
    options = list(Option.objects.filter(decision=decision, moderation=Option.Moderation.SHOWN))
    numbers = {str(one.id): str(one.number) for one in options}
    roll = RollEntry.objects.filter(decision=decision)
    # A secret ballot stays when its voter leaves, so its voter is still one of those who may vote.
    stays = Q(voted=1) if decision.is_secret else Q()
    roll = roll.filter(Q(withdrawn_at=None) | stays) if stays else roll.filter(withdrawn_at=None)
    rows = Ballot.objects.standing().filter(decision=decision)
    voices = voices_of(decision, group)
    own: Collection[int | None] | None = None
    if group is not None:
        roll = roll.filter(group=group)
        own = set(roll.values_list("id", flat=True))
    votes = tuple(
        Vote(
            marks={numbers[key]: mark for key, mark in marks.items() if key in numbers},
            position=position,
            weight=weight,
        )
        for entry, marks, position in rows.values_list("entry_id", "marks", "position")
        if (weight := voices[entry] + (own is None or entry in own))
    )
    return Election(
        rules=rules_of(decision),
        candidates=candidates_of(options),
        votes=votes,
        electorate=roll.count(),
        title=decision.topic.title,
    )


def standing_objections(decision: Decision) -> QuerySet[Objection]:
    """Those that keep it from going ahead: of people who may vote in it still."""
    here = RollEntry.objects.filter(decision=decision, actor__isnull=False, withdrawn_at=None)
    rows = Objection.objects.filter(decision=decision, state__in=Objection.OPEN)
    guests = Q(guest__isnull=False, guest__withdrawn_at=None)
    return rows.filter(Q(by__in=here.values("actor")) | guests)


def version_of(decision: Decision) -> int:
    """Of the proposal, as it reads now: 1 until it is changed."""
    return len(_VERSIONS(topic=decision.topic_id)) + 1


def _versions(topic: int) -> QuerySet[Version, Any]:
    earlier = Version.objects.filter(message__topic=topic, message__number=1)
    return earlier.order_by().values_list("id")


_VERSIONS = Prepared(_versions)
