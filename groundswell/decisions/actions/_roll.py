"""Writing the roll. Called by actions, inside them."""

from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.ids import new_id
from groundswell.core.prepared import PreparedModels
from groundswell.core.rows import insert_all
from groundswell.decisions.models import Decision, Option, RollEntry, Shape, Stance
from groundswell.decisions.rules import require_right
from groundswell.spaces.models import Membership, Space

COLUMNS = ("id", "decision_id", "actor_id", "guest", "added_at", "voted")


def enrol(decision: Decision, people: Iterable[int]) -> None:
    """Puts people on the roll who are not on it yet, by their ids."""
    there = RollEntry.objects.filter(decision=decision, actor__isnull=False)
    known = set(there.values_list("actor_id", flat=True))
    at = now()
    rows = [(new_id(), decision.pk, one, "", at, 0) for one in people if one not in known]
    insert_all(RollEntry, COLUMNS, rows, ignore_conflicts=True)


def enrol_space(decision: Decision, space: Space) -> None:
    """The roll as the space is at this moment: who joined is on it, who left is withdrawn."""
    if decision.electorate != Decision.Electorate.SPACE:
        return
    members = Membership.objects.filter(space=space).exclude(role=Membership.Role.GUEST)
    ids = set(members.values_list("actor_id", flat=True))
    enrol(decision, sorted(ids))
    people = RollEntry.objects.filter(decision=decision, actor__isnull=False, added_by=None)
    _follow(decision, people, ids)


def enrol_member(decision: Decision, person: int) -> None:
    """The same of one person, whoever else comes and goes."""
    members = Membership.objects.filter(space=decision.topic.space_id, actor=person)
    is_here = members.exclude(role=Membership.Role.GUEST).exists()
    if is_here:
        row = (new_id(), decision.pk, person, "", now(), 0)
        insert_all(RollEntry, COLUMNS, [row], ignore_conflicts=True)
    own = RollEntry.objects.filter(decision=decision, actor=person, added_by=None)
    _follow(decision, own, {person} if is_here else set())


def _follow(decision: Decision, people: QuerySet[RollEntry], ids: set[int]) -> None:
    """Of these rows, those of members stand and the others are withdrawn."""
    left = people.filter(withdrawn_at=None).exclude(actor__in=ids)
    came = people.filter(withdrawn_at__isnull=False, actor__in=ids)
    if decision.shape == Shape.STANCE:
        for rows, by in ((left, -1), (came, 1)):
            for entry in rows.filter(voted=1).select_related("decision"):
                count_stances(entry, by=by)
    left.update(withdrawn_at=now())
    came.update(withdrawn_at=None)


def recount_ballots(decision: Decision) -> None:
    """How many ballots count: open ones of whoever left do not, and secret ones cannot be found.
    The caller holds the decision."""
    if decision.is_secret or decision.shape == Shape.STANCE:  # those are counted where they change
        return
    voted = RollEntry.objects.filter(decision=decision, voted=1, withdrawn_at=None).count()
    if voted != decision.ballot_count:
        decision.ballot_count = voted
        decision.save(update_fields=["ballot_count"])


def _entry(decision: int, person: int) -> QuerySet[RollEntry]:
    held = RollEntry.objects.select_for_update(of=("self",))
    return held.filter(decision=decision, actor=person)


_ENTRY = PreparedModels(_entry)


def hold_entry(decision: Decision, person: Actor) -> RollEntry:
    """The person's row on the roll, locked; a joiner of the space gets one. Refuses others."""
    entry = next(iter(_ENTRY(decision=decision.topic_id, person=person.id)), None)
    stands = entry is not None and entry.withdrawn_at is None
    require_right(person, decision, entry if stands else None)
    if entry is not None and stands:
        return entry
    if entry is None:
        row = (new_id(), decision.pk, person.id, "", now(), 0)
        insert_all(RollEntry, COLUMNS, [row], ignore_conflicts=True)
        return _ENTRY(decision=decision.topic_id, person=person.id)[0]
    entry.withdrawn_at = None
    entry.save(update_fields=["withdrawn_at"])
    count_stances(entry, by=1)
    recount_ballots(decision)
    return entry


def hold_guest(entry: RollEntry) -> RollEntry:
    """A guest's row on the roll, locked, while the invitation stands. Those who came with a
    conversation from elsewhere were invited by nobody."""
    rows = _GUEST(entry=entry.id)
    if not rows:
        raise Refused(_("This invitation was taken back. Ask whoever sent it."))
    return rows[0]


def _guest(entry: int) -> QuerySet[RollEntry]:
    rows = RollEntry.objects.select_for_update(of=("self",))
    return rows.filter(id=entry, actor=None, withdrawn_at=None, added_by__isnull=False)


_GUEST = PreparedModels(_guest)


def count_stances(entry: RollEntry, *, by: int) -> None:
    """Adds what somebody said to statements to their counts, or takes it off."""
    if not entry.voted or entry.decision.shape != Shape.STANCE:
        return
    for name, value in (("agrees", 1), ("passes", 0), ("disagrees", -1)):
        said = Stance.objects.filter(entry=entry, value=value).values("option")
        Option.objects.filter(id__in=said).update(**{name: F(name) + by})
    rows = Decision.objects.filter(topic=entry.decision_id)
    rows.update(ballot_count=F("ballot_count") + by)
