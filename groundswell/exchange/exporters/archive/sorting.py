"""What people and the machine made of a challenge's ideas: moves, labels, themes, reviews.

Rows of a challenge that ideas name have a number: their place in its lines.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from groundswell.challenges.models import (
    Challenge,
    ConflictOfInterest,
    Criterion,
    Idea,
    Label,
    Labelling,
    Review,
    Stage,
    StageChange,
    StageMove,
    Theme,
    ThemeEdit,
    ThemeRun,
)
from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object, lean, when

RUN_SAYS = ("counted", "disciplines", "seconds", "sectors")
"""What a run found, without what names ideas and themes."""
BY = ("by", "undone_by")


class Shelf:
    """A challenge's moves, labels and themes, each with its number."""

    def __init__(self, known: Known, challenge: Challenge) -> None:
        self.known = known
        self.name = known.names.topic(challenge.topic_id)
        self.places: dict[int, int] = {}
        """Of its ideas, as they were written."""
        here = {"challenge": challenge}
        self.moves = list(StageMove.objects.filter(**here).select_related(*BY).order_by("at", "id"))
        self.labels = list(Label.objects.filter(**here).order_by("key"))
        self.themes = list(Theme.objects.filter(**here).order_by("id").defer("parts"))
        self.edits = list(ThemeEdit.objects.filter(**here).select_related(*BY).order_by("at", "id"))
        criteria, stages = Criterion.objects.filter(**here), Stage.objects.filter(**here)
        self.number: dict[tuple[str, int], int] = {
            (noun, id_): place
            for noun, ids in (
                ("stage", stages.values_list("id", flat=True)),
                ("criterion", criteria.values_list("id", flat=True)),
                ("move", [it.id for it in self.moves]),
                ("label", [it.id for it in self.labels]),
                ("theme", [it.id for it in self.themes]),
            )
            for place, id_ in enumerate(ids)
        }
        done: list[StageMove | ThemeEdit] = [*self.moves, *self.edits]
        known.meet(person for it in done for person in (it.by, it.undone_by) if person)

    def lines(self) -> Iterator[Line]:
        """What its ideas name, which is written before them."""
        for move in self.moves:
            yield (
                "moves",
                lean(
                    type="Move",
                    context=self.name,
                    to=self.number["stage", move.to_id],
                    by=self.known.names.actor(move.by),
                    at=when(move.at),
                    summary=move.reason,
                    count=move.count,
                    undone=self._undone(move),
                ),
            )
        for theme in self.themes:
            yield "themes", self._theme(theme)

    def edits_lines(self) -> Iterator[Line]:
        """What stewards did to its themes; of ideas that are in the archive."""
        for edit in self.edits:
            data = {name: value for name, value in edit.data.items() if name != "ideas"}
            ids = [int(data.pop(name)) for name in ("idea", "under") if name in data]
            if all(id_ in self.places for id_ in ids):
                yield "edits", self._edit(edit, data, ids)

    def _edit(self, edit: ThemeEdit, data: dict[str, Any], ids: list[int]) -> Object:
        many = [int(id_) for id_ in edit.data.get("ideas", ())]
        return lean(
            type="Edit",
            context=self.name,
            kind=edit.kind,
            theme=self.number.get(("theme", edit.theme_id or 0)),
            other=self.number.get(("theme", edit.other_id or 0)),
            by=self.known.names.actor(edit.by),
            at=when(edit.at),
            undone=self._undone(edit),
            one=[self.places[id_] for id_ in ids],
            ideas=[self.places[id_] for id_ in many if id_ in self.places],
            **data,
        )

    def _undone(self, it: StageMove | ThemeEdit) -> Object:
        by = self.known.names.actor(it.undone_by) if it.undone_by else None
        return lean(at=when(it.undone_at), by=by)

    def _theme(self, theme: Theme) -> Object:
        shape = dict(theme.shape)
        central = [int(id_) for id_ in shape.pop("central", ())]
        inside = [id_ for id_ in central if id_ in self.known.topics]
        return lean(
            type="Theme",
            context=self.name,
            name=theme.label,
            title=theme.name,
            count=theme.idea_count,
            coverage=theme.coverage,
            shape=shape,
            central=[self.known.names.topic(id_) for id_ in inside],
            joined=self.number.get(("theme", theme.joined_into_id or 0)),
            retired=when(theme.retired_at),
        )


def run_object(known: Known, challenge: Challenge) -> Object:
    """The last run that found its themes."""
    runs = ThemeRun.objects.filter(challenge=challenge, state=ThemeRun.State.DONE)
    run = runs.select_related("by").order_by("-id").first()
    if run is None:
        return {}
    known.meet([run.by])
    return lean(
        by=known.names.actor(run.by),
        resolution=run.resolution,
        seed=run.seed,
        asked=when(run.asked_at),
        started=when(run.started_at),
        ended=when(run.ended_at),
        ideas=run.ideas,
        folds=run.folds,
        themes=run.themes,
        unthemed=run.unthemed,
        found={name: run.found[name] for name in RUN_SAYS if name in run.found},
    )


class Sorted:
    """What hangs of it on some ideas, read by one query a noun."""

    def __init__(self, known: Known, shelf: Shelf, ideas: Sequence[Idea]) -> None:
        self.known, self.shelf = known, shelf
        ids = [idea.topic_id for idea in ideas]
        self.ways = self._read(StageChange, ids)
        self.reviews = self._read(Review, ids, "actor")
        self.conflicts = self._read(ConflictOfInterest, ids, "actor")
        self.worn = self._read(Labelling, ids, "by")

    def _read(self, model: type[Model], ids: list[int], *people: str) -> dict[int, list[Any]]:
        rows: Any = model._default_manager.filter(idea__in=ids).select_related(*people)
        if model is Review:
            rows = rows.prefetch_related("scores")
        found: defaultdict[int, list[Any]] = defaultdict(list)
        for row in rows:
            found[row.idea_id].append(row)
            self.known.meet(getattr(row, name) for name in people)
        return found

    def of(self, idea: Idea) -> Object:
        """All of it for one idea."""
        number, names = self.shelf.number, self.known.names
        ways = [
            lean(
                move=number["move", it.move_id],
                left=number["stage", it.left_id],
                undone=when(it.undone_at),
            )
            for it in self.ways[idea.topic_id]
        ]
        conflicts = [
            lean(by=names.actor(it.actor), at=when(it.at), summary=it.reason)
            for it in self.conflicts[idea.topic_id]
        ]
        worn = [
            lean(label=number["label", it.label_id], by=names.actor(it.by), at=when(it.at))
            for it in self.worn[idea.topic_id]
        ]
        under = idea.folded_under_id
        return lean(
            way=sorted(ways, key=lambda it: it["move"]),
            reviews=sorted((self._review(it) for it in self.reviews[idea.topic_id]), key=str),
            conflicts=sorted(conflicts, key=str),
            labels=sorted(worn, key=str),
            theme=number.get(("theme", idea.theme_id or 0)),
            pinned=when(idea.theme_pinned_at),
            apart=when(idea.kept_apart_at),
            under=names.topic(under) if under and under in self.known.topics else None,
            triaged=self._triaged(idea),
        )

    def _triaged(self, idea: Idea) -> Object:
        by = self.known.names.actor(idea.triaged_by) if idea.triaged_by else None
        return lean(at=when(idea.triaged_at), by=by)

    def _review(self, it: Review) -> Object:
        scores = [
            [self.shelf.number["criterion", score.criterion_id], score.value]
            for score in it.scores.all()
        ]
        return lean(
            stage=self.shelf.number["stage", it.stage_id],
            by=self.known.names.actor(it.actor),
            comment=it.comment,
            at=when(it.at),
            changed=when(it.changed_at),
            scores=sorted(scores),
        )
