"""The parent keeps its children alive, and takes them with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundswell.config.supervisor import Child, Supervisor

PROGRAM = """
import os, sys, time
from groundswell.config.supervisor import Child, Supervisor
folder = sys.argv[1]

def nap():
    open(f"{folder}/{os.getpid()}", "w").close()
    time.sleep(60)

sys.exit(Supervisor([Child("one", nap), Child("two", nap)]).run())
"""


@pytest.fixture
def parent(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def seen(folder: Path, count: int) -> list[int]:
    """The children so far, once there are as many."""
    until = time.monotonic() + 5
    while len(list(folder.iterdir())) < count and time.monotonic() < until:
        time.sleep(0.01)
    return sorted(int(path.name) for path in folder.iterdir())


def gone(pid: int) -> bool:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.01)
    return False


def test_child_that_dies_is_started_again(
    parent: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    first = seen(tmp_path, 2)

    os.kill(first[0], signal.SIGKILL)

    assert len(seen(tmp_path, 3)) == 3
    assert parent.poll() is None


def test_children_end_with_their_parent(parent: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    children = seen(tmp_path, 2)

    parent.send_signal(signal.SIGTERM)

    assert parent.wait(5) == 0
    assert [gone(pid) for pid in children] == [True, True]


def test_children_end_when_their_parent_is_killed(
    parent: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    children = seen(tmp_path, 2)

    parent.kill()

    assert [gone(pid) for pid in children] == [True, True]


def test_child_that_cannot_live_ends_it_all(capsys: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor([Child("worker", lambda: None)])
    child = supervisor.children[0]

    for _ in range(8):
        child.started_at = time.monotonic()
        supervisor._ended(child, 1)
    for pipe in (supervisor.life, supervisor.lifeline, supervisor.woken, supervisor.waker):
        os.close(pipe)

    assert (supervisor.stopping, supervisor.failed) == (True, True)
    assert "Giving up" in capsys.readouterr().out
