"""Ballots beside the words that people gave with them, in the conversation."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from groundswell.decisions.models import Ballot, Decision, EarlierBallot
from groundswell.decisions.selectors.result import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBallot:
    """What somebody voted when they said it."""

    says: str
    version: int
    stands: bool
    """Whether it is counted; else it was changed later."""


def said_with(decision: Decision, messages: Collection[int]) -> dict[int, list[SaidBallot]]:
    """By message: the ballot that it is the reason of, and those it was before they were changed.

    Whoever asks may see counts; secret ballots have no reasons.
    """
    earlier = EarlierBallot.objects.filter(reason__in=messages, ballot__entry__withdrawn_at=None)
    standing = Ballot.objects.standing().filter(decision=decision, reason__in=messages)
    found: defaultdict[int, list[SaidBallot]] = defaultdict(list)
    words: dict[int, str] | None = None
    for rows, stands in ((earlier, False), (standing, True)):
        for reason, marks, position, version in rows.values_list(
            "reason_id", "marks", "position", "version"
        ):
            if words is None and not position:
                words = dict(decision.options.values_list("id", "text"))
            says = in_words(decision, marks, position=position, words=words or {})
            found[reason or 0].append(SaidBallot(says=says, version=version, stands=stands))
    return found
