"""Who acts, of many who come at the same instant: read at once, where each alone reads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.live.models import Participant, Session
from groundswell.live.selectors.session import session_of_guest, session_seen

Voter = tuple[Session, Participant]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comer:
    """Who one of them says they are, and to which session they come."""

    topic: int
    viewer: Actor | None
    guest: int
    """The participant whom their device's token names, or 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Comer):
    """Which question they want."""

    question: int
    wants: bool
    """Whether they want it answered, or take that back."""
    kept: str
    """By what their device is known where somebody asks without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Comer):
    """What they answer to a poll."""

    poll: int
    answers: tuple[str, ...]


def voters_of(topic: int, wishes: Sequence[Comer]) -> list[Voter | None]:
    """For each the session of this topic and who they are in it; None for whoever sees none of it,
    was asked to leave or is new there, and is met alone."""
    everybody = session_seen(topic, None)
    guests, members = _guests(topic, wishes), _members(topic, wishes)
    let_in = everybody
    if let_in is None and guests:
        let_in = session_of_guest(next(iter(guests.values())))
    found: list[Voter | None] = []
    for wish in wishes:
        if wish.viewer is not None:
            own = members.get(wish.viewer.id)
            session = everybody or (session_seen(topic, wish.viewer) if own else None)
        else:
            own, session = guests.get(wish.guest), let_in
        found.append((session, own) if own and session else None)
    return found


def _guests(topic: int, wishes: Sequence[Comer]) -> dict[int, Participant]:
    named = {wish.guest for wish in wishes if wish.viewer is None and wish.guest}
    if not named:
        return {}
    rows = Participant.objects.filter(guest=True, claimed_by=None, removed_at=None)
    found = rows.filter(id__in=named, session=topic).select_related("actor")
    return {one.id: one for one in found}


def _members(topic: int, wishes: Sequence[Comer]) -> dict[int, Participant]:
    viewers = {wish.viewer.id: wish.viewer for wish in wishes if wish.viewer is not None}
    if not viewers:
        return {}
    rows = Participant.objects.filter(session=topic, removed_at=None, actor__in=list(viewers))
    found = {}
    for own in rows:
        own.actor = viewers[own.actor_id or 0]
        found[own.actor.id] = own
    return found
