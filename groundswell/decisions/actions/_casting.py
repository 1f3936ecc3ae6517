"""Putting a ballot into the box. Called by actions, inside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import LONGEST_BODY, Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.core.rows import insert_objects
from groundswell.core.text.clean import clean
from groundswell.decisions.counting import Candidate, CountingError, Vote, check
from groundswell.decisions.models import (
    Ballot,
    Decision,
    EarlierBallot,
    Objection,
    Option,
    RollEntry,
    Shape,
)
from groundswell.decisions.models.roll import LONGEST_WORDS
from groundswell.decisions.reading import rules_of, version_of
from groundswell.decisions.receipts import ballot_of, receipt_of
from groundswell.decisions.rules import require_taking

SECOND_THOUGHTS = timedelta(minutes=15)
_MARK = "UPDATE decisions_rollentry SET voted = 1 WHERE id = %s AND voted = 0"
_COUNT = "UPDATE decisions_decision SET ballot_count = ballot_count + 1 WHERE topic_id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A ballot as it was filled in: marks by option id, or a position; and why."""

    marks: Mapping[int, int] = field(default_factory=dict)
    position: str = ""
    reason: str = ""


def hold_open(decision: Decision) -> Decision:
    """The decision, its row locked, while it takes ballots: closing waits, or has been."""
    held = _HELD(topic=decision.topic_id)[0]
    require_taking(held)
    return held


def _held(topic: int) -> QuerySet[Decision]:
    rows = Decision.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("topic__space").filter(topic=topic)


_HELD = PreparedModels(_held)


def _options(decision: int) -> QuerySet[Option, Any]:
    return Option.objects.filter(decision=decision).shown().order_by().values_list("id")


_OPTIONS = Prepared(_options)


def marks_of(decision: Decision, cast: Cast) -> dict[str, int]:
    """What goes into the box, once it fits the rules: foreign options are refused."""
    options = _OPTIONS(decision=decision.topic_id)
    known = tuple(Candidate(key=str(one), name="") for (one,) in options)
    marks = {str(key): value for key, value in sorted(cast.marks.items())}
    try:
        check(rules_of(decision), known, Vote(marks=marks, position=cast.position))
    except CountingError as error:
        raise Invalid(_(str(error))) from error
    if decision.shape != Shape.POSITION and not marks:
        raise Invalid(_("Nothing is marked yet. Mark at least one option."))
    return marks


def reason_for(decision: Decision, actor: Actor, cast: Cast) -> Message | None:
    """The reason as a message of the conversation, where one was given and may be."""
    mine = Objection.objects.filter(decision=decision, by=actor)
    text = _why(decision, cast, mine, most=LONGEST_BODY)
    return append(decision.topic, author=actor, text=text) if text else None


def words_for(decision: Decision, guest: RollEntry, cast: Cast) -> str:
    """The reason of a guest, who writes no messages."""
    mine = Objection.objects.filter(decision=decision, guest=guest)
    return _why(decision, cast, mine, most=LONGEST_WORDS)


def _why(decision: Decision, cast: Cast, mine: QuerySet[Objection], *, most: int) -> str:
    text = clean(cast.reason, most=most, field="reason").strip()
    asked = decision.reasons
    if asked == Decision.Reasons.OFF and cast.position != "objection":
        return ""
    against = cast.position in {"objection", "block", "disagree"}
    needed = asked == Decision.Reasons.REQUIRED or (asked == Decision.Reasons.OBJECTION and against)
    if cast.position == "objection":  # followed until nothing of it stands, so it has words
        needed = not mine.filter(state__in=Objection.OPEN).exists()
    if needed and not text:
        raise Invalid(_("Say why, in a sentence or two. Others answer you there."), "reason")
    return text


def put_open(
    decision: Decision,
    entry: RollEntry,
    *,
    marks: dict[str, int],
    position: str,
    reason: Message | None = None,
    words: str = "",
) -> bool:
    """Whether it is the first of this voter; a change keeps what others may have answered."""
    at = now()
    rows = Ballot.objects.filter(entry=entry).select_related("reason")
    ballot = rows.first() if entry.voted else None
    fields: dict[str, Any] = {"marks": marks, "position": position, "words": words}
    fields["version"] = version_of(decision)
    if ballot is None:
        fresh = Ballot(decision=decision, entry=entry, reason=reason, cast_at=at, **fields)
        insert_objects(Ballot, [fresh])
        count_one(decision, entry)
        return True
    if _was_read(ballot):
        EarlierBallot(
            ballot=ballot,
            marks=ballot.marks,
            position=ballot.position,
            version=ballot.version,
            reason=ballot.reason,
            until=at,
        ).save(force_insert=True)
    for name, value in fields.items():
        setattr(ballot, name, value)
    ballot.reason = reason or ballot.reason
    ballot.changed_at = at
    ballot.save(update_fields=[*fields, "reason", "changed_at"])
    return False


def put_secret(held: Decision, entry: RollEntry, cast: Cast, *, receipt: str) -> str:
    """A new ballot, or other marks on the one of the receipt."""
    marks = marks_of(held, cast)
    fields = {"marks": marks, "position": cast.position, "version": version_of(held)}
    if receipt:
        changed = Ballot.objects.filter(decision=held, entry=None, id=ballot_of(receipt))
        if not entry.voted or not changed.update(**fields):
            raise Invalid(
                _("There is no ballot with this receipt here. Look at the code again."), "receipt"
            )
        return receipt_of(ballot_of(receipt))
    if entry.voted:
        raise Conflict(
            _("Your ballot is in already. To change it, write the receipt that you were given.")
        )
    count_one(held, entry)
    ballot = Ballot(decision=held, **fields)
    ballot.save(force_insert=True)
    return receipt_of(ballot.id)


def count_one(decision: Decision, entry: RollEntry) -> None:
    """Marks the roll. A second of the same voter at the same instant finds it marked."""
    if not mark_voted(decision, entry):
        raise Conflict(_("Your ballot is in already."))


def mark_voted(decision: Decision, entry: RollEntry) -> bool:
    """Whether the roll did not have it yet. Written out, since each ballot waits for these two."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [entry.id])
        if not cursor.rowcount:
            return False
        cursor.execute(_COUNT, [decision.topic_id])
    return True


def _was_read(ballot: Ballot) -> bool:
    said = ballot.changed_at or ballot.cast_at
    if said is None or now() - said > SECOND_THOUGHTS:
        return True
    return ballot.reason is not None and Message.objects.filter(parent=ballot.reason).exists()
