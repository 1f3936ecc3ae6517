"""The challenges and ideas of an archive, once their topics and words are here.

Their topics came as plain discussions; they become what they are together with their rows, so
that a kill leaves no idea without a stage.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from groundswell.actors.models import Actor
from groundswell.challenges.actions.answer import WITH_OWNER
from groundswell.challenges.models import (
    Answer,
    Challenge,
    Criterion,
    Idea,
    Opens,
    Outcome,
    Pilot,
    Reviewer,
    Stage,
    Suggestion,
    Support,
)
from groundswell.conversations.models import Topic
from groundswell.core.text.clean import MOST_STORED, clean, one_line
from groundswell.exchange.actions._arrival import Arrival, chunks
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.importers.archive.fields import Fields

IDEAS_AT_ONCE = 200


@dataclass
class Joined:
    """An idea that was combined into another."""

    source: int
    survivor: int
    by: Actor
    at: datetime
    reason: str


@dataclass
class Grown:
    """Challenges or ideas ready to be written, with the topics that become what they are."""

    kind: str
    topics: list[int] = field(default_factory=list)
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    joined: list[Joined] = field(default_factory=list)
    became: list[tuple[int, int]] = field(default_factory=list)
    """Suggestions (by message) and the ideas that they became."""


@dataclass
class Flows:
    """The stages of each challenge of the archive, by the id of its topic."""

    challenges: dict[int, Challenge] = field(default_factory=dict)
    stages: dict[int, list[Stage]] = field(default_factory=dict)


def arrive_challenges(arrival: Arrival, flows: Flows) -> Grown:
    """The challenges that are not here; the flows of all."""
    grown = Grown(Topic.Kind.CHALLENGE)
    lines = list(arrival.archive.lines("challenges"))
    here = Challenge.objects.in_bulk([arrival.topic(it, "id").id for it in lines])
    for it in lines:
        topic = arrival.topic(it, "id")
        found = here.get(topic.id)
        arrival.tally.add("unchanged" if found else "created", "challenges")
        if found is not None:
            flows.challenges[topic.id] = found
            flows.stages[topic.id] = list(Stage.objects.filter(challenge=found))
            continue
        challenge = flows.challenges[topic.id] = _challenge(arrival, it, topic)
        stages = [
            _stage(arrival, one, challenge, place)
            for place, one in enumerate(it.children("stages"))
        ]
        if not stages:
            raise it.wrong("stages", "a list of at least one stage")
        flows.stages[topic.id] = stages
        grown.topics.append(topic.id)
        grown.rows[Challenge].append(challenge)
        grown.rows[Stage] += stages
        _judging(arrival, it, challenge, grown)
    return grown


def _challenge(arrival: Arrival, it: Fields, topic: Topic) -> Challenge:
    plain = it.maybe_child("plain")
    text = clean(plain.text("content"), most=10_000) if plain else ""
    return Challenge(
        topic=topic,
        purpose=one_line(it.text("summary"), most=300, least=1),
        plain=text,
        plain_html=arrival.rendered(text, topic.id).html if text else "",
        asked_by=one_line(it.text("askedBy", ""), most=200),
        promise=one_line(it.text("promise", ""), most=1000),
        template=one_line(it.text("template", "blank"), most=20),
        source=one_line(it.text("provenance", ""), most=80) or SOURCE,
    )


def _stage(arrival: Arrival, it: Fields, challenge: Challenge, place: int) -> Stage:
    closed = it.maybe_child("closed")
    opens = [code for code in it.text("opens", "").split() if code in Opens.values]
    return Stage(
        challenge=challenge,
        position=place,
        name=one_line(it.text("name"), most=60, least=1),
        kind=it.one_of("kind", Stage.Kind.values),
        says=one_line(it.text("summary", ""), most=300),
        opens=" ".join(opens),
        counts=it.one_of("counts", Stage.Counts.values),
        starts_on=_day(it, "startsOn"),
        ends_on=_day(it, "endsOn"),
        closed_at=closed.moment("at") if closed else None,
        closed_by=arrival.maybe_actor(closed, "by") if closed else None,
        retired_at=it.maybe_moment("retired"),
    )


def _judging(arrival: Arrival, it: Fields, challenge: Challenge, grown: Grown) -> None:
    grown.rows[Criterion] += [
        Criterion(
            challenge=challenge,
            position=place,
            name=one_line(one.text("name"), most=80, least=1),
            says=one_line(one.text("summary", ""), most=300),
            retired_at=one.maybe_moment("retired"),
        )
        for place, one in enumerate(it.children("criteria"))
    ]
    grown.rows[Reviewer] += [
        Reviewer(
            challenge=challenge,
            actor=arrival.actor(one, "actor"),
            by=arrival.actor(one, "by"),
            at=one.moment("at"),
        )
        for one in it.children("reviewers")
    ]


def arrive_ideas(arrival: Arrival, flows: Flows) -> Iterator[Grown]:
    """The ideas that are not here, a few hundred at a time."""
    for lines in chunks(arrival.archive.lines("ideas"), IDEAS_AT_ONCE):
        grown = Grown(Topic.Kind.IDEA)
        topics = [arrival.topic(it, "id") for it in lines]
        here = set(
            Idea.objects.filter(topic__in=[topic.id for topic in topics]).values_list(
                "topic_id", flat=True
            )
        )
        for it, topic in zip(lines, topics, strict=True):
            arrival.tally.add("unchanged" if topic.id in here else "created", "ideas")
            if topic.id not in here:
                _idea(arrival, it, topic, flows=flows, grown=grown)
        yield grown


def _idea(arrival: Arrival, it: Fields, topic: Topic, *, flows: Flows, grown: Grown) -> None:
    place = arrival.topic(it, "context").id
    challenge = flows.challenges.get(place)
    if challenge is None:
        raise it.wrong("context", "a challenge of the archive")
    stages = flows.stages[place]
    number = it.number("stage", 0, len(stages) - 1)
    supports = _supports(arrival, it, topic)
    idea = Idea(
        topic=topic,
        challenge=challenge,
        stage=stages[number],
        support_count=len(supports),
        discipline=one_line(it.text("discipline", ""), most=80),
        sector=one_line(it.text("sector", ""), most=80),
        category=one_line(it.text("category", ""), most=80),
        origin=it.one_of("origin", Idea.Origin.values, ""),
    )
    topic.within_id = place
    grown.topics.append(topic.id)
    grown.rows[Idea].append(idea)
    grown.rows[Support] += supports
    _ending(arrival, it, idea, grown)
    _suggestions(arrival, it, idea, grown)
    if combined := it.maybe_child("combined"):
        grown.joined.append(
            Joined(
                source=topic.id,
                survivor=arrival.topic(combined, "into").id,
                by=arrival.actor(combined, "by"),
                at=combined.moment("at"),
                reason=one_line(combined.text("summary", ""), most=500),
            )
        )


def _supports(arrival: Arrival, it: Fields, topic: Topic) -> list[Support]:
    given = {arrival.actor(one, "actor").id: one.moment("at") for one in it.children("supports")}
    return [Support(idea_id=topic.id, actor_id=actor, at=at) for actor, at in given.items()]


def _ending(arrival: Arrival, it: Fields, idea: Idea, grown: Grown) -> None:
    if answer := it.maybe_child("answer"):
        grown.rows[Answer].append(_answer(arrival, answer, idea))
    grown.rows[Outcome] += [
        Outcome(
            idea=idea,
            message_id=arrival.message(one, "object"),
            by=arrival.actor(one, "by"),
            at=one.moment("at"),
        )
        for one in it.children("outcomes")
    ]
    grown.rows[Pilot] += [_pilot(arrival, one, idea) for one in it.children("pilots")]


def _answer(arrival: Arrival, it: Fields, idea: Idea) -> Answer:
    verdict = it.one_of("verdict", Answer.Verdict.values)
    owner, step = arrival.maybe_actor(it, "owner"), it.text("nextStep", "")
    if verdict in WITH_OWNER and (owner is None or not step.strip()):
        raise it.wrong("verdict", "one that does without an owner and a next step")
    return Answer(
        idea=idea,
        verdict=verdict,
        message_id=arrival.message(it, "object"),
        by=arrival.actor(it, "by"),
        owner=owner,
        next_step=one_line(step, most=300),
        next_step_by=_day(it, "nextStepBy"),
        at=it.moment("at"),
        changed_at=it.maybe_moment("changed"),
    )


def _pilot(arrival: Arrival, it: Fields, idea: Idea) -> Pilot:
    verdict, ended = it.one_of("verdict", Pilot.Verdict.values, ""), it.maybe_moment("ended")
    if (ended is None) != (verdict == ""):
        raise it.wrong("verdict", "given exactly when the trial has ended")
    return Pilot(
        idea=idea,
        hypothesis=one_line(it.text("hypothesis"), most=500, least=1),
        measure=one_line(it.text("measure"), most=300, least=1),
        starts_on=_day(it, "startsOn"),
        ends_on=_day(it, "endsOn"),
        happened=clean(it.text("happened", ""), most=2000),
        learnt=clean(it.text("learnt", ""), most=2000),
        verdict=verdict,
        by=arrival.actor(it, "by"),
        at=it.moment("at"),
        ended_at=ended,
    )


def _suggestions(arrival: Arrival, it: Fields, idea: Idea, grown: Grown) -> None:
    for one in it.children("suggestions"):
        settled = [one.maybe_moment(name) for name in ("accepted", "declined", "withdrawn")]
        if sum(at is not None for at in settled) > 1:
            raise one.wrong("accepted", "the only way in which it was settled")
        message = arrival.message(one, "object")
        grown.rows[Suggestion].append(
            Suggestion(
                message_id=message,
                idea=idea,
                title=one_line(one.text("name", ""), most=150),
                text=clean(one.child("source").text("content"), most=10_000),
                base_title=one_line(one.text("formerName", ""), most=150),
                base_text=clean(one.child("formerSource").text("content"), most=MOST_STORED),
                accepted_at=settled[0],
                declined_at=settled[1],
                withdrawn_at=settled[2],
                settled_by=arrival.maybe_actor(one, "by"),
                reason=one_line(one.text("summary", ""), most=500),
            )
        )
        if one.values.get("became") is not None:
            grown.became.append((message, arrival.topic(one, "became").id))


def _day(it: Fields, name: str) -> date | None:
    return None if it.values.get(name) is None else it.day(name)
