"""Replies by mail from end to end: a real worker, a real mail server, a mailbox behind TLS."""

import os
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings as ours

from tests.notifications.mailbox import Mailbox, certificate
from tests.sites import Migrated

HOST = "talk.example.org"
PATIENCE = 90.0
STORY = """
from groundswell.core.signing import sign_reply
from groundswell.spaces.actions import join_space
from tests import factories
ada, ben = factories.person("ada"), factories.person("ben")
meadow = factories.space(ada, "meadow")
join_space(actor=ben, space=meadow)
topic = factories.topic(ben, meadow, title="Why does the lane flood?")
said = factories.reply(ada, topic, text="@ben do you know?")
print(sign_reply(ben.id, said.id))
"""

pytestmark = pytest.mark.slow


class Community:
    """A site in a folder of its own, with its own SQLite file, as somebody would run it."""

    def __init__(self, folder: Path, migrated: Migrated) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "REPLY_DOMAIN": HOST,
            "PYTHONPATH": str(ours.ROOT.parent),
        }
        migrated.put(folder)
        self.token = self.manage("shell", "--no-imports", "-c", STORY).split()[-1]
        self.workers: list[subprocess.Popen[bytes]] = []

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ours.ROOT.parent,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def work(self, **environment: str) -> None:
        """Starts a worker."""
        with (self.folder / "worker.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ours.ROOT.parent,
                env=self.environment | environment,
                stdout=log,
                stderr=log,
            )
        self.workers.append(process)

    def stop(self) -> None:
        for worker in self.workers:
            worker.terminate()
            worker.wait(20)

    def replies(self) -> list[str]:
        """What stands in the topic after its first two messages."""
        path = f"file:{self.folder / 'groundswell.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            rows = database.execute(
                "SELECT text FROM conversations_message WHERE number > 2 ORDER BY number"
            )
            return [text for (text,) in rows]

    def until_there_are(self, count: int) -> list[str]:
        until = time.monotonic() + PATIENCE
        while len(found := self.replies()) < count:
            log = (self.folder / "worker.log").read_text()
            assert time.monotonic() < until, f"{found!r} after {PATIENCE} s; the worker said: {log}"
            time.sleep(0.2)
        return found


@pytest.fixture
def community(tmp_path: Path, migrated: Migrated) -> Iterator[Community]:
    found = Community(tmp_path, migrated)
    yield found
    found.stop()


def letter(token: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ben <ben@elsewhere.example>"
    mail["To"] = f"reply+{token}@{HOST}"
    mail["Subject"] = "Re: Why does the lane flood?"
    mail["Message-ID"] = f"<{text.split(maxsplit=1)[0]}@elsewhere.example>"
    mail.set_content(f"{text}\n\nOn Tue, 3 Feb 2026 Ada wrote:\n> do you know?\n")
    return mail


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port: int = door.getsockname()[1]
        return port


def connected(port: int) -> smtplib.SMTP:
    """A session with the worker's mail server, as soon as it listens."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=20)
        except OSError:
            assert time.monotonic() < until, "the worker does not listen"
            time.sleep(0.2)


def test_mail_to_the_worker_becomes_a_reply(community: Community) -> None:
    port = free_port()
    community.work(INCOMING_SMTP=f"127.0.0.1:{port}")

    with connected(port) as session:
        session.send_message(letter(community.token, "Culvert, by all means."))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            session.send_message(letter("a" * 55, "Let me in."))

    assert community.until_there_are(1) == ["Culvert, by all means."]


def test_mailbox_behind_tls_is_picked_up(community: Community) -> None:
    pem = certificate(community.folder)
    raw = letter(community.token, "Drain, if you ask me.").as_bytes()
    box = Mailbox([b"Subject: Hello\r\n\r\nNo reply to anything.\r\n", raw], pem)
    where = f"imaps://ben%40home:three%20otters@127.0.0.1:{box.port}/INBOX"

    community.work(INCOMING_IMAP=where, SSL_CERT_FILE=str(pem))
    found = community.until_there_are(1)
    box.close()

    assert found == ["Drain, if you ask me."]
    assert box.logins == ['LOGIN ben@home "three otters"']
    assert 1 in box.seen


def test_mailbox_with_a_certificate_nobody_vouches_for_is_left_alone(community: Community) -> None:
    box = Mailbox(
        [letter(community.token, "Fraud, surely.").as_bytes()], certificate(community.folder)
    )

    community.work(INCOMING_IMAP=f"imaps://ben:otters@127.0.0.1:{box.port}/INBOX")
    until = time.monotonic() + PATIENCE
    log = community.folder / "worker.log"
    while "could not be read" not in log.read_text() and time.monotonic() < until:
        time.sleep(0.2)
    box.close()

    assert "certificate verify failed" in log.read_text()
    assert (box.logins, community.replies()) == ([], [])
