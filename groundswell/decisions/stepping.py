"""The steps of a consent decision: what each is for, and where one goes from it."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.decisions.models import Decision

Step = Decision.Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step: what people do in it, what whoever runs it does, and what may follow."""

    step: Step
    name: str | Promise
    people: str | Promise
    runs: str | Promise
    then: tuple[Step, ...]


STAGES: Final = (
    Stage(
        step=Step.PRESENT,
        name=_("Present"),
        people=_("Read the proposal. Questions and opinions come next."),
        runs=_("Say what the proposal is and what it is an answer to, until all have read it."),
        then=(Step.QUESTIONS,),
    ),
    Stage(
        step=Step.QUESTIONS,
        name=_("Questions"),
        people=_("Ask what you need to know to understand the proposal. No opinions yet."),
        runs=_("See that every question is answered. Go on when nobody asks any more."),
        then=(Step.REACTIONS,),
    ),
    Stage(
        step=Step.REACTIONS,
        name=_("Reactions"),
        people=_("Say once how the proposal strikes you: what you like, what you would change."),
        runs=_("Let everybody be heard once, without debate. Then amend it, or put it to consent."),
        then=(Step.AMEND, Step.OBJECTIONS),
    ),
    Stage(
        step=Step.AMEND,
        name=_("Amend"),
        people=_("The proposal is being rewritten. What you say now still goes into it."),
        runs=_("Edit the proposal so that it takes in what was said: that makes a new version."),
        then=(Step.OBJECTIONS,),
    ),
    Stage(
        step=Step.OBJECTIONS,
        name=_("Objections"),
        people=_("Consent, consent with a concern, or object and say why it should not go ahead."),
        runs=_(
            "Hear each objection and find what would integrate it. Go back to amend the proposal "
            "where that helps; end voting once no objection stands."
        ),
        then=(Step.AMEND,),
    ),
)
BY_STEP: Final = {stage.step: stage for stage in STAGES}


def may_follow(step: str, to: str) -> bool:
    """Whether one goes from this step to that."""
    stage = BY_STEP.get(Step(step)) if step else None
    return stage is not None and to in stage.then
