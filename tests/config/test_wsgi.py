"""What a server of pages carries."""

import os
import subprocess
import sys

from tests.laws.source import ROOT

HEAVY = ("numpy", "scipy", "igraph", "rensa", "aiohttp", "aiosmtpd", "pywebpush", "structlog")
TELL = f"""
import sys
from groundswell.config.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_server_of_pages_leaves_to_the_worker_what_only_the_worker_needs(tmp_path):
    """Sixty megabytes and half a second of each start."""
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "[]\n"


PATIENCE = """
import django
django.setup()
from django.db import connections
from groundswell.config import serve
from groundswell.config.supervisor_run import take_time
options = connections.settings["default"]["OPTIONS"]
print(options["timeout"], "soft_heap_limit" in options["init_command"])
take_time()
options = connections.settings["default"]["OPTIONS"]
print(options["timeout"], "soft_heap_limit" in options["init_command"])
"""


def test_worker_takes_the_time_that_pages_are_not_given(tmp_path):
    """Both are forked from one parent, which has taken in what is said of pages."""
    site = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", PATIENCE],
        cwd=ROOT,
        env={**given, **site},
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout == "5 True\n60 False\n"
