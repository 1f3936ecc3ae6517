"""What people and the machine made of the ideas of an archive: moves, labels, themes, reviews."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, TypeVar

from groundswell.challenges.models import (
    Challenge,
    ConflictOfInterest,
    Criterion,
    Idea,
    Label,
    Labelling,
    Review,
    Score,
    Stage,
    StageChange,
    StageMove,
    Theme,
    ThemeEdit,
    ThemeRun,
)
from groundswell.core.text.clean import clean, one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_shapes import Flow, Flows, Grown
from groundswell.exchange.importers.archive.fields import Fields

LARGEST = 10_000_000
MOST_WORDS = 20
MOST_CENTRAL = 10
MOST_SAID = 60
T = TypeVar("T")


def flow_here(challenge: Challenge) -> Flow:
    """Of a challenge that came before, in the order in which an archive writes it."""
    here: dict[str, Any] = {"challenge": challenge}
    return Flow(
        challenge=challenge,
        fresh=False,
        stages=list(Stage.objects.filter(**here)),
        criteria=list(Criterion.objects.filter(**here)),
        labels=list(Label.objects.filter(**here).order_by("key")),
        moves=list(StageMove.objects.filter(**here).order_by("at", "id")),
        themes=list(Theme.objects.filter(**here).order_by("id")),
    )


def one_of(it: Fields, name: str, rows: Sequence[T]) -> T:
    """The row that is named by its place."""
    return rows[it.number(name, 0, len(rows) - 1)]


def maybe_one_of(it: Fields, name: str, rows: Sequence[T]) -> T | None:
    """The same where it may be missing."""
    return None if it.values.get(name) is None else one_of(it, name, rows)


def arrive_labels(it: Fields, challenge: Challenge) -> list[Label]:
    """The labels of a challenge, by their keys."""
    names = [one_line(one.text("name"), most=40, least=1) for one in it.children("labels")]
    return [Label(challenge=challenge, key=name.casefold()[:40], name=name) for name in names]


def arrive_run(arrival: Arrival, it: Fields, challenge: Challenge) -> list[ThemeRun]:
    """The last run that found its themes."""
    run = it.maybe_child("run")
    if run is None:
        return []
    found = run.maybe_child("found")
    numbers = {name: run.number(name) for name in ("seed", "ideas", "folds", "themes", "unthemed")}
    return [
        ThemeRun(
            challenge=challenge,
            by=arrival.actor(run, "by"),
            resolution=_decimal(run, "resolution"),
            state=ThemeRun.State.DONE,
            progress=100,
            asked_at=run.moment("asked"),
            started_at=run.maybe_moment("started"),
            ended_at=run.maybe_moment("ended"),
            found=_found(found) if found else {},
            **numbers,
        )
    ]


def arrive_moves(arrival: Arrival, flows: Flows, grown: Grown) -> None:
    """The moves of challenges that come with this archive."""
    for it in arrival.archive.lines("moves"):
        flow = _flow_of(arrival, it, flows)
        undone = it.maybe_child("undone")
        move = StageMove(
            challenge=flow.challenge,
            to=one_of(it, "to", flow.stages),
            by=arrival.actor(it, "by"),
            at=it.moment("at"),
            reason=one_line(it.text("summary"), most=500, least=1),
            count=it.number("count"),
            undone_at=undone.moment("at") if undone else None,
            undone_by=arrival.maybe_actor(undone, "by") if undone else None,
        )
        if flow.fresh:
            flow.moves.append(move)
            grown.rows[StageMove].append(move)


def arrive_themes(arrival: Arrival, flows: Flows, grown: Grown) -> None:
    """The themes of challenges that come with this archive."""
    joined: list[tuple[Fields, Flow, Theme]] = []
    for it in arrival.archive.lines("themes"):
        flow = _flow_of(arrival, it, flows)
        theme = Theme(
            challenge=flow.challenge,
            label=one_line(it.text("name"), most=150, least=1),
            name=one_line(it.text("title", ""), most=100),
            idea_count=it.number("count"),
            coverage=_decimal(it, "coverage"),
            shape=_shape(arrival, it),
            retired_at=it.maybe_moment("retired"),
        )
        if flow.fresh:
            joined.append((it, flow, theme))
            flow.themes.append(theme)
            grown.rows[Theme].append(theme)
    for it, flow, theme in joined:
        theme.joined_into = maybe_one_of(it, "joined", flow.themes)


def arrive_edits(arrival: Arrival, flows: Flows) -> list[ThemeEdit]:
    """What stewards did to themes, once all ideas have been read. Of a challenge that was here
    they come where a run that was killed left them out."""
    edits = []
    had = set(
        ThemeEdit.objects.filter(challenge__in=list(flows)).values_list("challenge", flat=True)
    )
    for it in arrival.archive.lines("edits"):
        flow = _flow_of(arrival, it, flows)
        undone = it.maybe_child("undone")
        edit = ThemeEdit(
            challenge=flow.challenge,
            kind=it.one_of("kind", ThemeEdit.Kind.values),
            theme=maybe_one_of(it, "theme", flow.themes),
            other=maybe_one_of(it, "other", flow.themes),
            by=arrival.actor(it, "by"),
            at=it.moment("at"),
            data=_edited(it, flow),
            undone_at=undone.moment("at") if undone else None,
            undone_by=arrival.maybe_actor(undone, "by") if undone else None,
        )
        if flow.challenge.topic_id not in had:
            edits.append(edit)
    return edits


def arrive_sorting(arrival: Arrival, it: Fields, idea: Idea, *, flow: Flow, grown: Grown) -> None:
    """Where an idea went, and what was made of it."""
    triaged = it.maybe_child("triaged")
    idea.triaged_at = triaged.moment("at") if triaged else None
    idea.triaged_by = arrival.maybe_actor(triaged, "by") if triaged else None
    idea.theme = maybe_one_of(it, "theme", flow.themes)
    idea.theme_pinned_at = it.maybe_moment("pinned")
    idea.kept_apart_at = it.maybe_moment("apart")
    if it.values.get("under") is not None:
        grown.folded.append((idea.topic_id, arrival.topic(it, "under").id))
    grown.rows[StageChange] += [
        StageChange(
            move=one_of(one, "move", flow.moves),
            idea=idea,
            left=one_of(one, "left", flow.stages),
            undone_at=one.maybe_moment("undone"),
        )
        for one in it.children("way")
    ]
    grown.rows[Labelling] += [
        Labelling(
            label=one_of(one, "label", flow.labels),
            idea=idea,
            by=arrival.actor(one, "by"),
            at=one.moment("at"),
        )
        for one in it.children("labels")
    ]
    _reviews(arrival, it, idea, flow=flow, grown=grown)


def _reviews(arrival: Arrival, it: Fields, idea: Idea, *, flow: Flow, grown: Grown) -> None:
    grown.rows[ConflictOfInterest] += [
        ConflictOfInterest(
            idea=idea,
            actor=arrival.actor(one, "by"),
            at=one.moment("at"),
            reason=one_line(one.text("summary", ""), most=300),
        )
        for one in it.children("conflicts")
    ]
    for one in it.children("reviews"):
        review = Review(
            idea=idea,
            stage=one_of(one, "stage", flow.stages),
            actor=arrival.actor(one, "by"),
            comment=clean(one.text("comment", ""), most=5_000),
            at=one.moment("at"),
            changed_at=one.maybe_moment("changed"),
        )
        grown.rows[Review].append(review)
        grown.rows[Score] += [
            Score(review=review, criterion=flow.criteria[place], value=value)
            for place, value in _pairs(one, "scores", len(flow.criteria))
        ]


def _flow_of(arrival: Arrival, it: Fields, flows: Flows) -> Flow:
    flow = flows.get(arrival.topic(it, "context").id)
    if flow is None:
        raise it.wrong("context", "a challenge of the archive")
    return flow


def _edited(it: Fields, flow: Flow) -> dict[str, Any]:
    """What undoing reads: names before and after, or ids of ideas as they are here."""
    kind = it.text("kind")
    if kind == ThemeEdit.Kind.RENAME:
        return {name: one_line(it.text(name, ""), most=100) for name in ("before", "after")}
    if kind in {ThemeEdit.Kind.SPLIT, ThemeEdit.Kind.JOIN}:
        return {"ideas": [str(flow.ideas[at]) for at in _places(it, "ideas", len(flow.ideas))]}
    one = [str(flow.ideas[at]) for at in _places(it, "one", len(flow.ideas))]
    names = ("idea", "under") if kind == ThemeEdit.Kind.APART else ("idea",)
    if len(one) != len(names):
        raise it.wrong("one", "the place of each idea that it is about")
    data: dict[str, Any] = dict(zip(names, one, strict=True))
    return data if kind == ThemeEdit.Kind.APART else {**data, "pinned": _yes(it, "pinned")}


def _places(it: Fields, name: str, count: int) -> list[int]:
    value = it.values.get(name, [])
    fits = isinstance(value, list) and all(
        isinstance(at, int) and not isinstance(at, bool) and 0 <= at < count for at in value
    )
    if not fits:
        raise it.wrong(name, "a list of places of ideas")
    return list(value)


def _pairs(it: Fields, name: str, count: int) -> list[tuple[int, int]]:
    """Criteria by their places, each once, with what was given by it."""
    value = it.values.get(name, [])
    if not isinstance(value, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(type(at) is int for at in pair)
        for pair in value
    ):
        raise it.wrong(name, "a list of criteria with their scores")
    pairs = [(place, score) for place, score in value]
    fits = all(0 <= place < count and 1 <= score <= 5 for place, score in pairs)
    if not fits or len({place for place, _score in pairs}) < len(pairs):
        raise it.wrong(name, "one score from 1 to 5 for each criterion")
    return pairs


def _yes(it: Fields, name: str) -> bool:
    value = it.values.get(name)
    if not isinstance(value, bool):
        raise it.wrong(name, "true or false")
    return value


def _decimal(it: Fields, name: str) -> float:
    value = it.values.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise it.wrong(name, "a number")
    if abs(value) > LARGEST:
        raise it.wrong(name, "a number of a size that we know")
    return float(value)


def _tally(it: Fields, name: str) -> dict[str, int]:
    """Words with how often each was said."""
    child = it.maybe_child(name)
    if child is None:
        return {}
    if len(child.values) > MOST_SAID:
        raise it.wrong(name, f"at most {MOST_SAID} words")
    return {one_line(word, most=80): child.number(word) for word in child.values}


def _found(it: Fields) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: _tally(it, name) for name in ("sectors", "disciplines") if name in it.values
    }
    if "counted" in it.values:
        found["counted"] = it.number("counted")
    if "seconds" in it.values:
        found["seconds"] = it.values["seconds"]
    return found


def _shape(arrival: Arrival, it: Fields) -> dict[str, Any]:
    """What a run said of a theme: words, central ideas, its place on the map, who speaks of it."""
    shape = it.maybe_child("shape")
    central = it.values.get("central", [])
    if not isinstance(central, list) or len(central) > MOST_CENTRAL:
        raise it.wrong("central", f"a list of at most {MOST_CENTRAL} ideas")
    one = [Fields(it.place, {"id": name}) for name in central]
    made: dict[str, Any] = {"central": [str(arrival.topic(each, "id").id) for each in one]}
    if shape is None:
        return made
    words = shape.values.get("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise it.wrong("shape", "one with a list of words")
    made["words"] = [one_line(word, most=80) for word in words[:MOST_WORDS]]
    made |= {name: _decimal(shape, name) for name in ("x", "y", "r") if name in shape.values}
    tallies = ("sectors", "disciplines")
    return made | {name: _tally(shape, name) for name in tallies if name in shape.values}
