"""A decision to take along: what was counted, so that anyone can count again."""

from collections.abc import Iterator
from typing import Any

from groundswell.decisions.counting import FORMAT, RANKED, digest, pack
from groundswell.decisions.models import Ballot, Decision, Result
from groundswell.decisions.reading import BREAKS_DOWN_FROM, election_of
from groundswell.decisions.receipts import receipt_of


def is_exported(decision: Decision) -> bool:
    """Once voting has ended; a few secret ballots are never broken down."""
    if not decision.is_over:
        return False
    return not decision.is_secret or decision.ballot_count >= BREAKS_DOWN_FROM


def is_ranked(decision: Decision) -> bool:
    """Whether there is a BLT file."""
    return decision.method in RANKED


def as_data(decision: Decision, site: str) -> dict[str, Any]:
    """What `groundswell recount` reads: inputs, their hash, and the result as published."""
    election = election_of(decision)
    packed = pack(election)
    inputs = digest(packed)
    # As it was published, whatever the ballots come to now: a recount is there to find that out.
    counts = Result.objects.filter(decision=decision, method=decision.method)
    stored = counts.order_by("at", "id").last()
    return {
        "format": FORMAT,
        "url": f"{site}{decision.get_absolute_url()}",
        "opened_at": decision.opened_at.isoformat() if decision.opened_at else None,
        "closed_at": decision.closed_at.isoformat() if decision.closed_at else None,
        "secrecy": decision.secrecy,
        **packed,
        "inputs": inputs,
        "result": stored.counted if stored else None,
    }


def as_rows(decision: Decision) -> Iterator[list[str]]:
    """One row a ballot: who (or the receipt), on which version, and its marks by option."""
    options = list(decision.options.filter(moderation="shown").values_list("id", "text"))
    yield ["voter" if not decision.is_secret else "receipt", "version", "position"] + [
        text for _id, text in options
    ]
    rows = Ballot.objects.standing().filter(decision=decision).order_by("id")
    for ballot in rows.select_related("entry__actor").iterator(chunk_size=500):
        who = ballot.entry.name if ballot.entry else receipt_of(ballot.id)
        marks = [str(ballot.marks.get(str(key), "")) for key, _text in options]
        yield [who, str(ballot.version), ballot.position, *marks]
