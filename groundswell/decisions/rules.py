"""Who may do what with decisions. Each `require_` raises with the reason."""

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations import rules as conversations
from groundswell.conversations.models import Topic
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.decisions.models import Decision, Method, Objection, RollEntry, Shape
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import (
    membership_of,
    require_accepted,
    require_may_start,
    stewards_as,
)


def require_may_open_decision(person: Actor, space: Space) -> None:
    """Who opens topics in a space opens decisions in it."""
    require_may_start(person, space)
    require_accepted(person, space)


def may_run(person: Actor | None, decision: Decision) -> bool:
    """A decision is run by the stewards of its space and by who opened it."""
    if person is None:
        return False
    space = decision.topic.space
    membership = membership_of(person, space)
    wrote = decision.topic.author_id == person.id and membership is not None
    return wrote or stewards_as(person, space, membership)


def require_may_run(person: Actor, decision: Decision) -> None:
    """The same, with the reason why not."""
    conversations.require_may_run(person, decision.topic)


def require_may_comment(_person: Actor, _topic: Topic) -> None:
    """A decision can always be talked about."""


def entry_of(person: Actor | None, decision: Decision) -> RollEntry | None:
    """The person's row on the roll, where they have one that stands."""
    if person is None:
        return None
    return RollEntry.objects.filter(decision=decision, actor=person, withdrawn_at=None).first()


def is_full_member(person: Actor | None, space: Space) -> bool:
    """Whether the person is more than a guest of the space."""
    membership = membership_of(person, space)
    return membership is not None and membership.role != Membership.Role.GUEST


def has_ballot(person: Actor | None, decision: Decision) -> bool:
    """Whether the person may vote in it while it is open."""
    return has_right(person, decision, entry_of(person, decision))


def has_right(person: Actor | None, decision: Decision, entry: RollEntry | None) -> bool:
    """The same where the person's row on the roll is known, or that there is none."""
    named = decision.electorate == Decision.Electorate.NAMED
    if entry is not None and (named or entry.added_by_id is not None):
        return True
    # Whoever left the space has no ballot any more, though their row stays until closing.
    return not named and is_full_member(person, decision.topic.space)


def require_ballot(person: Actor, decision: Decision) -> None:
    """The person may vote in it."""
    require_right(person, decision, entry_of(person, decision))


def require_right(person: Actor, decision: Decision, entry: RollEntry | None) -> None:
    """The same where the person's row on the roll is known, or that there is none."""
    if has_right(person, decision, entry):
        return
    if decision.electorate == Decision.Electorate.SPACE:
        raise Refused(
            _("Members of %(space)s vote here. Join it, and you have a ballot too.")
            % {"space": decision.topic.space.name}
        )
    raise Refused(_("Only those who are named on the roll vote here. The roll is open to read."))


def require_map(decision: Decision) -> None:
    """The decision is an opinion map."""
    if decision.shape != Shape.STANCE:
        raise Conflict(_("This decision is no opinion map: it is voted on in another way."))


def may_write(person: Actor | None, decision: Decision) -> bool:
    """Whether the person adds statements to a map now."""
    if not decision.takes_ballots(now()):
        return False
    if decision.writers == Decision.Writers.RUNNERS:
        return may_run(person, decision)
    return has_ballot(person, decision)


def require_may_write(person: Actor, decision: Decision) -> None:
    """The person adds statements to the map. The caller holds the row, and knows it is open."""
    if decision.writers == Decision.Writers.RUNNERS:
        require_may_run(person, decision)
    else:
        require_ballot(person, decision)


def may_grow(person: Actor | None, decision: Decision) -> bool:
    """Whoever belongs to the space of a map makes something of its statements."""
    return is_full_member(person, decision.topic.space)


def require_may_grow(person: Actor, decision: Decision) -> None:
    """The same, with the reason why not."""
    if not may_grow(person, decision):
        raise Refused(
            _("Members of %(space)s make something of what was said here. Join it first.")
            % {"space": decision.topic.space.name}
        )


def is_changeable(decision: Decision) -> bool:
    """Whether its rules may be chosen anew."""
    try:
        require_changeable(decision)
    except Conflict:
        return False
    return True


def require_changeable(decision: Decision) -> None:
    """Its rules may be chosen anew: nobody has voted, and ends are not moved afterwards."""
    if decision.is_over:
        raise Conflict(_("Voting has ended, and the rules stay as they were."))
    if decision.shape == Shape.STANCE:
        raise Conflict(_("An opinion map keeps the rules it began with."))
    # Of who has left meanwhile the ballot is not counted, and still it was cast by these rules.
    if decision.ballot_count or RollEntry.objects.filter(decision=decision, voted=1).exists():
        raise Conflict(
            _("Somebody has voted, so the rules stay as they are: people voted by them.")
        )


def raises_objection(guest: RollEntry, position: str, words: str) -> bool:
    """Whether a guest's ballot says what is to be followed: it objects, in words that are new."""
    if guest.decision.method != Method.CONSENT or position != "objection":
        return False
    stands = Objection.objects.filter(guest=guest, state__in=Objection.OPEN).first()
    return stands is None or words.strip() not in {"", stands.words}


def require_unended(decision: Decision) -> None:
    """Voting goes on, in whichever step of consent it is. The caller holds the row."""
    is_late = decision.closes_at is not None and decision.closes_at <= now()
    if decision.state != Decision.State.OPEN or is_late:
        raise Conflict(_("Voting has ended, so the objection stays as it was."))


def require_taking(decision: Decision) -> None:
    """Ballots are taken at this moment. The caller holds the row."""
    if decision.takes_ballots(now()):
        return
    if decision.state in {Decision.State.DRAFT, Decision.State.SCHEDULED}:
        raise Conflict(_("Voting has not begun yet. Your ballot was not counted."))
    if decision.is_talked_over and (decision.closes_at is None or now() < decision.closes_at):
        raise Conflict(
            _("The proposal is still talked over. Your ballot is taken once it is put to consent.")
        )
    raise Conflict(_("Voting has ended. Your ballot was not counted."))
