"""Decisions of a space, as objects: as much of them as their own rules let anybody see.

Not in the archive: who votes for whom, which is known to two people alone; ballots and who cast
them while counts are not shown, and of fewer than five secret ones for ever; and which person took
which stance on an opinion map, of which fewer than five people's answers are left out altogether.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from groundswell.actors.models import Actor
from groundswell.decisions.models import (
    Ballot,
    Commitment,
    Decision,
    Delegation,
    EarlierBallot,
    Group,
    Objection,
    Option,
    Outcome,
    Result,
    RollEntry,
    Shape,
    ShownCount,
    Stance,
)
from groundswell.decisions.reading import BREAKS_DOWN_FROM
from groundswell.decisions.selectors.result import participation
from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object, lean, when
from groundswell.spaces.models import Space

RULES = {
    "reasons": "reasons",
    "results": "results",
    "ties": "ties",
    "moderation": "moderation",
    "writers": "writers",
    "step": "step",
    "most": "most",
    "seats": "seats",
    "budget": "budget",
    "quorum": "quorum",
    "floor": "floor",
    "ceiling": "ceiling",
    "shareOf": "share_of",
    "version": "version",
}
"""Terms of the archive, and the fields that they are."""
MOMENTS = {
    "opensAt": "opens_at",
    "closesAt": "closes_at",
    "openedAt": "opened_at",
    "closedAt": "closed_at",
    "remindedAt": "reminded_at",
}


def decisions_left_out(space: Space) -> dict[str, int]:
    """What the space has of decisions and the archive has not, by noun."""
    kept_back = [one for one in _decisions(space) if not shows_ballots(one)]
    return {
        "who votes for whom": Delegation.objects.filter(space=space).count(),
        "ballots that nobody may see yet": sum(participation(one) or 0 for one in kept_back),
    }


def _decisions(space: Space) -> Iterator[Decision]:
    rows = Decision.objects.filter(topic__space=space, topic__removed_at=None)
    return rows.select_related("topic__space").order_by("topic__published_at", "topic").iterator()


def shows_ballots(decision: Decision) -> bool:
    """Whether its ballots, or answers, are there for everybody who sees the decision."""
    if decision.shape == Shape.STANCE and not decision.is_crowd:
        return False
    if decision.is_secret:
        return decision.is_over and decision.ballot_count >= BREAKS_DOWN_FROM
    return decision.is_over or decision.results == Decision.Results.LIVE


def decision_lines(known: Known) -> Iterator[Line]:
    """The decisions; their topics and messages have been written."""
    for decision in _decisions(known.space):
        if decision.topic_id in known.topics:
            yield "decisions", _Told(known, decision).object()


class _Told:
    """One decision."""

    def __init__(self, known: Known, decision: Decision) -> None:
        self.known, self.decision = known, decision
        self.options = list(Option.objects.filter(decision=decision).in_order())
        self.number = {one.id: one.number for one in self.options}
        self.groups = {one.id: at for at, one in enumerate(self._rows(Group, "name"))}
        self.open_handed = shows_ballots(decision)
        roll = self._rows(RollEntry, "actor__handle", "guest")
        if decision.shape == Shape.STANCE:
            roll = [one for one in roll if one.actor_id or not one.voted]
        self.roll = roll
        known.meet(person for one in roll for person in (one.actor, one.added_by) if person)
        known.meet(p for one in self.options for p in (one.author, one.moderated_by) if p)

    def _rows(self, model: Any, *order: str) -> list[Any]:
        rows = model.objects.filter(decision=self.decision).order_by(*order)
        people = [
            field.name for field in model._meta.concrete_fields if field.related_model is Actor
        ]
        return list(rows.select_related(*people) if people else rows)

    def object(self) -> Object:
        """The decision."""
        decision = self.decision
        told = {term: getattr(decision, field) for term, field in RULES.items()}
        told |= {term: when(getattr(decision, field)) for term, field in MOMENTS.items()}
        if decision.shape == Shape.STANCE:
            told["participants"] = self._participants()
        elif self.open_handed:
            told["ballots"] = self._ballots()
        return lean(
            type="Decision",
            id=self.known.names.topic(decision.topic_id),
            method=decision.method,
            state=decision.state,
            electorate=decision.electorate,
            secrecy=decision.secrecy,
            options=[self._option(one) for one in self.options],
            groups=[{"name": one.name} for one in self._rows(Group, "name")],
            roll=[self._entry(one) for one in self.roll],
            tookPart=participation(decision) if decision.is_over else None,
            objections=self._objections(),
            outcomes=self._outcomes(),
            counts=self._counts(),
            shown=self._shown(),
            **told,
        )

    def _option(self, it: Option) -> Object:
        names = self.known.names
        inside = it.topic_id is not None and it.topic_id in self.known.topics
        return lean(
            number=it.number,
            name=it.text,
            summary=it.says,
            attributedTo=names.actor(it.author) if it.author else None,
            topic=names.topic(it.topic_id) if it.topic_id and inside else None,
            cost=it.cost,
            about=it.about,
            moderation=it.moderation,
            moderatedBy=names.actor(it.moderated_by) if it.moderated_by else None,
            moderatedAt=when(it.moderated_at),
            because=it.refused_because,
            retired=when(it.retired_at),
            told=when(it.told_at),
        )

    def _entry(self, it: RollEntry) -> Object:
        names = self.known.names
        shown = self.open_handed and self.decision.shape != Shape.STANCE
        stays = self.decision.is_secret or it.withdrawn_at is None
        return lean(
            actor=names.actor(it.actor) if it.actor else None,
            guest=it.guest,
            group=self.groups[it.group_id] if it.group_id else None,
            by=names.actor(it.added_by) if it.added_by else None,
            at=when(it.added_at),
            withdrawn=when(it.withdrawn_at),
            voted=it.voted if shown and stays else None,
        )

    def _marks(self, it: Ballot | EarlierBallot) -> Object:
        said = it.reason_id if it.reason_id in self.known.messages else None
        return lean(
            marks={str(self.number[int(key)]): mark for key, mark in it.marks.items()},
            position=it.position,
            version=it.version,
            reason=self.known.names.message(said) if said else None,
        )

    def _ballots(self) -> list[Object]:
        if self.decision.is_secret:
            rows = Ballot.objects.filter(decision=self.decision).order_by("id")
            return [{"id": str(it.id), **self._marks(it)} for it in rows]
        earlier: defaultdict[int, list[Object]] = defaultdict(list)
        # Who left took their ballot along, and what they had said before.
        changed = EarlierBallot.objects.filter(ballot__decision=self.decision)
        for it in changed.filter(ballot__entry__withdrawn_at=None).order_by("id"):
            earlier[it.ballot_id].append({**self._marks(it), "until": when(it.until)})
        places = {one.id: at for at, one in enumerate(self.roll)}
        found = [
            {
                **self._marks(it),
                **lean(cast=when(it.cast_at), changed=when(it.changed_at), people=it.people),
                **lean(content=it.words),
                **lean(earlier=earlier[it.id]),
                "voter": places[it.entry_id or 0],
            }
            for it in Ballot.objects.standing().filter(decision=self.decision)
        ]
        return sorted(found, key=lambda one: int(one["voter"]))

    def _participants(self) -> list[Object]:
        """What people said to statements, without saying who, in an order that tells nothing."""
        if not self.open_handed:
            return []
        said: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
        stances = Stance.objects.standing().filter(decision=self.decision)
        for it in stances.order_by("option__number"):
            said[it.entry_id][str(self.number[it.option_id])] = [it.value, it.weight]
        return sorted(({"said": one} for one in said.values()), key=str)

    def _objections(self) -> list[Object]:
        rows = [
            it
            for it in self._rows(Objection, "id")
            if it.guest_id or it.message_id in self.known.messages
        ]
        names, places = self.known.names, {one.id: at for at, one in enumerate(self.roll)}
        self.known.meet(p for it in rows for p in (it.by, it.owner, it.changed_by) if p)
        found = [
            lean(
                by=names.actor(it.by) if it.by else None,
                object=names.message(it.message_id) if it.message_id else None,
                voter=places[it.guest_id] if it.guest_id else None,
                content=it.words,
                owner=names.actor(it.owner) if it.owner else None,
                state=it.state,
                summary=it.note,
                at=when(it.at),
                changed=when(it.changed_at),
                changedBy=names.actor(it.changed_by) if it.changed_by else None,
            )
            for it in rows
        ]
        return sorted(found, key=lambda one: (one["at"], one.get("object", ""), str(one)))

    def _outcomes(self) -> list[Object]:
        rows = [it for it in self._rows(Outcome, "id") if it.message_id in self.known.messages]
        self.known.meet(it.by for it in rows)
        found = [
            lean(
                object=self.known.names.message(it.message_id),
                by=self.known.names.actor(it.by),
                adopts=sorted(self.number[one.id] for one in it.adopted.all()),
                reviewOn=it.review_on.isoformat() if it.review_on else None,
                reviewed=when(it.reviewed_at),
                at=when(it.at),
                promises=self._promises(it),
            )
            for it in rows
        ]
        return sorted(found, key=lambda one: (one["at"], one["object"]))

    def _promises(self, outcome: Outcome) -> list[Object]:
        rows = list(Commitment.objects.filter(outcome=outcome).select_related("who"))
        self.known.meet(it.who for it in rows)
        found = [
            lean(
                who=self.known.names.actor(it.who),
                what=it.what,
                byWhen=it.by_when.isoformat() if it.by_when else None,
                state=it.state,
                note=it.note,
                ended=when(it.ended_at),
                reminded=when(it.reminded_at),
            )
            for it in rows
        ]
        return sorted(found, key=str)

    def _counts(self) -> list[Object]:
        """The counts as they were published; of a few secret ballots only what came of them."""
        if not self.decision.is_over:
            return []
        rows = Result.objects.filter(decision=self.decision).order_by("at", "id")
        return [
            {
                "method": it.method,
                # Few ballots could be guessed until one comes to the same hash.
                "inputs": it.inputs if self.open_handed else "",
                "at": when(it.at),
                "counted": it.counted if self.open_handed else _reduced(it.counted, ""),
            }
            for it in rows
        ]

    def _shown(self) -> Object:
        kept = ShownCount.objects.filter(decision=self.decision).first()
        if kept is None or not kept.told or not self.decision.is_over:
            return {}
        main = kept.told["main"]
        groups = [[self.groups[int(key)], told] for key, told in kept.told["groups"]]
        return {
            "main": main if self.open_handed else _reduced(main, '["", {}]'),
            "others": kept.told["others"] if self.open_handed else [],
            "groups": sorted(groups, key=lambda pair: int(pair[0])) if self.open_handed else [],
        }


def _reduced(counted: Object, nothing: str) -> Object:
    """Without any figure: what won, and which tests were met."""
    tests = [{**test, "says": nothing} for test in counted["tests"]]
    empty = {"ranking": [], "totals": {}, "says": [], "rounds": [], "tables": [], "drawn": ""}
    return {**counted, **empty, "tests": tests, "cast": None, "electorate": None}
