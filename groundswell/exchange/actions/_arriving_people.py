"""The people of an archive, the space itself, who belongs to it, and its guidelines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid
from groundswell.core.text.clean import MOST_BODY, clean, one_line, storable
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.exchange.actions._arrival import Arrival, chunks
from groundswell.exchange.actions._arriving_files import stored_picture
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.exporters.archive.objects import ACTOR_TYPES
from groundswell.exchange.importers.archive import Archive
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.plan import ledger
from groundswell.exchange.models import Imported
from groundswell.spaces.activities import MEMBER_LEFT
from groundswell.spaces.models import (
    Guideline,
    Membership,
    Removal,
    Space,
    SpaceClosing,
)

KINDS = {type_: kind for kind, type_ in ACTOR_TYPES.items()}
ACTORS = "actors"
# Each takes several queries, and others wait to write until all of them are through.
PEOPLE_AT_ONCE = 100


@dataclass
class Newcomer:
    """Somebody of the archive who is not here."""

    actor: Actor
    name: str
    """What the archive calls them."""


def arrive_actors(arrival: Arrival) -> Iterator[list[Newcomer]]:
    """Everybody by name, a few at a time; those who are not here are to be made."""
    for some in chunks(arrival.archive.lines(ACTORS), PEOPLE_AT_ONCE):
        known = ledger(SOURCE, 0, [(ACTORS, it.name("id")) for it in some])
        newcomers = []
        for it in some:
            row = known.get((ACTORS, it.name("id")))
            actor = (row.actor if row else None) or _here(it)
            arrival.tally.add("unchanged" if actor else "created", "people")
            if actor is None:
                actor = _newcomer(arrival, it)
                newcomers.append(Newcomer(actor, it.name("id")))
            arrival.actors[it.name("id")] = actor
        yield newcomers


def _here(it: Fields) -> Actor | None:
    """Remote people by their address; ours only if the very row is meant, made at that instant."""
    if it.text("host", ""):
        return Actor.objects.filter(uri=it.name("id")).first()
    handle, at = it.text("preferredUsername"), it.moment("published")
    return Actor.objects.local().filter(handle=handle, created_at=at).first()


def _newcomer(arrival: Arrival, it: Fields) -> Actor:
    """Their row, with the handle that they had; whether it is free is asked when it is written."""
    host = one_line(it.text("host", ""), most=255)
    return Actor(
        kind=KINDS[it.one_of("type", list(KINDS))],
        handle=one_line(it.text("preferredUsername"), most=64, least=1 if host else 0),
        host=host,
        name=one_line(it.text("name"), most=150) or "?",
        uri=it.name("id") if host else None,
        picture=stored_picture(it, arrival),
        created_at=it.moment("published"),
        left_at=it.maybe_moment("deleted"),
    )


def make(newcomer: Newcomer) -> None:
    """Writes them, under a free handle; nobody has claimed them."""
    actor = newcomer.actor
    if actor.host:
        actor.save(force_insert=True)
        return
    actor.handle = free_handle(actor.handle, actor.name)
    actor.save(force_insert=True)
    Imported(source=SOURCE, kind=ACTORS, key=newcomer.name, actor=actor).save()


def free_handle(wanted: str, name: str) -> str:
    """The handle that is wanted, or the nearest that nobody has."""

    def taken(handle: str) -> bool:
        return Actor.objects.local().filter(handle__iexact=handle).exists()

    try:
        handle = clean_handle(wanted)
    except Invalid:
        return handle_from(name, taken=taken)
    return handle_from(handle, taken=taken) if taken(handle) else handle


def find_arrived(archive: Archive) -> Space | None:
    """The space of the archive, if it is here already."""
    it = archive.space()
    row = Imported.objects.filter(source=SOURCE, kind="spaces", key=it.name("id")).first()
    spaces = Space.objects.select_related("actor")
    if row is not None:
        return spaces.filter(id=row.scope).first()
    at, handle = it.moment("published"), it.text("preferredUsername")
    return spaces.filter(actor__handle=handle, created_at=at).first()


@dataclass
class Described:
    """The space as it was run where it comes from."""

    name: str
    key: str
    handle: str
    purpose: str
    opened_at: datetime
    visibility: str
    joining: str
    licence: str
    picture: str
    settings: dict[str, Any]
    steward: Actor | None
    closed: SpaceClosing | None = None


def describe_space(arrival: Arrival) -> Described:
    """Reads the space."""
    it = arrival.archive.space()
    described = Described(
        name=one_line(it.text("name"), most=150, least=1),
        key=it.name("id"),
        handle=it.text("preferredUsername"),
        purpose=one_line(it.text("summary"), most=300, least=1),
        opened_at=it.moment("published"),
        visibility=it.one_of("visibility", Space.Visibility.values),
        joining=it.one_of("joining", Space.Joining.values),
        licence=one_line(it.text("licence", ""), most=40),
        picture=stored_picture(it, arrival),
        settings={
            "writing": it.one_of("writing", Space.Writing.values, Space.Writing.MEMBERS),
            "reactions": one_line(it.text("reactions", ""), most=120),
        },
        steward=_first_steward(arrival),
    )
    if days := it.maybe_number("answerDays", 0, 365):
        described.settings["answer_days"] = days
    if (cap := it.maybe_number("delegateCap", 0, 10_000)) is not None:
        described.settings["delegate_cap"] = cap
    if closed := it.maybe_child("closed"):
        described.closed = SpaceClosing(
            reason=one_line(closed.text("summary"), most=500, least=1),
            by=arrival.actor(closed, "by"),
            at=closed.moment("at"),
        )
    return described


def _first_steward(arrival: Arrival) -> Actor | None:
    for it in arrival.archive.lines("memberships"):
        if it.text("relationship") == Membership.Role.STEWARD:
            return arrival.actors.get(it.name("subject"))
    return None


@dataclass
class Belonging:
    """Who belongs to the space, since when, and for whom they speak."""

    actor: Actor
    role: str
    since: datetime
    affiliation: dict[str, str] | None


def arrive_memberships(arrival: Arrival) -> Iterator[list[Belonging]]:
    """A few at a time, each since the true date.

    What was decided here holds: roles that are here stay, and whoever was removed or left since
    the archive was written stays out.
    """
    gone = _gone_from(arrival.space)
    here = set(Membership.objects.filter(space=arrival.space.id).values_list("actor", flat=True))
    for some in chunks(arrival.archive.lines("memberships"), PEOPLE_AT_ONCE):
        belonging = []
        for it in some:
            actor = arrival.actor(it, "subject")
            if actor.id in gone:
                arrival.tally.skip("memberships", "ended here since")
                continue
            arrival.tally.add("unchanged" if actor.id in here else "created", "memberships")
            belonging.append(_belonging(it, actor))
        yield belonging


def _belonging(it: Fields, actor: Actor) -> Belonging:
    speaks_for = it.maybe_child("affiliation")
    return Belonging(
        actor=actor,
        role=it.one_of("relationship", Membership.Role.values),
        since=it.moment("startTime"),
        affiliation={
            "organisation": one_line(speaks_for.text("organisation", ""), most=150),
            "department": one_line(speaks_for.text("department", ""), most=150),
            "sector": one_line(speaks_for.text("sector", ""), most=80),
        }
        if speaks_for
        else None,
    )


def _gone_from(space: Space) -> set[int]:
    """The people who once belonged to it here, or were removed from it, and do not belong now."""
    left = Activity.objects.filter(space_id=space.id, kind=MEMBER_LEFT.name).values("actor_id")
    removed = Removal.objects.filter(space=space).standing().values("actor_id")
    here = Membership.objects.filter(space=space).values("actor_id")
    people = Actor.objects.filter(Q(id__in=left) | Q(id__in=removed)).exclude(id__in=here)
    return set(people.values_list("id", flat=True))


def arrive_guidelines(arrival: Arrival) -> list[Guideline]:
    """Every version of the guidelines; ones that were set here go on counting."""
    here = set(Guideline.objects.filter(space=arrival.space.id).values_list("number", flat=True))
    fresh = []
    for it in arrival.archive.lines("guidelines"):
        number = it.number("number", 1)
        arrival.tally.add("unchanged" if number in here else "created", "guidelines")
        if number in here:
            continue
        source = clean(storable(it.markdown()), most=MOST_BODY)
        fresh.append(
            Guideline(
                space=arrival.space,
                number=number,
                source=source,
                html=arrival.rendered(source, f"guideline-{arrival.space.id}").html,
                by=arrival.actor(it, "attributedTo"),
                created_at=it.moment("published"),
            )
        )
    return fresh
