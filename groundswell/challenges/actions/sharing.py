"""Proposing how the credit for an idea is shared; it holds when every holder agrees."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._crediting import end_shares, holders_of
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities.crediting import (
    SHARES_AGREED,
    SHARES_PROPOSED,
    SHARES_REFUSED,
    SHARES_SETTLED,
)
from groundswell.challenges.models import WHOLE, Idea, SharePart, ShareProposal
from groundswell.conversations.models import Contribution, Topic
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.text.clean import one_line
from groundswell.spaces.rules import require_open


@action
def propose_shares(
    *, actor: Actor, idea: Idea, parts: Mapping[int, int], reason: str = ""
) -> ShareProposal:
    """Proposes each holder's part, in thousandths; the proposer agrees by proposing."""
    (held,) = hold(idea)
    holders = holders_of(held.topic)
    _require_holder(actor, held.topic, holders)
    if len(holders) == 1:
        raise Conflict(_("Nobody shares the credit with you yet, so there is nothing to agree on."))
    _require_whole(parts, holders)
    open_ = ShareProposal.objects.filter(topic=held.topic, agreed_at=None, refused_at=None)
    for proposal in open_:
        if not _stale(proposal, holders):
            raise Conflict(_("Another proposal waits for answers. Answer that one first."))
        end_shares(held.topic)
    proposal = ShareProposal(topic=held.topic, by=actor, at=moment())
    proposal.reason = one_line(reason, most=500, field="reason")
    proposal.save(force_insert=True)
    for holder in holders:
        agreed = moment() if holder == actor.id else None
        part = SharePart(proposal=proposal, actor_id=holder, share=parts[holder], agreed_at=agreed)
        part.save(force_insert=True)
    _record(SHARES_PROPOSED, actor, proposal)
    return proposal


@action
def agree_shares(*, actor: Actor, proposal: ShareProposal) -> ShareProposal:
    """A holder agrees; with the last one the shares hold."""
    held, part = _answering(actor, proposal)
    part.agreed_at = moment()
    part.save(update_fields=["agreed_at"])
    parts = list(SharePart.objects.filter(proposal=held))
    if not all(other.agreed_at for other in parts):
        _record(SHARES_AGREED, actor, held)
        return held
    held.agreed_at = moment()
    held.save(update_fields=["agreed_at"])
    _apply(held.topic, {other.actor_id: other.share for other in parts})
    _record(SHARES_SETTLED, actor, held)
    return held


@action
def refuse_shares(*, actor: Actor, proposal: ShareProposal) -> ShareProposal:
    """A holder does not agree, or the proposer takes it back: the shares stay as they are."""
    held, part = _answering(actor, proposal, again=True)
    part.refused_at = moment()
    part.save(update_fields=["refused_at"])
    held.refused_at = moment()
    held.save(update_fields=["refused_at"])
    _record(SHARES_REFUSED, actor, held)
    return held


def _require_holder(actor: Actor, topic: Topic, holders: list[int]) -> None:
    require_open(topic.space)
    if actor.id not in holders:
        raise Refused(_("Only those who are credited in this idea say how the credit is shared."))


def _require_whole(parts: Mapping[int, int], holders: list[int]) -> None:
    if set(parts) != set(holders):
        raise Conflict(_("Who is credited changed meanwhile. Reload and propose it again."))
    if min(parts.values()) < 0 or sum(parts.values()) != WHOLE:
        raise Invalid(_("Together the parts must come to 100 percent."))


def _stale(proposal: ShareProposal, holders: list[int]) -> bool:
    asked = SharePart.objects.filter(proposal=proposal).values_list("actor_id", flat=True)
    return set(asked) != set(holders)


def _answering(
    actor: Actor, proposal: ShareProposal, *, again: bool = False
) -> tuple[ShareProposal, SharePart]:
    """The proposal and the holder's part, locked; `again` where one who agreed may still answer."""
    (idea,) = hold(proposal.topic.idea)
    held = ShareProposal.objects.select_for_update().get(id=proposal.id)
    held.topic = idea.topic
    holders = holders_of(idea.topic)
    _require_holder(actor, idea.topic, holders)
    if held.agreed_at or held.refused_at or _stale(held, holders):
        raise Conflict(_("This proposal has ended. Reload: the page says how."))
    part = SharePart.objects.get(proposal=held, actor=actor)
    if part.agreed_at and not again:
        raise Conflict(_("You agreed already."))
    return held, part


def _apply(topic: Topic, parts: Mapping[int, int]) -> None:
    """Each holder's part stands on the first of what they are credited with."""
    Contribution.objects.filter(topic=topic).update(share=None)
    for holder, share in parts.items():
        first = Contribution.objects.filter(topic=topic, actor=holder).order_by("id").first()
        if first is not None:
            first.share = share
            first.save(update_fields=["share"])


def _record(kind: Kind, actor: Actor, proposal: ShareProposal) -> None:
    record(
        kind,
        actor=actor,
        space_id=proposal.topic.space_id,
        topic_id=proposal.topic_id,
        data={"proposal": str(proposal.id)},
    )
