"""What an import did, would do, and left out, by kind and with reasons; every row is in it once."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

OUTCOMES = ("created", "updated", "unchanged", "skipped")


@dataclass
class Tally:
    """Counts by outcome and kind; reasons for what was skipped; remarks on what was changed."""

    counts: dict[str, Counter[str]] = field(
        default_factory=lambda: {outcome: Counter() for outcome in OUTCOMES}
    )
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    remarks: Counter[tuple[str, str]] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)

    def add(self, outcome: str, kind: str, times: int = 1) -> None:
        """One more row came to this end."""
        self.counts[outcome][kind] += times

    def skip(self, kind: str, reason: str) -> None:
        """A row was left out, and why."""
        self.add("skipped", kind)
        self.reasons[kind, reason] += 1

    def remark(self, kind: str, remark: str) -> None:
        """A row was brought, but not quite as it stood."""
        self.remarks[kind, remark] += 1

    def take(self, other: "Tally") -> None:
        """Everything of another one counts here too."""
        for outcome, counts in other.counts.items():
            self.counts[outcome].update(counts)
        self.reasons.update(other.reasons)
        self.remarks.update(other.remarks)
        self.people |= other.people

    def emptied(self) -> "Tally":
        """What was counted so far; this one begins anew."""
        so_far = Tally(self.counts, self.reasons, self.remarks, self.people)
        vars(self).update(vars(Tally()))
        return so_far

    def kinds(self) -> list[str]:
        """The kinds in the order they were met."""
        return list(dict.fromkeys(kind for counts in self.counts.values() for kind in counts))

    def lines(self) -> Iterator[str]:
        """For people: one line a kind, then why rows were left out, then what was changed."""
        for kind in self.kinds():
            ends = ", ".join(f"{self.counts[end][kind]:,} {end}" for end in OUTCOMES)
            yield f"{kind}: {ends}"
        for (kind, reason), times in self.reasons.most_common():
            yield f"skipped {times:,} of {kind}: {reason}"
        for (kind, remark), times in self.remarks.most_common():
            yield f"{times:,} of {kind}: {remark}"

    def as_json(self, **more: object) -> str:
        """For programs: everything on one line."""
        totals: dict[str, object] = {
            outcome: {kind: counts[kind] for kind in self.kinds()}
            for outcome, counts in self.counts.items()
        }
        told = {"reasons": _listed(self.reasons), "remarks": _listed(self.remarks)}
        return json.dumps({**totals, **told, **more}, ensure_ascii=False)


def _listed(counted: Counter[tuple[str, str]]) -> list[dict[str, object]]:
    return [
        {"kind": kind, "reason": reason, "count": times}
        for (kind, reason), times in counted.most_common()
    ]
