"""The process that a worker starts for one run.

It ends as soon as its input does, which is when the worker is gone.
"""

import os
import sys
import threading

from django.db import connections

from groundswell.challenges.tasks.finding.beside import find_adjacent
from groundswell.challenges.tasks.finding.run import find
from groundswell.core.rows import make_room

PATIENCE = 10  # of nice(2): readers come first
BESIDE = "beside"


def main() -> None:
    """Does the run that the command line names; ends with 1 when it failed.

    What stands beside ideas is found by the same program, begun again in its own place: hundreds of
    megabytes that themes took would stay with it otherwise, in pieces that are of no use.
    """
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    make_room()
    run_id, begun_again = int(sys.argv[1]), BESIDE in sys.argv
    if begun_again:
        find_adjacent(run_id)
        return
    os.nice(PATIENCE)
    if not find(run_id):
        sys.exit(1)
    connections.close_all()
    os.execv(sys.executable, [*sys.orig_argv, BESIDE])  # noqa: S606 - ourselves, and no shell


def _end_with_the_worker() -> None:
    while os.read(0, 1):
        pass
    os._exit(3)
