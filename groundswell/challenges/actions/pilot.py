"""Trying an accepted idea, and saying what was learnt."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities.ending import PILOT_ENDED, PILOT_STARTED
from groundswell.challenges.models import Idea, Pilot
from groundswell.challenges.rules import (
    require_accepted_idea,
    require_may_tell_outcome,
    require_standing,
)
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What we expect, how we shall know, and from when to when."""

    hypothesis: str
    measure: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What happened, what we learnt, and what follows from it (a code of `Pilot.Verdict`)."""

    happened: str
    learnt: str
    verdict: str


@action
def start_pilot(*, actor: Actor, idea: Idea, trial: Trial) -> Pilot:
    """Begins to try an accepted idea; one trial at a time."""
    (held,) = hold(idea)
    require_may_tell_outcome(actor, held)
    require_standing(held)
    require_accepted_idea(held)
    if Pilot.objects.filter(idea=held, ended_at=None).exists():
        raise Conflict(_("This idea is being tried already. End that trial first."))
    if trial.starts_on and trial.ends_on and trial.ends_on < trial.starts_on:
        raise Invalid(_("The last day is before the first one."), "ends_on")
    pilot = Pilot(
        idea=held,
        hypothesis=one_line(trial.hypothesis, most=500, least=1, field="hypothesis"),
        measure=one_line(trial.measure, most=300, least=1, field="measure"),
        starts_on=trial.starts_on,
        ends_on=trial.ends_on,
        by=actor,
        at=moment(),
    )
    pilot.save(force_insert=True)
    _record(PILOT_STARTED, actor, pilot)
    return pilot


@action
def end_pilot(*, actor: Actor, pilot: Pilot, lesson: Lesson) -> Pilot:
    """Says what came of the trial. That it did not work is a result like any other."""
    (idea,) = hold(pilot.idea)
    require_may_tell_outcome(actor, idea)
    pilot = Pilot.objects.select_for_update(of=("self",)).get(id=pilot.id)
    pilot.idea = idea
    if pilot.ended_at is not None:
        raise Conflict(_("Somebody ended this trial meanwhile. Reload and read what was learnt."))
    if lesson.verdict not in Pilot.Verdict.values or not lesson.verdict:
        raise Invalid(_("Choose what follows from it."), "verdict")
    pilot.happened = clean(lesson.happened, most=2000, least=1, field="happened")
    pilot.learnt = clean(lesson.learnt, most=2000, least=1, field="learnt")
    pilot.verdict = lesson.verdict
    pilot.ended_at = moment()
    pilot.save(update_fields=["happened", "learnt", "verdict", "ended_at"])
    _record(PILOT_ENDED, actor, pilot)
    return pilot


def _record(kind: Kind, actor: Actor, pilot: Pilot) -> None:
    topic = pilot.idea.topic
    record(
        kind,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=topic.author_id,
        data={"pilot": str(pilot.id), "verdict": pilot.verdict},
    )
