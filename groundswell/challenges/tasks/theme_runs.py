"""Finding themes is done in a process of its own, which a worker starts and watches.

The computation keeps an interpreter busy for a minute: in the worker itself all that follows every
write would wait for it. What a run is at stands in its row, so a worker may end at any moment: the
next one begins the run anew.
"""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django_tasks import task

from groundswell.challenges.models import ThemeRun
from groundswell.core.bus import publish
from groundswell.core.clock import now
from groundswell.core.schedule import every

BEAT: Final = 5.0  # seconds
SILENT: Final = timedelta(minutes=1)
AGAIN: Final = timedelta(hours=20)
GROWN: Final = 0.02  # more ideas than at the last run, as a part of them
_PROGRAM: Final = """\
import django
django.setup()
from groundswell.challenges.tasks.finding.process import main
main()
"""


@task()
def find_themes(run_id: str) -> None:
    """Starts the run and comes back; what it is at stands in its row."""
    if claim(int(run_id)):
        threading.Thread(target=tend, args=(int(run_id),), daemon=True).start()


@every(minutes=1)
def resume_themes() -> None:
    """Runs that nobody has taken up, or whose worker ended, are begun anew."""
    for run_id in _idle().values_list("id", flat=True):
        find_themes.func(str(run_id))


@every(hours=6)
def find_themes_again() -> None:
    """A challenge that has themes gets them anew when ideas came since, about once a day."""
    latest = ThemeRun.objects.filter(challenge=OuterRef("challenge")).order_by("-id").values("id")
    runs = ThemeRun.objects.filter(state=ThemeRun.State.DONE, ended_at__lt=now() - AGAIN)
    for run in runs.filter(id=Subquery(latest[:1])).select_related("challenge"):
        before = run.found.get("counted", run.ideas)
        if run.challenge.idea_count > before * (1 + GROWN):
            again = ThemeRun(challenge=run.challenge, by_id=run.by_id)
            again.resolution, again.seed = run.resolution, run.seed
            with suppress(IntegrityError), transaction.atomic():  # asked for this moment
                again.save(force_insert=True)
                find_themes.enqueue(str(again.id))


def claim(run_id: int) -> bool:
    """Whether it is ours to do now: it waits, or whoever was at it fell silent."""
    moment = now()
    fresh = {"state": ThemeRun.State.RUNNING, "started_at": moment, "beat_at": moment}
    claimed = _idle().filter(id=run_id)
    return claimed.update(**fresh, progress=0, step="", problem="") == 1


def tend(run_id: int) -> None:
    """Runs the computation beside us and says that we are at it until it has ended."""
    try:
        code = _watched(run_id)
        if code:
            fail(run_id, _reason(code))
    finally:
        connections.close_all()


def fail(run_id: int, problem: str) -> None:
    """Says why a run came to nothing; what it wrote so far stays until the next."""
    runs = ThemeRun.objects.filter(id=run_id, state=ThemeRun.State.RUNNING)
    runs.update(state=ThemeRun.State.FAILED, problem=problem[:300], ended_at=now())
    for challenge_id in ThemeRun.objects.filter(id=run_id).values_list("challenge", flat=True):
        publish(f"themes-{challenge_id}")


def _idle() -> QuerySet[ThemeRun]:
    silent = Q(state=ThemeRun.State.RUNNING, beat_at__lt=now() - SILENT)
    return ThemeRun.objects.filter(Q(state=ThemeRun.State.WAITING) | silent)


def _watched(run_id: int) -> int:
    command = [sys.executable, "-c", _PROGRAM, str(run_id)]
    paths = os.pathsep.join(path for path in sys.path if path)
    # Its input is a pipe that closes with us: then it ends too.
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        command, stdin=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    ) as process:
        while True:
            try:
                return process.wait(BEAT)
            except subprocess.TimeoutExpired:
                with suppress(DatabaseError):
                    ThemeRun.objects.filter(id=run_id).update(beat_at=now())


def _reason(code: int) -> str:
    if code < 0:
        return _("The system ended the computation, most likely for want of memory.")
    return _("The computation failed. The log of the worker says more. It can be tried again.")
