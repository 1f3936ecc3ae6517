"""The challenges and ideas of an archive, once their topics and words are here.

Their topics came as plain discussions; they become what they are together with their rows, so
that a kill leaves no idea without a stage.
"""

from collections.abc import Iterator
from datetime import date

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
    ThemeRun,
)
from groundswell.conversations.models import Topic
from groundswell.core.text.clean import MOST_STORED, clean, one_line
from groundswell.exchange.actions._arrival import Arrival, chunks
from groundswell.exchange.actions._arriving_shapes import Flow, Flows, Grown, Joined
from groundswell.exchange.actions._arriving_sorting import (
    arrive_labels,
    arrive_moves,
    arrive_run,
    arrive_sorting,
    arrive_themes,
    flow_here,
    one_of,
)
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.importers.archive.fields import Fields

IDEAS_AT_ONCE = 200


def arrive_challenges(arrival: Arrival, flows: Flows) -> Grown:
    """The challenges that are not here; the flows of all."""
    grown = Grown(Topic.Kind.CHALLENGE)
    lines = list(arrival.archive.lines("challenges"))
    here = Challenge.objects.in_bulk([arrival.topic(it, "id").id for it in lines])
    for it in lines:
        topic = arrival.topic(it, "id")
        found = here.get(topic.id)
        arrival.tally.add("unchanged" if found else "created", "challenges")
        flow = flow_here(found) if found else _flow(arrival, it, topic)
        flows[topic.id] = flow
        if found is None:
            grown.topics.append(topic.id)
            grown.rows[Challenge].append(flow.challenge)
            for rows in (flow.stages, flow.criteria, flow.labels):
                for row in rows:
                    grown.rows[type(row)].append(row)
            grown.rows[Reviewer] += _reviewers(arrival, it, flow.challenge)
            grown.rows[ThemeRun] += arrive_run(arrival, it, flow.challenge)
    arrive_moves(arrival, flows, grown)
    arrive_themes(arrival, flows, grown)
    return grown


def _flow(arrival: Arrival, it: Fields, topic: Topic) -> Flow:
    challenge = _challenge(arrival, it, topic)
    stages = [
        _stage(arrival, one, challenge, place) for place, one in enumerate(it.children("stages"))
    ]
    if not stages:
        raise it.wrong("stages", "a list of at least one stage")
    return Flow(
        challenge=challenge,
        fresh=True,
        stages=stages,
        criteria=[
            _criterion(one, challenge, place) for place, one in enumerate(it.children("criteria"))
        ],
        labels=arrive_labels(it, challenge),
    )


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


def _criterion(it: Fields, challenge: Challenge, place: int) -> Criterion:
    return Criterion(
        challenge=challenge,
        position=place,
        name=one_line(it.text("name"), most=80, least=1),
        says=one_line(it.text("summary", ""), most=300),
        least=one_line(it.text("least", ""), most=300),
        retired_at=it.maybe_moment("retired"),
    )


def _reviewers(arrival: Arrival, it: Fields, challenge: Challenge) -> list[Reviewer]:
    return [
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
            flow = flows.get(arrival.topic(it, "context").id)
            if flow is None:
                raise it.wrong("context", "a challenge of the archive")
            flow.ideas.append(topic.id)
            if topic.id not in here:
                _idea(arrival, it, topic, flow=flow, grown=grown)
        yield grown


def _idea(arrival: Arrival, it: Fields, topic: Topic, *, flow: Flow, grown: Grown) -> None:
    supports = _supports(arrival, it, topic)
    idea = Idea(
        topic=topic,
        challenge=flow.challenge,
        stage=one_of(it, "stage", flow.stages),
        support_count=len(supports),
        discipline=one_line(it.text("discipline", ""), most=80),
        sector=one_line(it.text("sector", ""), most=80),
        category=one_line(it.text("category", ""), most=80),
        origin=it.one_of("origin", Idea.Origin.values, ""),
    )
    topic.within_id = flow.challenge.topic_id
    arrive_sorting(arrival, it, idea, flow=flow, grown=grown)
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
