"""Breaking ties by the rule that was published: not at all, by prior order, or by a draw."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.said import Said, listed, say


def ballot_lines(election: Election) -> list[str]:
    """Every ballot as a line, in an order that says nothing of who voted when."""
    lines = []
    for vote in election.votes:
        marks = {key: vote.marks[key] for key in sorted(vote.marks)}
        row = [marks, vote.position, vote.weight, vote.group]
        lines.append(json.dumps(row, ensure_ascii=True, separators=(",", ":")))
    return sorted(lines)


@dataclass
class Breaker:
    """Puts what is level into an order, where the rules say how."""

    election: Election
    used: list[Said] = field(default_factory=list)
    drawn: str = ""

    def ordered(self, level: Iterable[str]) -> list[str] | None:
        """Those that are level, the one to be preferred first; None where nothing may choose."""
        keys = [key for key in self.election.standing if key in set(level)]
        rule = self.election.rules.ties
        if len(keys) <= 1 or rule == "none":
            return keys if len(keys) <= 1 else None
        names = listed([self.election.names[key] for key in keys])
        if rule == "prior":
            told = "{names} are level; the order in which they were listed decides."
            self.used.append(say(told, names=names))
            return keys
        self.drawn = (
            self.drawn or sha256("\n".join(ballot_lines(self.election)).encode()).hexdigest()
        )
        keys.sort(key=lambda key: sha256(f"{self.drawn}:{key}".encode()).hexdigest())
        told = "{names} are level; the draw that the ballots seed puts {first} first."
        self.used.append(say(told, names=names, first=self.election.names[keys[0]]))
        return keys
