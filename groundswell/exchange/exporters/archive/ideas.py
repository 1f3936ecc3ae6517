"""Challenges and ideas of a space, as objects: what their topics have besides their words.

Not in the archive: open offers of credit, proposals of shares, merges that were undone, and what a
run finds beside themes (what they might be split into, who has not met, what is adjacent).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

from groundswell.challenges.models import (
    Answer,
    Challenge,
    CreditOffer,
    Criterion,
    Idea,
    Label,
    Merge,
    Outcome,
    Pilot,
    Reviewer,
    ShareProposal,
    Stage,
    Suggestion,
    Support,
)
from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object, lean, markdown, when
from groundswell.exchange.exporters.archive.sorting import Shelf, Sorted, run_object
from groundswell.spaces.models import Space

IDEAS_AT_ONCE = 500


def ideas_left_out(space: Space) -> dict[str, int]:
    """What the space has of challenges and the archive has not, by noun."""
    return {
        "open offers of credit": CreditOffer.objects.filter(
            topic__space=space, accepted_at=None, declined_at=None
        ).count(),
        "proposals of shares": ShareProposal.objects.filter(topic__space=space).count(),
        "merges that were undone": Merge.objects.filter(source__topic__space=space)
        .exclude(undone_at=None)
        .count(),
    }


def challenge_lines(known: Known) -> Iterator[Line]:
    """The challenges, then the ideas of each; their topics have been written."""
    challenges = list(
        Challenge.objects.filter(topic__space=known.space, topic__removed_at=None).order_by(
            "topic__published_at", "topic"
        )
    )
    for challenge in challenges:
        if challenge.topic_id in known.topics:
            yield "challenges", _challenge(known, challenge)
    for challenge in challenges:
        if challenge.topic_id in known.topics:
            yield from _ideas(known, challenge)


def _challenge(known: Known, challenge: Challenge) -> Object:
    stages = Stage.objects.filter(challenge=challenge).select_related("closed_by")
    criteria = Criterion.objects.filter(challenge=challenge)
    reviewers = Reviewer.objects.filter(challenge=challenge).select_related("actor", "by")
    known.meet(it.closed_by for it in stages if it.closed_by)
    known.meet(person for it in reviewers for person in (it.actor, it.by))
    return lean(
        type="Challenge",
        id=known.names.topic(challenge.topic_id),
        summary=challenge.purpose,
        plain=markdown(challenge.plain) if challenge.plain else None,
        askedBy=challenge.asked_by,
        promise=challenge.promise,
        template=challenge.template,
        provenance=challenge.source if challenge.source not in {"local", "archive"} else "",
        stages=[_stage(known, stage) for stage in stages],
        criteria=[
            lean(name=it.name, summary=it.says, least=it.least, retired=when(it.retired_at))
            for it in criteria
        ],
        labels=[
            {"name": it.name} for it in Label.objects.filter(challenge=challenge).order_by("key")
        ],
        run=run_object(known, challenge),
        reviewers=sorted(
            (
                lean(actor=known.names.actor(it.actor), by=known.names.actor(it.by), at=when(it.at))
                for it in reviewers
            ),
            key=lambda it: str(it["actor"]),
        ),
    )


def _stage(known: Known, stage: Stage) -> Object:
    closed = lean(by=known.names.actor(stage.closed_by)) if stage.closed_by else {}
    return lean(
        name=stage.name,
        kind=stage.kind,
        summary=stage.says,
        opens=stage.opens,
        counts=stage.counts,
        startsOn=stage.starts_on.isoformat() if stage.starts_on else None,
        endsOn=stage.ends_on.isoformat() if stage.ends_on else None,
        closed=lean(at=when(stage.closed_at), **closed) if stage.closed_at else None,
        retired=when(stage.retired_at),
    )


def _ideas(known: Known, challenge: Challenge) -> Iterator[Line]:
    shelf = Shelf(known, challenge)
    yield from shelf.lines()
    rows = Idea.objects.filter(
        challenge=challenge, topic__space=known.space, topic__removed_at=None
    )
    ideas = (
        rows.select_related("answer__by", "answer__owner", "triaged_by")
        .order_by("topic__published_at", "topic")
        .iterator(chunk_size=IDEAS_AT_ONCE)
    )
    while some := list(islice(ideas, IDEAS_AT_ONCE)):
        piece, sorting = _Around(known, some), Sorted(known, shelf, some)
        for idea in some:
            if idea.topic_id in known.topics:
                shelf.places[idea.topic_id] = len(shelf.places)
                stage = shelf.number["stage", idea.stage_id]
                yield "ideas", {**piece.object(idea, stage), **sorting.of(idea)}
    yield from shelf.edits_lines()


class _Around:
    """What hangs on some ideas, read by one query a noun."""

    def __init__(self, known: Known, ideas: Sequence[Idea]) -> None:
        self.known = known
        self.rows: dict[type[Model], dict[int, list[Any]]] = {}
        ids = [idea.topic_id for idea in ideas]
        self._read(Support, ids, "actor")
        self._read(Outcome, ids, "by")
        self._read(Pilot, ids, "by")
        self._read(Suggestion, ids, "settled_by")
        merges = Merge.objects.filter(source__in=ids, undone_at=None).select_related("by")
        self.merges = {merge.source_id: merge for merge in merges}
        known.meet(merge.by for merge in self.merges.values())
        known.meet(idea.triaged_by for idea in ideas if idea.triaged_by)
        answers = [it.answer for it in ideas if hasattr(it, "answer")]
        known.meet(person for it in answers for person in (it.by, it.owner) if person)

    def _read(self, model: type[Model], ids: list[int], person: str) -> None:
        found: defaultdict[int, list[Any]] = defaultdict(list)
        rows: QuerySet[Any] = model._default_manager.filter(idea__in=ids)
        for row in rows.select_related(person):
            found[row.idea_id].append(row)
            if getattr(row, person) is not None:
                self.known.meet([getattr(row, person)])
        self.rows[model] = found

    def object(self, idea: Idea, stage: int) -> Object:
        """The idea."""
        names = self.known.names
        merge = self.merges.get(idea.topic_id)
        inside = merge is not None and merge.survivor_id in self.known.topics
        return lean(
            type="Idea",
            id=names.topic(idea.topic_id),
            context=names.topic(idea.challenge_id),
            stage=stage,
            discipline=idea.discipline,
            sector=idea.sector,
            category=idea.category,
            origin=idea.origin,
            supports=self._sorted(Support, idea, self._support),
            answer=self._answer(idea),
            outcomes=self._sorted(Outcome, idea, self._outcome),
            pilots=self._sorted(Pilot, idea, self._pilot),
            suggestions=self._sorted(Suggestion, idea, self._suggestion),
            combined=lean(
                into=names.topic(merge.survivor_id),
                by=names.actor(merge.by),
                at=when(merge.at),
                summary=merge.reason,
            )
            if merge is not None and inside
            else None,
        )

    def _sorted(
        self, model: type[Model], idea: Idea, made: Callable[[Any], Object]
    ) -> list[Object]:
        rows = [made(row) for row in self.rows[model][idea.topic_id]]
        return sorted((row for row in rows if row), key=str)

    def _support(self, it: Support) -> Object:
        return lean(actor=self.known.names.actor(it.actor), at=when(it.at))

    def _answer(self, idea: Idea) -> Object:
        answer: Answer | None = getattr(idea, "answer", None)
        if answer is None or answer.message_id not in self.known.messages:
            return {}
        names = self.known.names
        return lean(
            verdict=answer.verdict,
            object=names.message(answer.message_id),
            by=names.actor(answer.by),
            owner=names.actor(answer.owner) if answer.owner else None,
            nextStep=answer.next_step,
            nextStepBy=answer.next_step_by.isoformat() if answer.next_step_by else None,
            at=when(answer.at),
            changed=when(answer.changed_at),
        )

    def _outcome(self, it: Outcome) -> Object:
        if it.message_id not in self.known.messages:
            return {}
        names = self.known.names
        return lean(object=names.message(it.message_id), by=names.actor(it.by), at=when(it.at))

    def _pilot(self, it: Pilot) -> Object:
        return lean(
            hypothesis=it.hypothesis,
            measure=it.measure,
            startsOn=it.starts_on.isoformat() if it.starts_on else None,
            endsOn=it.ends_on.isoformat() if it.ends_on else None,
            happened=it.happened,
            learnt=it.learnt,
            verdict=it.verdict,
            by=self.known.names.actor(it.by),
            at=when(it.at),
            ended=when(it.ended_at),
        )

    def _suggestion(self, it: Suggestion) -> Object:
        if it.message_id not in self.known.messages:
            return {}
        names = self.known.names
        inside = it.became_id is not None and it.became_id in self.known.topics
        return lean(
            object=names.message(it.message_id),
            name=it.title,
            source=markdown(it.text),
            formerName=it.base_title,
            formerSource=markdown(it.base_text),
            accepted=when(it.accepted_at),
            declined=when(it.declined_at),
            withdrawn=when(it.withdrawn_at),
            by=names.actor(it.settled_by) if it.settled_by else None,
            summary=it.reason,
            became=names.topic(it.became_id) if it.became_id and inside else None,
        )
