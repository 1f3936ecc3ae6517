"""Changing a challenge's stages while it runs. Nothing is deleted, and no idea is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._arranging import (
    arranged,
    hold_challenge,
    number,
    require_unchanged,
)
from groundswell.challenges.actions._moving import (
    AT_ONCE,
    Moved,
    begun,
    carry,
    hold_chosen,
    retired,
)
from groundswell.challenges.activities import (
    STAGE_ADDED,
    STAGE_CHANGED,
    STAGE_CLOSED,
    STAGE_REOPENED,
    STAGE_RESTORED,
    STAGE_RETIRED,
    STAGES_ARRANGED,
)
from groundswell.challenges.models import Challenge, Idea, MoveRun, Opens, Stage, StageMove
from groundswell.challenges.rules import stages_of
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import LARGEST
from groundswell.core.text.clean import one_line

MOST_STAGES = 20
ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWords:
    """A stage as it was filled in."""

    name: str
    kind: str = Stage.Kind.OTHER
    says: str = ""
    opens: Sequence[str] = ()
    counts: str = Stage.Counts.SHOWN
    starts_on: date | None = None
    ends_on: date | None = None


@action
def add_stage(*, actor: Actor, challenge: Challenge, words: StageWords) -> Stage:
    """Adds a stage: before the ones in which ideas end, unless it is one of those."""
    held = hold_challenge(actor, challenge)
    present = stages_of(held)
    if len(present) >= MOST_STAGES:
        raise Invalid(_("A flow has at most twenty stages. Retire one first."))
    stage = Stage(challenge=held, position=len(present))
    _say(stage, words)
    stage.save(force_insert=True)
    place = next((at for at, it in enumerate(present) if it.is_end), len(present))
    number([*present, stage] if stage.is_end else [*present[:place], stage, *present[place:]])
    _record(STAGE_ADDED, actor, stage)
    return stage


@action
def change_stage(*, actor: Actor, stage: Stage, words: StageWords, sight: str) -> Stage:
    """Says anew what the stage is; `sight` is what whoever changes it had before them."""
    hold_challenge(actor, stage.challenge)
    stage.refresh_from_db()
    require_unchanged(stage, sight)
    _say(stage, words)
    stage.save(update_fields=["name", "kind", "says", "opens", "counts", "starts_on", "ends_on"])
    _record(STAGE_CHANGED, actor, stage)
    return stage


@action
def arrange_stages(
    *, actor: Actor, challenge: Challenge, order: Sequence[int], seen: Sequence[int]
) -> None:
    """Puts the stages into this order; `seen` is the one they had before the person's eyes."""
    held = hold_challenge(actor, challenge)
    arranged(stages_of(held), order, seen)
    record(
        STAGES_ARRANGED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        data={"order": [str(id_) for id_ in order]},
    )


@action
def close_stage(*, actor: Actor, stage: Stage, reason: str) -> Stage:
    """Ends what the stage opens, for now. Ideas stay in it, and the conversation says why."""
    held = hold_challenge(actor, stage.challenge)
    stage.refresh_from_db()
    if stage.closed_at is not None:
        raise Conflict(_("This stage is closed already."))
    stage.closed_at, stage.closed_by = moment(), actor
    stage.save(update_fields=["closed_at", "closed_by"])
    _note(held, actor, _("Closed the stage “%(stage)s”: %(reason)s"), stage, reason)
    _record(STAGE_CLOSED, actor, stage)
    return stage


@action
def reopen_stage(*, actor: Actor, stage: Stage, reason: str) -> Stage:
    """Opens again what the stage opens."""
    held = hold_challenge(actor, stage.challenge)
    stage.refresh_from_db()
    if stage.closed_at is None:
        raise Conflict(_("This stage is open already."))
    stage.closed_at, stage.closed_by = None, None
    stage.save(update_fields=["closed_at", "closed_by"])
    _note(held, actor, _("Opened the stage “%(stage)s” again: %(reason)s"), stage, reason)
    _record(STAGE_REOPENED, actor, stage)
    return stage


@action
def retire_stage(*, actor: Actor, stage: Stage, to: Stage | None, reason: str) -> Moved:
    """Takes the stage out of the flow, after all its ideas went to another one.

    Of more than a thousand ideas the worker moves the rest; until then the stage is closed.
    """
    held = hold_challenge(actor, stage.challenge)
    stage.refresh_from_db()
    _require_may_retire(held, stage, to)
    move = begun(actor, held, to or stage, reason=reason)
    run = None
    for _attempt in range(ATTEMPTS):
        here = Idea.objects.filter(stage=stage).standing().order_by("topic")
        ids = list(here.values_list("topic", flat=True)[: AT_ONCE + 1])
        if ids and to is None:
            raise Invalid(_("There are ideas in this stage. Say where they go."), "to")
        if ids:
            standing = [idea for idea in hold_chosen(held, ids) if idea.stage_id == stage.id]
            carry(move, standing)
        if len(ids) > AT_ONCE:
            run = _leave_rest(actor, stage, move, wanted=here.count() + move.count)
            break
        if Stage.objects.filter(id=stage.id, idea_count=0).update(retired_at=moment()):
            break
    else:
        raise Conflict(_("New ideas keep coming in. Close the stage first, then retire it."))
    if to is not None:
        # What was combined into another idea comes back here if that is undone.
        Idea.objects.filter(stage=stage).exclude(merged_into=None).update(stage=to)
    _record(STAGE_RETIRED, actor, stage, move=str(move.id))
    return Moved(move=move, count=move.count, run=run)


@action
def restore_stage(*, actor: Actor, stage: Stage) -> Stage:
    """Brings a retired stage back, at the end of the flow."""
    held = hold_challenge(actor, stage.challenge)
    stage.refresh_from_db()
    if stage.retired_at is None:
        raise Conflict(_("This stage is in the flow already."))
    present = stages_of(held)
    stage.retired_at = None
    stage.save(update_fields=["retired_at"])
    number([*present, stage])
    _record(STAGE_RESTORED, actor, stage)
    return stage


def _require_may_retire(challenge: Challenge, stage: Stage, to: Stage | None) -> None:
    if stage.retired_at is not None:
        raise Conflict(_("This stage was taken out of the flow already."))
    if len(stages_of(challenge)) == 1:
        raise Conflict(_("A challenge keeps at least one stage. Add another one first."))
    if to is None:
        return
    to.refresh_from_db()
    if to.challenge_id != stage.challenge_id or to.id == stage.id:
        raise Invalid(_("Choose another stage of this challenge."), "to")
    if to.retired_at is not None:
        raise retired(to)


def _leave_rest(actor: Actor, stage: Stage, move: StageMove, *, wanted: int) -> MoveRun:
    if stage.closed_at is None:
        stage.closed_at, stage.closed_by = moment(), actor
        stage.save(update_fields=["closed_at", "closed_by"])
    run = MoveRun(move=move, upto=LARGEST, wanted=wanted, retires=stage)
    run.save(force_insert=True)
    return run


def _say(stage: Stage, words: StageWords) -> None:
    stage.name = one_line(words.name, most=60, least=1, field="name")
    stage.says = one_line(words.says, most=300, field="says")
    stage.kind = Stage.Kind(words.kind)
    stage.counts = Stage.Counts(words.counts)
    stage.opens = " ".join(act for act in Opens.values if act in words.opens)
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        raise Invalid(_("It ends before it begins. Please put the days right."), "ends_on")
    stage.starts_on, stage.ends_on = words.starts_on, words.ends_on


def _note(challenge: Challenge, actor: Actor, sentence: str, stage: Stage, reason: str) -> None:
    why = one_line(reason, most=500, least=1, field="reason")
    text = sentence % {"stage": stage.name, "reason": why}
    append(challenge.topic, author=actor, text=text, kind=Message.Kind.NOTE)


def _record(kind: Kind, actor: Actor, stage: Stage, **data: str) -> None:
    topic = stage.challenge.topic
    record(
        kind,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        data={"stage": str(stage.id), **data},
    )
