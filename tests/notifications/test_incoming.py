"""Replies by mail: through a real SMTP session, from a mailbox, and whatever mail looks like."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from io import BytesIO

import pytest
import time_machine
from django.core import mail as sent
from django.core.management import CommandError, call_command
from PIL import Image

from groundswell.activity.models import Activity
from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions import lock_topic
from groundswell.conversations.models import Message, Topic
from groundswell.core import limits
from groundswell.core.clock import now
from groundswell.core.signing import sign_reply
from groundswell.notifications.listener import listening
from groundswell.notifications.models import Letter
from groundswell.notifications.pickup import pick_up
from groundswell.notifications.tasks.incoming import Taken, take
from groundswell.notifications.tasks.mail import send_letters
from groundswell.spaces.models import Membership, Space
from tests import factories

HOST = "talk.example.org"


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.REPLY_DOMAIN = HOST
    limits.reset()


@pytest.fixture
def said(ada: Actor, ben: Actor, meadow: Space) -> Message:
    """What Ada said, and Ben was mailed."""
    topic = factories.topic(ben, meadow, title="Why does the lane flood?")
    return factories.reply(ada, topic, text="@ben do you know?")


def address(person: Actor, message: Message) -> str:
    return f"reply+{sign_reply(person.id, message.id)}@{HOST}"


def letter(to: str, text: str = "The culvert.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ben <ben@elsewhere.example>"
    mail["To"] = to
    mail["Subject"] = "Re: Why does the lane flood?"
    mail["Message-ID"] = headers.pop("Message_ID", "<1@elsewhere.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def replies() -> list[tuple[str, str]]:
    rows = Message.objects.filter(number__gt=2).order_by("number")
    return list(rows.values_list("author__handle", "text"))


def answers() -> list[sent.EmailMultiAlternatives]:
    """What the site writes back."""
    sent.outbox.clear()
    send_letters()
    return list(sent.outbox)


def test_reply_becomes_a_message_in_its_place(ben: Actor, said: Message) -> None:
    mail = letter(
        address(ben, said),
        "It is the *culvert*.\n\nOn Tue, 3 Feb 2026 Ada <h@example.org> wrote:\n> do you\n",
    )

    assert take(mail.as_bytes()) is Taken.POSTED
    assert replies() == [("ben", "It is the *culvert*.")]
    assert Message.objects.get(number=3).parent == said


def test_same_mail_is_posted_once(ben: Actor, said: Message) -> None:
    raw = letter(address(ben, said)).as_bytes()

    assert [take(raw), take(raw)] == [Taken.POSTED, Taken.IGNORED]
    assert len(replies()) == 1


def test_other_address_and_forged_token_are_nobody(ben: Actor, said: Message) -> None:
    good = address(ben, said)
    for to in (
        "hello@talk.example.org",
        good.replace(HOST, "evil.example"),
        f"reply+{'a' * 55}@{HOST}",
    ):
        assert take(letter(to).as_bytes()) is Taken.UNKNOWN
    assert (replies(), answers()) == ([], [])


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Loop": "127.0.0.1"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_machines_are_not_listened_to(ben: Actor, said: Message, header: dict[str, str]) -> None:
    assert take(letter(address(ben, said), **header).as_bytes()) is Taken.IGNORED
    assert (replies(), answers()) == ([], [])


def test_refusal_gives_the_words_back_once(ada: Actor, ben: Actor, said: Message) -> None:
    lock_topic(actor=ada, topic=said.topic, reason="It is settled.")
    raw = letter(address(ben, said), "A long thought.").as_bytes()

    assert [take(raw), take(raw)] == [Taken.REFUSED, Taken.REFUSED]
    (answer,) = answers()
    # To the person the token belongs to, not to whoever wrote.
    assert answer.to == ["ben@example.org"]
    assert "This topic is locked: It is settled." in answer.body
    assert "A long thought." in answer.body
    assert answer.extra_headers["Auto-Submitted"] == "auto-replied"
    assert answers() == []


def test_lost_membership_counts(ada: Actor, ben: Actor, burrow: Space) -> None:
    topic = factories.topic(ben, burrow, title="Secret plans")
    message = factories.reply(ada, topic)
    Membership.objects.filter(actor=ben).delete()

    assert take(letter(address(ben, message)).as_bytes()) is Taken.REFUSED
    (answer,) = answers()
    assert "no longer open to you" in answer.body
    assert "Secret plans" not in answer.body


def test_old_address_is_refused_to_its_sender(ben: Actor, said: Message) -> None:
    to = address(ben, said)
    with time_machine.travel(now() - timedelta(days=130), tick=False):
        old = address(ben, said)

    assert take(letter(old).as_bytes()) is Taken.REFUSED
    assert [answer.to for answer in answers()] == [["ben@elsewhere.example"]]
    assert to != old


def test_ended_account_is_ignored(ben: Actor, said: Message) -> None:
    account = ben.account
    account.is_active = False
    account.save(update_fields=["is_active"])

    assert take(letter(address(ben, said)).as_bytes()) is Taken.IGNORED


@pytest.mark.parametrize("text", ["", "\n-- \nBen\n", "> only a quote\n"])
def test_mail_without_own_words_is_refused(ben: Actor, said: Message, text: str) -> None:
    assert take(letter(address(ben, said), text).as_bytes()) is Taken.REFUSED
    assert replies() == []


def test_too_long_words_come_back_whole(ben: Actor, said: Message) -> None:
    words = "So long. " * 1_500

    assert take(letter(address(ben, said), words).as_bytes()) is Taken.REFUSED
    assert words.strip() in answers()[0].body.replace("\n", " ").replace("  ", " ")


def test_html_alone_is_read(ben: Actor, said: Message) -> None:
    mail = letter(address(ben, said))
    mail.clear_content()
    mail.set_content("<p>It is <b>blocked</b>.</p><p>Since May.</p>", subtype="html")

    assert take(mail.as_bytes()) is Taken.POSTED
    assert replies() == [("ben", "It is blocked.\n\nSince May.")]


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("iso-8859-1", "Grüße".encode("iso-8859-1")),
        ("windows-1252", "Grüße".encode("cp1252")),
        ("x-unknown", "Grüße".encode()),
        ("utf-8", "Grüße".encode()),
    ],
)
def test_encodings_of_the_world(ben: Actor, said: Message, charset: str, raw: bytes) -> None:
    head = f"To: {address(ben, said)}\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"

    assert take(head.encode() + raw) is Taken.POSTED
    assert replies() == [("ben", "Grüße")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\xfe",
        b"To: \xff\xff <@>\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"Subject: =?x?q?\r\nFrom: <<<\r\nTo: @@,,;;\r\nMessage-ID: \xff\r\n\r\nhello",
    ],
)
def test_broken_mail_is_nobodys(db: None, raw: bytes) -> None:
    assert take(raw) is Taken.UNKNOWN


def test_broken_mail_with_a_good_address_is_refused_or_read(ben: Actor, said: Message) -> None:
    raw = b"Content-Type: text/plain; charset=\xff\r\nSubject: =?x\r\n\r\nStill \0 read.\xff"

    assert take(raw, [address(ben, said)]) is Taken.POSTED
    assert replies()[0][1].startswith("Still")


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(file, "PNG")
    return file.getvalue()


def test_files_are_kept_within_limits(settings, tmp_path, ben: Actor, said: Message) -> None:
    settings.MEDIA_ROOT = tmp_path
    mail = letter(address(ben, said), "Look.")
    mail.add_attachment(picture(), maintype="image", subtype="png", filename="lane.png")
    mail.add_attachment(b"\x89PNG\r\n broken", maintype="image", subtype="png", filename="bad.png")

    assert take(mail.as_bytes()) is Taken.POSTED
    message = Message.objects.get(number=3)
    assert message.text.startswith("Look.\n\n![lane](")
    assert [kept.name for kept in message.attachments.all()][:1] == ["lane.png"]
    (answer,) = answers()
    assert "bad.png" in answer.body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def door(transactional_db: None) -> Iterator[int]:
    port = free_port()
    controller = listening(f"127.0.0.1:{port}")
    controller.start()
    yield port
    controller.stop()


def test_smtp_session_posts_the_reply(door: int, ada: Actor, ben: Actor, said: Message) -> None:
    with smtplib.SMTP("127.0.0.1", door, timeout=10) as client:
        client.send_message(letter("someone@else.example"), to_addrs=[address(ben, said)])

    assert replies() == [("ben", "The culvert.")]
    assert Activity.objects.filter(message_id=Message.objects.get(number=3).id).count() == 1


def test_smtp_refuses_everybody_else(door: int, ben: Actor, said: Message) -> None:
    with smtplib.SMTP("127.0.0.1", door, timeout=10) as client:
        for to in ("postmaster@talk.example.org", f"reply+{'a' * 55}@{HOST}", "x@gmail.example"):
            with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
                client.sendmail("ben@elsewhere.example", [to], b"Subject: x\r\n\r\nx")
            assert next(iter(refused.value.recipients.values()))[0] == 550
        assert client.esmtp_features["size"] == str(30 * 1024 * 1024)


class Mailbox(threading.Thread):
    """A mailbox on loopback with one mail in it; speaks as much IMAP as is needed."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(daemon=True)
        self.raw = raw
        self.seen = False
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):  # the test closed the door while this waited at it
            self.serve()

    def serve(self) -> None:
        for _session in range(2):
            connection, _ = self.server.accept()
            with connection, connection.makefile("rwb") as file:
                file.write(b"* OK ready\r\n")
                file.flush()
                while line := file.readline():
                    tag, word = line.split()[:2]
                    file.write(self.answer(word.upper(), line) + tag + b" OK done\r\n")
                    file.flush()
                    if word.upper() == b"LOGOUT":
                        break

    def answer(self, word: bytes, line: bytes) -> bytes:
        if word == b"CAPABILITY":
            return b"* CAPABILITY IMAP4REV1\r\n"
        if word == b"SELECT":
            return b"* 1 EXISTS\r\n"
        if word == b"SEARCH":
            return b"* SEARCH\r\n" if self.seen else b"* SEARCH 1\r\n"
        if word == b"FETCH":
            return b"* 1 FETCH (BODY[] {%d}\r\n%b)\r\n" % (len(self.raw), self.raw)
        if word == b"STORE":
            self.seen = b"\\Seen" in line
        return b""


def test_mailbox_is_picked_up_once(ben: Actor, said: Message) -> None:
    box = Mailbox(letter(address(ben, said)).as_bytes())
    box.start()
    url = f"imap://replies:s%40cret@127.0.0.1:{box.port}/INBOX"

    assert [pick_up(url), pick_up(url)] == [1, 0]
    assert replies() == [("ben", "The culvert.")]
    box.join(5)
    box.server.close()


def test_mail_that_cannot_be_read_is_flagged_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, ben: Actor, said: Message
) -> None:
    class Broken(Mailbox):
        """Two mails, the first of which no parser survives."""

        flags: list[bytes]

        def answer(self, word: bytes, line: bytes) -> bytes:
            if word == b"SEARCH":
                return b"* SEARCH 1 2\r\n"
            if word == b"FETCH":
                raw = b"poison" if b" 1 " in line else self.raw
                return b"* 1 FETCH (BODY[] {%d}\r\n%b)\r\n" % (len(raw), raw)
            if word == b"STORE":
                self.flags.append(line.split(b"FLAGS ")[1].strip())
                return b""
            return super().answer(word, line)

    def parse(raw: bytes, *others: object, **more: object) -> object:
        if raw == b"poison":
            raise ValueError("the parser's own fault")
        return message_from_bytes(raw, *others, **more)

    monkeypatch.setattr("groundswell.notifications.postbag.message_from_bytes", parse)
    box = Broken(letter(address(ben, said)).as_bytes())
    box.flags = []
    box.start()

    assert pick_up(f"imap://replies:secret@127.0.0.1:{box.port}/INBOX") == 2

    assert replies() == [("ben", "The culvert.")]
    assert box.flags == [b"(\\Seen \\Flagged)", b"(\\Seen)"]
    box.server.close()


def test_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    box = Mailbox(b"")
    box.start()
    monkeypatch.setattr("groundswell.notifications.pickup._is_here", lambda _host: False)

    with pytest.raises(ConnectionError, match="no encryption"):
        pick_up(f"imap://replies:secret@127.0.0.1:{box.port}/INBOX")

    box.server.close()


def test_too_large_mail_comes_back_with_its_words(ben: Actor, said: Message) -> None:
    mail = letter(address(ben, said), "Look at the lane.")
    mail.add_attachment(b"x" * (23 << 20), maintype="image", subtype="png", filename="lane.png")

    assert take(mail.as_bytes()) is Taken.REFUSED
    (answer,) = answers()
    assert "larger than 30 MB" in answer.body
    assert "Look at the lane." in answer.body


def test_replies_that_a_phone_sends_together_are_all_posted(ben: Actor, said: Message) -> None:
    Account.objects.filter(actor=ben).update(date_joined=now() - timedelta(days=9))

    for number, words in enumerate(["The culvert.", "And the leat.", "And the gate."]):
        mail = letter(address(ben, said), words, Message_ID=f"<{number}@elsewhere.example>")
        assert take(mail.as_bytes()) is Taken.POSTED

    assert [text for _author, text in replies()] == [
        "The culvert.",
        "And the leat.",
        "And the gate.",
    ]


def test_replies_by_mail_have_a_limit_by_the_day(ben: Actor, said: Message) -> None:
    made = [
        take(letter(address(ben, said), f"Word {n}", Message_ID=f"<{n}@x.example>").as_bytes())
        for n in range(11)
    ]

    assert made == [Taken.POSTED] * 10 + [Taken.REFUSED]


def test_command_reads_one_mail(monkeypatch, ben: Actor, said: Message, capsys) -> None:
    class Pipe:
        buffer = BytesIO(letter(address(ben, said)).as_bytes())

    monkeypatch.setattr("sys.stdin", Pipe)

    call_command("mail", "--read")

    assert capsys.readouterr().out == "posted\n"
    assert replies() == [("ben", "The culvert.")]


def test_command_says_what_is_missing(settings, db: None) -> None:
    with pytest.raises(CommandError, match="--listen HOST:PORT or --read"):
        call_command("mail")
    settings.REPLY_DOMAIN = ""
    with pytest.raises(CommandError, match="REPLY_DOMAIN"):
        call_command("mail", "--listen", "127.0.0.1:0")


def test_letter_is_kept_until_it_is_sent(ben: Actor, said: Message) -> None:
    take(letter(address(ben, said), "").as_bytes())

    assert Letter.objects.get().sent_at is None
    assert Topic.objects.get().last_number == 2
