"""The whole site in a process of its own, as `groundswell run` serves it: with hub and worker."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sites import Migrated

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass(frozen=True)
class Served:
    """Where it is, who is signed in with what, and what stands on it (tests.browser.stage)."""

    url: str
    topic: str
    sessions: dict[str, str]
    evenings: dict[str, list[str]]

    @property
    def page(self) -> str:
        return f"{self.url}/t/{self.topic}/"

    def evening(self, name: str) -> str:
        """The page of a session."""
        return f"{self.url}/t/{self.evenings[name][0]}/"

    def door(self, name: str) -> str:
        """Where its picture leads."""
        return f"{self.url}/join/{self.evenings[name][1]}/"


def serve(folder: Path, migrated: Migrated) -> Iterator[Served]:
    """On a free port, with a small community."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    migrated.put(folder)
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DATA_DIR": str(folder),
        "SITE_URL": url,
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }
    staged = subprocess.run(
        [sys.executable, "-m", "tests.browser.stage"],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "groundswell", "run", "--port", str(port), "--no-demo"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(f"{url}/readyz")
        yield Served(url, **json.loads(staged.stdout))
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the site did not start")
