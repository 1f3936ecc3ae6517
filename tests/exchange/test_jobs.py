"""What the worker does for exports, also when it never loads an address."""

import subprocess
import sys

PROGRAM = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
django.setup()
from groundswell.core.schedule import jobs
print(any("forget_exports" in name for name in [job.name for job in jobs()]))
"""


def test_jobs_are_registered_by_the_app_itself(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"DATA_DIR": str(tmp_path), "PATH": ""},
    )

    assert done.stdout == "True\n"
