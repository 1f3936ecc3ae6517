"""Who is credited in an idea, with which part, what waits for an answer, and the ledger."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from groundswell.actors.models import Actor
from groundswell.challenges.models import CreditOffer, Idea, SharePart, ShareProposal
from groundswell.challenges.rules import MAKERS, is_author
from groundswell.challenges.shares import shares_in_force
from groundswell.conversations.models import Contribution, Topic
from groundswell.conversations.selectors.trail import HistoryPage, history_page
from groundswell.spaces.rules import is_steward, membership_of

MOST_WAITING = 50
LEDGER = (
    "challenges.idea_shared",
    "challenges.idea_grew",
    "challenges.change_suggested",
    "challenges.suggestion_accepted",
    "challenges.suggestion_declined",
    "challenges.suggestion_withdrawn",
    "challenges.suggestion_shared",
    "challenges.credit_offered",
    "challenges.credit_taken",
    "challenges.credit_declined",
    "challenges.shares_proposed",
    "challenges.shares_agreed",
    "challenges.shares_settled",
    "challenges.shares_refused",
    "challenges.ideas_combined",
    "challenges.merge_undone",
)
"""Every step by which credit came about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person who is credited: with what, and how large a part, in thousandths; none for who
    reviewed or helped."""

    actor: Actor
    parts: list[Contribution]
    share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Shares that wait for every holder's word."""

    proposal: ShareProposal
    parts: list[SharePart]
    mine: SharePart | None
    """The viewer's own part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The credit of an idea, for one viewer."""

    holders: list[Holder]
    agreed: bool
    """Whether the shares were agreed on; equal parts otherwise."""
    offers: list[CreditOffer]
    """Those that wait for an answer."""
    proposal: Proposal | None
    author: bool
    holder: bool
    """Whether the viewer holds a share."""

    @property
    def sharing(self) -> list[Holder]:
        """Those who hold a share."""
        return [holder for holder in self.holders if holder.share is not None]


def credit_of(idea: Idea, viewer: Actor | None) -> Credit:
    """Holders with their shares, and what waits."""
    holders, agreed = _holders(idea.topic)
    offers = CreditOffer.objects.filter(topic=idea.topic, accepted_at=None, declined_at=None)
    ids = {holder.actor.id for holder in holders if holder.share is not None}
    member = membership_of(viewer, idea.topic.space) is not None
    return Credit(
        holders=holders,
        agreed=agreed,
        offers=list(offers.select_related("actor", "by", "message").order_by("id")[:MOST_WAITING]),
        proposal=_proposal(idea.topic, ids, viewer),
        author=member and is_author(viewer, idea.topic),
        holder=viewer is not None and viewer.id in ids,
    )


def ledger_page(
    idea: Idea, viewer: Actor | None, *, after: str | None = None, before: str | None = None
) -> HistoryPage:
    """Every step by which credit came about, the latest first."""
    steward = is_steward(viewer, idea.topic.space) if viewer else False
    return history_page(
        idea.topic, viewer, steward=steward, kinds=LEDGER, after=after, before=before
    )


def offers_to(person: Actor) -> QuerySet[CreditOffer]:
    """Credit that waits for the person's answer, where they can still see the idea."""
    rows = CreditOffer.objects.filter(actor=person, accepted_at=None, declined_at=None)
    seen = rows.filter(topic__in=Topic.objects.visible_to(person))
    return seen.select_related("topic", "by", "message").order_by("-id")


def proposals_to(person: Actor) -> QuerySet[ShareProposal]:
    """Shares that wait for the person's word."""
    mine = SharePart.objects.filter(proposal=OuterRef("id"), actor=person, agreed_at=None)
    rows = ShareProposal.objects.filter(Exists(mine), agreed_at=None, refused_at=None)
    seen = rows.filter(topic__in=Topic.objects.visible_to(person))
    return seen.select_related("topic", "by").order_by("-id")


def _holders(topic: Topic) -> tuple[list[Holder], bool]:
    rows = Contribution.objects.filter(topic=topic).select_related("actor").order_by("id")
    parts: dict[int, list[Contribution]] = {}
    agreed: dict[int, int] = {}
    for row in rows:
        parts.setdefault(row.actor_id, []).append(row)
        if row.share is not None:
            agreed[row.actor_id] = row.share
    makers = [id_ for id_, held in parts.items() if any(it.role in MAKERS for it in held)]
    shares = shares_in_force(makers, agreed)
    holders = [
        Holder(actor=held[0].actor, parts=held, share=shares.get(actor_id))
        for actor_id, held in parts.items()
    ]
    return holders, bool(agreed) and shares == agreed


def _proposal(topic: Topic, holders: set[int], viewer: Actor | None) -> Proposal | None:
    parts = Prefetch("parts", SharePart.objects.select_related("actor").order_by("id"))
    rows = ShareProposal.objects.filter(topic=topic, agreed_at=None, refused_at=None)
    for proposal in rows.select_related("by").prefetch_related(parts):
        asked = list(proposal.parts.all())
        if {part.actor_id for part in asked} == holders:
            mine = next((p for p in asked if viewer and p.actor_id == viewer.id), None)
            return Proposal(proposal=proposal, parts=asked, mine=mine)
    return None
