"""What closing does with the ballots. Called by actions, inside them."""

from groundswell.core.clock import now
from groundswell.core.rows import insert_all
from groundswell.decisions.counting import CountingError, count, digest, pack
from groundswell.decisions.models import Ballot, Decision, Result, RollEntry, Shape
from groundswell.decisions.reading import election_of


def publish_count(decision: Decision) -> None:
    """Stores the count with the hash of what was counted; the same inputs are stored once."""
    if decision.shape == Shape.STANCE:
        return
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
    columns = ("id", "decision_id", "marks", "position", "version")
    rows = list(Ballot.objects.filter(decision=decision).order_by("id").values_list(*columns))
    Ballot.objects.filter(decision=decision).delete()
    insert_all(Ballot, columns, rows)
    RollEntry.objects.filter(decision=decision, voted=1).update(voted=1)
