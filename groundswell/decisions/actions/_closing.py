"""What closing does with the ballots. Called by actions, inside them."""

from collections import Counter

from groundswell.core.clock import now
from groundswell.core.rows import insert_all
from groundswell.decisions.actions._counting import put_count_by
from groundswell.decisions.counting import CountingError, count, digest, pack
from groundswell.decisions.delegating import delegated_in
from groundswell.decisions.models import Ballot, Decision, Result, RollEntry, Shape
from groundswell.decisions.reading import election_of


def keep_delegations(decision: Decision) -> None:
    """Writes down on the roll who votes for whom: taking it back later changes no result."""
    forget_delegations(decision)
    delegated = delegated_in(decision)
    for giver, end in delegated.followed.votes_for.items():
        entry = RollEntry.objects.filter(decision=decision, actor=giver)
        entry.update(represented_by=delegated.voted[end])
    for end, others in Counter(delegated.followed.votes_for.values()).items():
        Ballot.objects.filter(entry=delegated.voted[end]).update(people=1 + others)


def forget_delegations(decision: Decision) -> None:
    """While people vote it is open who votes for whom in the end."""
    kept = RollEntry.objects.filter(decision=decision).exclude(represented_by=None)
    kept.update(represented_by=None)
    Ballot.objects.filter(decision=decision, people__gt=1).update(people=1)


def publish_count(decision: Decision) -> None:
    """Stores the count with the hash of what was counted; the same inputs are stored once."""
    if decision.shape == Shape.STANCE:
        return
    put_count_by(decision)
    election = election_of(decision)
    try:
        counted = count(election).data()
    except CountingError:  # an option was retired after it was voted for
        return
    # Ballots that were changed and changed back give inputs that were counted before.
    Result.objects.update_or_create(
        decision=decision,
        method=decision.method,
        inputs=digest(pack(election)),
        defaults={"counted": counted, "at": now()},
    )


def shuffle(decision: Decision) -> None:
    """Writes secret ballots and the roll anew in the order of random ids: where a row lies, and
    which transaction wrote it, tell nothing any more."""
    if not decision.is_secret:
        return
    columns = ("id", "decision_id", "marks", "position", "version", "people")
    rows = list(Ballot.objects.filter(decision=decision).order_by("id").values_list(*columns))
    Ballot.objects.filter(decision=decision).delete()
    insert_all(Ballot, columns, rows)
    RollEntry.objects.filter(decision=decision, voted=1).update(voted=1)
