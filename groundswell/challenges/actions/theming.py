"""Asking for themes, and unfolding what the machine took for the same."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities.theme import IDEA_UNFOLDED, THEMES_ASKED
from groundswell.challenges.models import Challenge, Idea, ThemeEdit, ThemeRun
from groundswell.challenges.rules import require_may_run
from groundswell.core.errors import Conflict, Invalid

FEWEST = 0.2
MOST = 5.0


@action
def ask_for_themes(*, actor: Actor, challenge: Challenge, resolution: float = 1.0) -> ThemeRun:
    """Has the worker find near-duplicates and themes; one run at a time for a challenge."""
    require_may_run(actor, challenge)
    if not FEWEST <= resolution <= MOST:
        raise Invalid(
            _("Choose a number from %(fewest)s (few themes) to %(most)s (many).")
            % {"fewest": FEWEST, "most": MOST},
            field="resolution",
        )
    # Nobody is in the middle of changing themes by hand when the run begins to read.
    Challenge.objects.select_for_update().get(topic=challenge.topic_id)
    run = ThemeRun(challenge=challenge, by=actor, resolution=resolution, asked_at=moment())
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("Themes are being found already. They will be shown here.")) from error
    record(
        THEMES_ASKED,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        data={"run": str(run.id)},
    )
    return run


@action
def unfold_idea(*, actor: Actor, idea: Idea) -> Idea:
    """Shows an idea by itself again; no later run folds it."""
    require_may_run(actor, idea.challenge)
    if idea.folded_under is None:
        raise Conflict(_("This idea is shown by itself already."))
    held, leader = hold(idea, idea.folded_under)
    if held.folded_under_id != leader.topic_id:
        raise Conflict(_("This idea was folded differently meanwhile. Reload and look again."))
    apart = Idea.objects.filter(topic=held.topic_id)
    apart.update(folded_under=None, fold_size=1, kept_apart_at=moment())
    Idea.objects.filter(topic=leader.topic_id).update(fold_size=F("fold_size") - 1)
    edit = ThemeEdit(
        challenge=held.challenge,
        kind=ThemeEdit.Kind.APART,
        by=actor,
        at=moment(),
        data={"idea": str(held.topic_id), "under": str(leader.topic_id)},
    )
    edit.save(force_insert=True)
    record(
        IDEA_UNFOLDED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        data={"edit": str(edit.id), "under": str(leader.topic_id)},
    )
    return held
