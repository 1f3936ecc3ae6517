"""What a server of pages carries."""

import os
import subprocess
import sys

from tests.laws.source import ROOT

HEAVY = ("numpy", "scipy", "igraph", "rensa", "aiohttp", "aiosmtpd", "pywebpush")
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
