"""The process that a worker starts for one run.

It ends as soon as its input does, which is when the worker is gone.
"""

import os
import sys
import threading

from groundswell.challenges.tasks.finding.beside import find_adjacent
from groundswell.challenges.tasks.finding.run import find
from groundswell.core.rows import make_room

PATIENCE = 10  # of nice(2): readers come first


def main() -> None:
    """Does the run that the command line names; ends with 1 when it failed."""
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    os.nice(PATIENCE)
    make_room()
    run_id = int(sys.argv[1])
    if not find(run_id):
        sys.exit(1)
    find_adjacent(run_id)


def _end_with_the_worker() -> None:
    while os.read(0, 1):
        pass
    os._exit(3)
