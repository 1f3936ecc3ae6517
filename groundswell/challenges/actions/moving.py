"""Moving ideas from stage to stage, one or many, with a reason; and taking it back."""

from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.challenges.actions._moving import (
    AT_ONCE,
    Moved,
    begun,
    carry,
    hold_chosen,
    narrowed,
    put,
    retired,
)
from groundswell.challenges.activities import IDEA_MOVED, IDEAS_MOVED, MOVE_UNDONE
from groundswell.challenges.models import Challenge, Idea, MoveRun, Stage, StageChange, StageMove
from groundswell.challenges.rules import require_may_run
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid


@action
def move_ideas(
    *, actor: Actor, challenge: Challenge, ideas: Mapping[int, int], to: Stage, reason: str
) -> Moved:
    """Moves standing ideas to a stage. `ideas` says of each the stage in which it was seen: who
    was faster keeps their word, and the other is told."""
    require_may_run(actor, challenge)
    _require_stage_of(challenge, to)
    if not ideas:
        raise Invalid(_("Choose at least one idea first."), "idea")
    if len(ideas) > AT_ONCE:
        raise Invalid(_("These are too many at once. Choose all that match instead."), "idea")
    move = begun(actor, challenge, to, reason=reason)
    held = hold_chosen(challenge, ideas)
    going = [idea for idea in held if _may_go(idea, to) and ideas[idea.topic_id] == idea.stage_id]
    if not going:
        raise _nothing_to_move(held, to)
    notes = carry(move, going)
    moved = Moved(move=move, count=len(going), stayed=len(ideas) - len(going), notes=notes)
    _say(moved, going)
    return moved


@action
def move_matching(
    *, actor: Actor, challenge: Challenge, sought: Mapping[str, str], to: Stage, reason: str
) -> Moved:
    """Moves everything that a list shows when narrowed so: a thousand now, the rest by the worker.

    What is shared after this moment stays where it begins.
    """
    require_may_run(actor, challenge)
    _require_stage_of(challenge, to)
    rows = narrowed(challenge, sought).exclude(stage=to)
    ids = list(rows.order_by("topic").values_list("topic", flat=True)[: AT_ONCE + 1])
    if not ids:
        raise Conflict(_("There is nothing to move: no idea matches any more."))
    move = begun(actor, challenge, to, reason=reason)
    going = [idea for idea in hold_chosen(challenge, ids[:AT_ONCE]) if _may_go(idea, to)]
    notes = carry(move, going)
    run = None
    if len(ids) > AT_ONCE:
        upto = rows.order_by("-topic").values_list("topic", flat=True)[0]
        rest = rows.filter(topic__gt=ids[AT_ONCE - 1]).count()
        run = MoveRun(
            move=move,
            sought=dict(sought),
            after=ids[AT_ONCE - 1],
            upto=upto,
            wanted=len(going) + rest,
        )
        run.save(force_insert=True)
    moved = Moved(move=move, count=len(going), run=run, notes=notes)
    _say(moved, going)
    return moved


@action
def undo_move(*, actor: Actor, move: StageMove) -> Moved:
    """Puts each idea back that nobody moved or combined since, and says how many stayed."""
    require_may_run(actor, move.challenge)
    held = StageMove.objects.select_for_update(of=("self",)).get(id=move.id)
    if held.undone_at is not None:
        raise Conflict(_("This move was taken back already."))
    run = MoveRun.objects.filter(move=held).first()
    if run is not None and run.ended_at is None:
        raise Conflict(_("This move is still under way. Wait until it has ended, then undo it."))
    held.undone_at, held.undone_by = moment(), actor
    held.save(update_fields=["undone_at", "undone_by"])
    ids = list(held.changes.order_by("id").values_list("id", flat=True)[: AT_ONCE + 1])
    back, stayed = _put_back(actor, held, ids[:AT_ONCE])
    if len(ids) > AT_ONCE:
        run = _run_of_undoing(held, ids[AT_ONCE - 1])
    elif not back:
        raise _nothing_to_undo(held)
    else:
        run = None
    record(
        MOVE_UNDONE,
        actor=actor,
        space_id=move.challenge.topic.space_id,
        topic_id=move.challenge_id,
        data={"challenge": str(move.challenge_id), "move": str(move.id), "count": back},
    )
    return Moved(move=held, count=back, stayed=stayed, run=run)


@unlogged(because="The move or its undoing was recorded when somebody asked for it.")
def go_on(*, actor: Actor, move: StageMove) -> bool:
    """Moves (or puts back) the next thousand; whether there may be more."""
    run = (
        MoveRun.objects.select_for_update(of=("self",))
        .select_related("move__to", "move__by", "move__challenge")
        .filter(move=move, ended_at=None)
        .first()
    )
    if run is None:
        return False
    ids = _next_changes(run) if run.undoing else _next_ideas(run)
    if ids and run.undoing:
        _put_back(actor, run.move, ids)
    elif ids:
        held = hold_chosen(run.move.challenge, ids)
        carry(run.move, [idea for idea in held if _may_go(idea, run.move.to)])
    if ids:
        run.after = ids[-1]
    else:
        run.ended_at = now()
        _retire_emptied(run)
    run.save(update_fields=["after", "ended_at"])
    return bool(ids)


def _next_ideas(run: MoveRun) -> list[int]:
    rows = narrowed(run.move.challenge, run.sought).exclude(stage=run.move.to_id)
    if run.retires_id:
        # Folded ones as well: the stage is to be empty.
        rows = Idea.objects.filter(stage=run.retires_id).standing()
    rest = rows.filter(topic__gt=run.after, topic__lte=run.upto).order_by("topic")
    return list(rest.values_list("topic", flat=True)[:AT_ONCE])


def _next_changes(run: MoveRun) -> list[int]:
    rest = run.move.changes.filter(id__gt=run.after, id__lte=run.upto).order_by("id")
    return list(rest.values_list("id", flat=True)[:AT_ONCE])


def _retire_emptied(run: MoveRun) -> None:
    if run.retires_id and not run.undoing:
        Idea.objects.filter(stage=run.retires_id).exclude(merged_into=None).update(
            stage=run.move.to_id
        )
        Stage.objects.filter(id=run.retires_id, idea_count=0).update(retired_at=now())


def _require_stage_of(challenge: Challenge, stage: Stage) -> None:
    if stage.challenge_id != challenge.topic_id:
        raise Invalid(_("This stage belongs to another challenge. Choose one of this one."), "to")
    if stage.retired_at is not None:
        raise retired(stage)


def _may_go(idea: Idea, to: Stage) -> bool:
    return idea.merged_into_id is None and idea.stage_id != to.id


def _say(moved: Moved, going: list[Idea]) -> None:
    move = moved.move
    single = going[0] if len(going) == 1 and moved.run is None else None
    data = {"challenge": str(move.challenge_id), "move": str(move.id), "to": str(move.to_id)}
    record(
        IDEA_MOVED if single else IDEAS_MOVED,
        actor=move.by,
        space_id=move.challenge.topic.space_id,
        topic_id=single.topic_id if single else move.challenge_id,
        message_id=moved.notes.get(single.topic_id) if single else None,
        target_actor_id=single.topic.author_id if single else None,
        data=data,
    )


def _nothing_to_move(held: list[Idea], to: Stage) -> Conflict:
    """Why none went: what happened to the first of them."""
    if not held:
        return Conflict(_("These ideas are not there any more. Reload and look again."))
    idea = held[0]
    words = {"title": idea.topic.title, "stage": Stage.objects.get(id=idea.stage_id).name}
    if idea.merged_into_id is not None:
        sentence = _("“%(title)s” was combined with another idea. Move that one.")
        return Conflict(sentence % words)
    last = (
        StageChange.objects.filter(idea=idea, undone_at=None)
        .select_related("move__by")
        .order_by("-id")
        .first()
    )
    if last is None or last.move.to_id != idea.stage_id:
        sentence = _("“%(title)s” is in “%(stage)s” now. Look again, then decide.")
    else:
        words["name"] = last.move.by.name
        sentence = _(
            "%(name)s moved “%(title)s” to “%(stage)s” while you were looking, "
            "so nothing was changed."
        )
    if len(held) > 1:
        more = ngettext("One more was moved, too.", "%(num)d more were moved, too.", len(held) - 1)
        sentence = f"{sentence} {more}"
    return Conflict(sentence % {**words, "num": len(held) - 1})


def _put_back(actor: Actor, move: StageMove, change_ids: list[int]) -> tuple[int, int]:
    """How many of these changes were taken back, and how many stand because of what came since."""
    changes = {
        change.idea_id: change
        for change in move.changes.filter(id__in=change_ids, undone_at=None).select_related("left")
    }
    held = hold_chosen(move.challenge, changes)
    others = StageChange.objects.filter(idea__in=list(changes), undone_at=None).exclude(move=move)
    latest = dict(others.values_list("idea").annotate(Max("id")).order_by())
    goes = {
        idea: changes[idea.topic_id].left_id
        for idea in held
        if idea.stage_id == move.to_id
        and idea.merged_into_id is None
        and latest.get(idea.topic_id, 0) < changes[idea.topic_id].id
        and changes[idea.topic_id].left.retired_at is None
    }
    if goes:
        StageChange.objects.filter(id__in=[changes[idea.topic_id].id for idea in goes]).update(
            undone_at=now()
        )

        ids = [idea.topic_id for idea in goes]
        Idea.objects.filter(topic__in=ids, triaged_at=move.at, triaged_by=move.by_id).update(
            triaged_at=None, triaged_by=None
        )

        def says(_left: Stage, to: Stage) -> str:
            return _("Back in “%(stage)s”: the move was taken back.") % {"stage": to.name}

        put(actor, goes, says, namespace=move.id)
    return len(goes), len(changes) - len(goes)


def _run_of_undoing(move: StageMove, after: int) -> MoveRun:
    upto = move.changes.order_by("-id").values_list("id", flat=True)[0]
    run, _made = MoveRun.objects.update_or_create(
        move=move,
        defaults={
            "undoing": True,
            "after": after,
            "upto": upto,
            "wanted": move.count,
            "ended_at": None,
        },
    )
    return run


def _nothing_to_undo(move: StageMove) -> Conflict:
    gone = move.changes.exclude(left__retired_at=None).select_related("left").first()
    if gone is not None:
        return retired(gone.left)
    sentence = ngettext(
        "This idea was moved or combined since, so it stays where it is.",
        "Each of these ideas was moved or combined since, so they stay where they are.",
        move.count,
    )
    return Conflict(sentence)
