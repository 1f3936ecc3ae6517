"""Signals between the processes of one machine: every listener binds one datagram socket.

There is no broker to start or to die: whoever publishes looks into the folder of sockets and sends
to each. A socket whose owner is gone refuses, and is swept away by the first who notices.
"""

import contextlib
import errno
import hashlib
import os
import secrets
import select
import socket
import tempfile
import time
from pathlib import Path
from typing import Final

from django.conf import settings

from groundswell.core.bus.closing import Closing
from groundswell.core.bus.sender import Sender
from groundswell.core.bus.signal import Signal

LONGEST_PATH: Final = 100  # the kernel takes 107 bytes
BATCH: Final = 500
PATIENCE: Final = 2.0  # seconds in which a listener that is behind may catch up
_BEHIND: Final = {errno.EAGAIN, errno.ENOBUFS, errno.EWOULDBLOCK}


def folder() -> Path:
    """Where the sockets of this site live: with its data, or in /tmp when that path is too long."""
    beside = Path(settings.DATA_DIR) / "bus"
    if len(os.fsencode(beside)) + 20 <= LONGEST_PATH:
        return beside
    digest = hashlib.sha256(os.fsencode(beside)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"groundswell-{os.getuid()}-{digest}"


def _own_folder() -> Path:
    path = folder()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to somebody else; signals cannot be received.")
    return path


def send(payload: bytes) -> None:
    """To every listener; one that is behind gets it from a background thread."""
    behind = _offer(payload, _listeners())
    if behind:
        _patient.put(payload + b"\n" + "\n".join(behind).encode())


def _listeners() -> list[str]:
    try:
        return [entry.path for entry in os.scandir(folder()) if entry.name.endswith(".sock")]
    except FileNotFoundError:
        return []


def _offer(payload: bytes, listeners: list[str]) -> list[str]:
    """Those whose queue is full."""
    if not listeners:
        return []
    behind = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as out:
        for path in listeners:
            try:
                out.sendto(payload, path)
            except OSError as error:
                if error.errno in _BEHIND:
                    behind.append(path)
                elif error.errno in {errno.ECONNREFUSED, errno.ENOENT}:
                    with contextlib.suppress(OSError):
                        Path(path).unlink()
    return behind


def _deliver_patiently(message: bytes) -> None:
    payload, _, listed = message.partition(b"\n")
    behind = listed.decode().split("\n")
    until = time.monotonic() + PATIENCE
    while behind and time.monotonic() < until:
        time.sleep(0.001)
        behind = _offer(payload, behind)


_patient: Final = Sender("bus-patient", _deliver_patiently)


class LocalSubscription(Closing):
    """A datagram socket of one's own."""

    def __init__(self) -> None:
        self.path = _own_folder() / f"{secrets.token_hex(7)}.sock"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind(str(self.path))
        self.poller = select.poll()  # select() knows no more than 1024 open files
        self.poller.register(self.socket, select.POLLIN)

    def receive(self, timeout: float) -> list[Signal]:
        self.poller.poll(timeout * 1000)
        signals: list[Signal] = []
        with contextlib.suppress(OSError):
            while len(signals) < BATCH:
                signal = Signal.decode(self.socket.recv(8192))
                if signal:
                    signals.append(signal)
        return signals

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.socket.close()
