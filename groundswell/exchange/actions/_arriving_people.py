"""The people of an archive, the space itself, who belongs to it, and its guidelines."""

from django.db.models import Q

from groundswell.activity.log import importing
from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid
from groundswell.core.text.clean import MOST_BODY, clean, one_line, storable
from groundswell.core.text.handles import clean_handle, handle_from
from groundswell.core.text.render import render
from groundswell.exchange.actions._arrival import Arrival, chunks
from groundswell.exchange.actions._arriving_files import stored_picture
from groundswell.exchange.actions._importer import importer
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.exporters.archive.objects import ACTOR_TYPES
from groundswell.exchange.importers.archive import Archive
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.plan import ledger
from groundswell.exchange.importers.tally import Tally
from groundswell.exchange.models import Imported
from groundswell.spaces.actions import open_space
from groundswell.spaces.activities import MEMBER_LEFT
from groundswell.spaces.models import (
    Affiliation,
    Guideline,
    Membership,
    Removal,
    Space,
    SpaceClosing,
)

KINDS = {type_: kind for kind, type_ in ACTOR_TYPES.items()}
ACTORS = "actors"


def arrive_actors(archive: Archive, tally: Tally) -> dict[str, Actor]:
    """Everybody by name; those who are not here are made, and nobody has claimed them."""
    found: dict[str, Actor] = {}
    for some in chunks(archive.lines(ACTORS)):
        known = ledger(SOURCE, 0, [(ACTORS, it.name("id")) for it in some])
        for it in some:
            row = known.get((ACTORS, it.name("id")))
            actor = (row.actor if row else None) or _here(it)
            tally.add("unchanged" if actor else "created", "people")
            found[it.name("id")] = actor or _make(it, archive)
    return found


def _here(it: Fields) -> Actor | None:
    """Remote people by their address; ours only if the very row is meant, made at that instant."""
    if it.text("host", ""):
        return Actor.objects.filter(uri=it.name("id")).first()
    handle, at = it.text("preferredUsername"), it.moment("published")
    return Actor.objects.local().filter(handle=handle, created_at=at).first()


def _make(it: Fields, archive: Archive) -> Actor:
    name = one_line(it.text("name"), most=150) or "?"
    host = one_line(it.text("host", ""), most=255)
    wanted = it.text("preferredUsername")
    actor = Actor(
        kind=KINDS[it.one_of("type", list(KINDS))],
        handle=one_line(wanted, most=64, least=1) if host else _free_handle(wanted, name),
        host=host,
        name=name,
        uri=it.name("id") if host else None,
        picture=stored_picture(it, archive),
        created_at=it.moment("published"),
        left_at=it.maybe_moment("deleted"),
    )
    actor.save(force_insert=True)
    if not host:
        Imported(source=SOURCE, kind=ACTORS, key=it.name("id"), actor=actor).save()
    return actor


def _free_handle(wanted: str, name: str) -> str:
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


def arrive_space(archive: Archive, actors: dict[str, Actor], *, handle: str = "") -> Space:
    """Opens the space as it was run where it comes from."""
    it = archive.space()
    name = one_line(it.text("name"), most=150, least=1)
    steward = _first_steward(archive, actors)
    with importing(SOURCE, it.moment("published")):
        space = open_space(
            actor=steward or importer(),
            handle=_free_handle(handle or it.text("preferredUsername"), name),
            name=name,
            purpose=one_line(it.text("summary"), most=300, least=1),
            visibility=it.one_of("visibility", Space.Visibility.values),
            joining=it.one_of("joining", Space.Joining.values),
        )
    if steward is not None:
        # The archive says since when; it comes with the others who belong to the space.
        Membership.objects.filter(space=space, actor=steward).delete()
    space.writing = it.one_of("writing", Space.Writing.values, Space.Writing.MEMBERS)
    space.licence = one_line(it.text("licence", space.licence), most=40)
    space.reactions = one_line(it.text("reactions", ""), most=120)
    space.answer_days = it.maybe_number("answerDays", 0, 365) or space.answer_days
    space.save(update_fields=["writing", "licence", "reactions", "answer_days"])
    space.actor.picture = stored_picture(it, archive)
    space.actor.save(update_fields=["picture"])
    if closed := it.maybe_child("closed"):
        reason = one_line(closed.text("summary"), most=500, least=1)
        by = actors.get(closed.name("by"))
        if by is None:
            raise closed.wrong("by", "in the archive")
        SpaceClosing(space=space, by=by, reason=reason, at=closed.moment("at")).save()
    Imported(source=SOURCE, scope=space.id, kind="spaces", key=it.name("id")).save()
    return space


def _first_steward(archive: Archive, actors: dict[str, Actor]) -> Actor | None:
    for it in archive.lines("memberships"):
        if it.text("relationship") == Membership.Role.STEWARD:
            return actors.get(it.name("subject"))
    return None


def arrive_memberships(arrival: Arrival) -> None:
    """Who belongs to it, each since the true date.

    What was decided here holds: roles that are here stay, and whoever was removed or left since
    the archive was written stays out.
    """
    gone = _gone_from(arrival.space)
    for it in arrival.archive.lines("memberships"):
        actor = arrival.actor(it, "subject")
        if actor.id in gone:
            arrival.tally.skip("memberships", "ended here since")
            continue
        membership, made = Membership.objects.get_or_create(
            space=arrival.space,
            actor=actor,
            defaults={
                "role": it.one_of("relationship", Membership.Role.values),
                "since": it.moment("startTime"),
            },
        )
        arrival.tally.add("created" if made else "unchanged", "memberships")
        if speaks_for := it.maybe_child("affiliation"):
            _speak_for(membership, speaks_for)
    count = Membership.objects.filter(space=arrival.space).count()
    Space.objects.filter(id=arrival.space.id).update(member_count=count)


def _gone_from(space: Space) -> set[int]:
    """The people who once belonged to it here, or were removed from it, and do not belong now."""
    left = Activity.objects.filter(space_id=space.id, kind=MEMBER_LEFT.name).values("actor_id")
    removed = Removal.objects.filter(space=space).standing().values("actor_id")
    here = Membership.objects.filter(space=space).values("actor_id")
    people = Actor.objects.filter(Q(id__in=left) | Q(id__in=removed)).exclude(id__in=here)
    return set(people.values_list("id", flat=True))


def _speak_for(membership: Membership, it: Fields) -> None:
    Affiliation.objects.get_or_create(
        membership=membership,
        defaults={
            "organisation": one_line(it.text("organisation", ""), most=150),
            "department": one_line(it.text("department", ""), most=150),
            "sector": one_line(it.text("sector", ""), most=80),
        },
    )


def arrive_guidelines(arrival: Arrival) -> None:
    """Every version of the guidelines; ones that were set here go on counting."""
    for it in arrival.archive.lines("guidelines"):
        source = clean(storable(it.markdown()), most=MOST_BODY)
        _row, made = Guideline.objects.get_or_create(
            space=arrival.space,
            number=it.number("number", 1),
            defaults={
                "source": source,
                "html": render(source, namespace=f"guideline-{arrival.space.id}").html,
                "by": arrival.actor(it, "attributedTo"),
                "created_at": it.moment("published"),
            },
        )
        arrival.tally.add("created" if made else "unchanged", "guidelines")
