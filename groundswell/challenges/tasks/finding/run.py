"""One run from beginning to end."""

import logging
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from groundswell.challenges.engine import EngineError, themes
from groundswell.challenges.models import ThemeRun
from groundswell.challenges.tasks.finding.folds import Folds, plan_folds
from groundswell.challenges.tasks.finding.gathering import Gathered, gather
from groundswell.challenges.tasks.finding.laying import Laid, describe, lay
from groundswell.challenges.tasks.finding.meeting import unmet
from groundswell.challenges.tasks.finding.steering import steered_by
from groundswell.challenges.tasks.finding.watching import LeftError, Watch
from groundswell.challenges.tasks.finding.writing import changes, write
from groundswell.challenges.tasks.theme_runs import fail
from groundswell.core.bus import publish
from groundswell.core.clock import now

log = logging.getLogger(__name__)
MOST_SECTORS = 60


def find(run_id: int) -> bool:
    """Does the run that was claimed; whether it came to its end."""
    run = ThemeRun.objects.select_related("challenge__topic").get(id=run_id)
    try:
        _find(run, Watch(run))
    except LeftError:
        log.info("The themes of %s are found elsewhere now.", run.challenge_id)
    except EngineError as error:
        fail(run_id, str(error))
        return False
    except Exception:
        log.exception("The themes of %s were not found.", run.challenge_id)
        fail(run_id, _("The computation failed; the worker's log says more. Try it again."))
        return False
    return True


def _find(run: ThemeRun, watch: Watch) -> None:
    gathered = gather(run.challenge, watch.step("reading", 0, 8))
    if not gathered.ids:
        raise EngineError(_("There is no idea yet. Share some, then look for themes."))
    keys, previous = steered_by(run.challenge, gathered)
    found = themes(
        gathered.texts,
        resolution=run.resolution,
        seed=run.seed,
        ids=gathered.ids,
        previous=previous,
        progress=watch.step("themes", 8, 70),
    )
    folds = plan_folds(gathered, found.folding)
    laid = lay(run.challenge, keys=keys, found=found, gathered=gathered, folds=folds)
    writing = watch.step("writing", 70, 92)
    write(changes(gathered, folds, laid.shown(gathered, folds)), writing)
    describe(run.challenge, found=found, gathered=gathered, laid=laid)
    meeting = watch.step("meeting", 92, 99)
    apart = unmet(run.challenge, gathered, laid.own, progress=meeting)
    told = {**_said(gathered, folds, laid), "seconds": watch.seconds, "unmet": apart}
    _finish(run, len(gathered), folds.count, told)


def _said(gathered: Gathered, folds: Folds, laid: Laid) -> dict[str, Any]:
    return {
        "themes": len(laid.themes),
        "unthemed": laid.own.count(0),
        "sectors": dict(Counter(gathered.sectors).most_common(MOST_SECTORS)),
        "disciplines": dict(Counter(gathered.disciplines).most_common(MOST_SECTORS)),
        "opposites": [[str(id_) for id_ in ids] for ids in folds.opposites],
    }


def _finish(run: ThemeRun, ideas: int, folds: int, found: dict[str, Any]) -> None:
    mine = ThemeRun.objects.filter(id=run.id, state=ThemeRun.State.RUNNING)
    mine.update(
        state=ThemeRun.State.DONE,
        step="",
        progress=100,
        ended_at=now(),
        ideas=ideas,
        folds=folds,
        themes=found.pop("themes"),
        unthemed=found.pop("unthemed"),
        found={**found, "counted": run.challenge.idea_count},
    )
    publish(f"themes-{run.challenge_id}")
