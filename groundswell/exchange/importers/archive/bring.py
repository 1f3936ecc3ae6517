"""Brings an opened archive piece by piece, or tries it out; what a kill interrupts, the next run
ends."""

from collections.abc import Callable

from groundswell.actors.models import Actor
from groundswell.conversations.models import Contribution, Link
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_decisions import arrive_decisions
from groundswell.exchange.actions._arriving_ideas import arrive_challenges, arrive_ideas
from groundswell.exchange.actions._arriving_people import (
    arrive_actors,
    arrive_guidelines,
    arrive_memberships,
    describe_space,
    find_arrived,
)
from groundswell.exchange.actions._arriving_sessions import arrive_sessions
from groundswell.exchange.actions._arriving_shapes import Flows, Joined
from groundswell.exchange.actions._arriving_sorting import arrive_edits
from groundswell.exchange.actions._arriving_words import (
    arrive_links,
    arrive_piece,
    contribution,
)
from groundswell.exchange.actions.archive import (
    bring_guidelines,
    bring_lineage,
    bring_memberships,
    bring_people,
    bring_piece,
    give_steward,
    open_brought_space,
    recount,
)
from groundswell.exchange.actions.archive_ideas import bring_grown, bring_merges, bring_sorting
from groundswell.exchange.importers.archive.opened import Archive
from groundswell.exchange.importers.archive.pieces import pieces
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

# Without a steward the archive's own people act; the first of them opens the space.
NOBODY = Actor(kind=Actor.Kind.SERVICE, handle="importer", name="Importer")


def bring(
    archive: Archive,
    tally: Tally,
    *,
    handle: str = "",
    steward: Actor | None = None,
    dry_run: bool = False,
    advanced: Callable[[int], None] = lambda _messages: None,
) -> Space | None:
    """Gives the space, or none after a dry run.

    All of it is read before any of it is written: an archive that does not fit brings nothing.
    """
    _try_out(archive, tally if dry_run else Tally())
    if dry_run:
        return None
    arrival = Arrival(archive=archive, tally=tally, writes=True)
    actor = steward or NOBODY
    for newcomers in arrive_actors(arrival):
        bring_people(actor=actor, newcomers=newcomers)
    arrival.space = _space(arrival, actor, handle=handle)
    bring_guidelines(actor=actor, guidelines=arrive_guidelines(arrival))
    for belonging in arrive_memberships(arrival):
        bring_memberships(actor=actor, space=arrival.space, belonging=belonging)
    if steward is not None:
        give_steward(actor=actor, space=arrival.space, steward=steward)
    for piece in pieces(archive):
        bring_piece(actor=actor, arrival=arrival, ready=arrive_piece(arrival, piece))
        advanced(len(piece.messages))
    links, late = _lineage(arrival)
    bring_lineage(actor=actor, space=arrival.space, links=links, late=late)
    _grow(arrival, actor)
    return arrival.space


def _try_out(archive: Archive, tally: Tally) -> None:
    """Reads all of it and compares it with what is here; refuses what does not fit."""
    arrival = Arrival(archive=archive, tally=tally, writes=False)
    for _newcomers in arrive_actors(arrival):
        pass
    arrival.space = _found(arrival) or Space()
    describe_space(arrival)
    arrive_guidelines(arrival)
    for _belonging in arrive_memberships(arrival):
        pass
    for piece in pieces(archive):
        arrive_piece(arrival, piece)
    _lineage(arrival)
    flows = Flows()
    arrive_challenges(arrival, flows)
    for _grown in arrive_ideas(arrival, flows):
        pass
    arrive_edits(arrival, flows)
    for _grown in arrive_sessions(arrival):
        pass
    for _grown in arrive_decisions(arrival):
        pass


def _grow(arrival: Arrival, actor: Actor) -> None:
    """Challenges and ideas, last of all: what makes them so names topics and words."""
    flows, joined, became = Flows(), list[Joined](), list[tuple[int, int]]()
    folded: list[tuple[int, int]] = []
    bring_grown(actor=actor, grown=arrive_challenges(arrival, flows))
    for grown in arrive_ideas(arrival, flows):
        bring_grown(actor=actor, grown=grown)
        joined += grown.joined
        became += grown.became
        folded += grown.folded
    edits = arrive_edits(arrival, flows)
    bring_sorting(actor=actor, folded=folded, edits=edits)
    bring_merges(actor=actor, space=arrival.space, joined=joined, became=became)
    for grown in arrive_sessions(arrival):
        bring_grown(actor=actor, grown=grown)
    for grown in arrive_decisions(arrival):
        bring_grown(actor=actor, grown=grown)
    recount(actor=actor, space=arrival.space)


def _found(arrival: Arrival) -> Space | None:
    space = find_arrived(arrival.archive)
    arrival.tally.add("unchanged" if space else "created", "spaces")
    return space


def _space(arrival: Arrival, actor: Actor, *, handle: str) -> Space:
    """The space, opened if it is not here."""
    described = describe_space(arrival)
    return _found(arrival) or open_brought_space(actor=actor, described=described, handle=handle)


def _lineage(arrival: Arrival) -> tuple[list[Link], list[Contribution]]:
    """What leads from topic to topic, once all of them have been read."""
    return arrive_links(arrival), [contribution(arrival, it) for it in arrival.late]
