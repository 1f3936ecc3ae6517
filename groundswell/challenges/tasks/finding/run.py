"""One run from beginning to end."""

import logging

from django.utils.translation import gettext as _

from groundswell.challenges.engine import EngineError, fold
from groundswell.challenges.models import ThemeRun
from groundswell.challenges.tasks.finding.folds import Folds, plan_folds
from groundswell.challenges.tasks.finding.gathering import Gathered, gather
from groundswell.challenges.tasks.finding.watching import LeftError, Watch
from groundswell.challenges.tasks.finding.writing import changes, write
from groundswell.challenges.tasks.theme_runs import fail
from groundswell.core.bus import publish
from groundswell.core.clock import now

log = logging.getLogger(__name__)


def find(run_id: int) -> bool:
    """Does the run that was claimed; whether it came to its end."""
    run = ThemeRun.objects.select_related("challenge").get(id=run_id)
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
    folding = watch.step("folding", 8, 35)
    folds = plan_folds(gathered, fold(gathered.texts, seed=run.seed, progress=folding))
    write(changes(gathered, folds, gathered.themes), watch.step("writing", 85, 99))
    _finish(run, gathered, folds, watch)


def _finish(run: ThemeRun, gathered: Gathered, folds: Folds, watch: Watch) -> None:
    mine = ThemeRun.objects.filter(id=run.id, state=ThemeRun.State.RUNNING)
    mine.update(
        state=ThemeRun.State.DONE,
        step="",
        progress=100,
        ended_at=now(),
        ideas=len(gathered),
        folds=folds.count,
        found={
            "seconds": watch.seconds,
            "counted": run.challenge.idea_count,
            "opposites": [[str(id_) for id_ in ids] for ids in folds.opposites],
        },
    )
    publish(f"themes-{run.challenge_id}")
