"""The process that a worker starts for one run.

It ends as soon as its input does, which is when the worker is gone.
"""

import os
import sys
import threading

from groundswell.challenges.tasks.finding.run import find

PATIENCE = 10  # of nice(2): readers come first


def main() -> None:
    """Does the run that the command line names; ends with 1 when it failed."""
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    os.nice(PATIENCE)
    sys.exit(0 if find(int(sys.argv[1])) else 1)


def _end_with_the_worker() -> None:
    while os.read(0, 1):
        pass
    os._exit(3)
