"""Mailing lists: who answered whom, what they said, and nobody's address."""

import gzip
import random
from base64 import b64encode
from email.message import EmailMessage
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from groundswell.actors.models import Actor
from groundswell.conversations.models import Attachment, Message, Topic
from groundswell.exchange.importers.mbox.words import LEFT_OUT
from tests.core.hostile import HOSTILE
from tests.exchange.test_decidim import counts

FROM = b"From MAILER-DAEMON Thu Jan  1 00:00:00 2015\n"
HEAD = {
    "From": "Ada Lovelace <ada@example.org>",
    "Subject": "Bees",
    "Date": "Thu, 5 Feb 2015 10:00:00 +0100",
    "Message-ID": "<1@example.org>",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def mails(tmp_path, told, db):
    """Imports these mails, each as raw bytes or as (headers, text)."""

    def run(*given, **options):
        path = tmp_path / "list.mbox"
        path.write_bytes(b"".join(FROM + raw(it) + b"\n\n" for it in given))
        flags = [f"--{name.replace('_', '-')}" for name in options]
        return told("import", "mbox", path, "--space", "Bees", *flags)

    return run


def raw(mail):
    if isinstance(mail, bytes):
        return mail
    headers, text = mail
    lines = [f"{name}: {value}" for name, value in (HEAD | headers).items() if value]
    return "\n".join([*lines, "", text]).encode()


def reply(number, to, text, **headers):
    given = {
        "Message-ID": f"<{number}@example.org>",
        "In-Reply-To": f"<{to}@example.org>",
        "Subject": "Re: Bees",
        "From": "Ben <ben@example.org>",
        "Date": f"Thu, 5 Feb 2015 1{number}:00:00 +0100",
    }
    return given | headers, text


def rows(*fields):
    return list(Message.objects.order_by("topic_id", "number").values_list(*fields))


def test_mails_become_a_thread(mails):
    said = mails(({}, "Who keeps bees?"), reply(2, 1, "I do."), reply(3, 2, "Where?"))

    assert counts(said)["created"] == {"mails": 3, "people": 2}
    topic = Topic.objects.get()
    assert (topic.title, topic.source, topic.author.name) == ("Bees", "mbox", "Ada Lovelace")
    assert topic.published_at.isoformat() == "2015-02-05T09:00:00+00:00"
    assert rows("number", "text", "parent__number") == [
        (1, "Who keeps bees?", None),
        (2, "I do.", None),
        (3, "Where?", 2),
    ]


def test_references_join_over_a_missing_mail(mails):
    headers, text = reply(3, 2, "Me too", References="<1@example.org> <2@example.org>")

    mails(({}, "Who?"), (headers, text))

    assert rows("number", "text") == [(1, "Who?"), (2, "Me too")]


def test_subject_joins_what_says_nothing_else(mails):
    lost = {"In-Reply-To": "", "Subject": "AW: [bees] Re: Bees"}

    mails(({"Subject": "[bees] Bees"}, "Who?"), reply(2, 1, "I", **lost))

    assert Topic.objects.count() == 1
    assert Topic.objects.get().title == "Bees"


def test_subject_of_another_year_is_another_topic(mails):
    late = {"In-Reply-To": "", "Date": "Fri, 5 Feb 2016 10:00:00 +0100"}

    mails(({}, "Who?"), reply(2, 1, "I", **late))

    assert Topic.objects.count() == 2


def test_rings_copies_and_missing_ids(mails):
    said = mails(
        ({"In-Reply-To": "<2@example.org>"}, "One"),
        reply(2, 1, "Two"),
        reply(2, 1, "Two again"),
        ({"Message-ID": "", "Subject": "Other"}, "Three"),
        ({"Message-ID": "<4@x>", "In-Reply-To": "<4@x>", "Subject": "Self"}, "Four"),
    )

    assert counts(said)["created"]["mails"] == 4
    assert said["reasons"] == [
        {"kind": "mails", "reason": "is a copy of a mail before it", "count": 1}
    ]
    assert Topic.objects.count() == 3


def test_second_run_adds_nothing_and_later_mails_join(mails):
    first = ({}, "Who keeps bees?")
    mails(first, reply(2, 1, "I do."))

    said = mails(first, reply(2, 1, "I do."), reply(3, 2, "Where?"))

    assert counts(said)["created"] == {"mails": 1}
    assert counts(said)["unchanged"] == {"mails": 2, "people": 2}
    assert rows("number", "parent__number")[-1] == (3, 2)


def test_dry_run_writes_nothing(mails):
    said = mails(({}, "Who?"), dry_run=True)

    assert counts(said)["created"] == {"mails": 1, "people": 1}
    assert (Topic.objects.count(), Actor.objects.count()) == (0, 0)


def test_encodings_of_the_real_world(mails):
    mails(
        b"From: =?iso-8859-1?Q?J=F8rgen?= <j@example.org>\nSubject: =?utf-8?b?"
        + b64encode("Blåbær".encode())
        + b"?=\nMessage-ID: <1@x>\nContent-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: quoted-printable\n\nSm=F8rrebr=F8d =\nog te",
        b"From: k@example.org\nSubject: Gr\xfc\xdfe\nMessage-ID: <2@x>\n"
        b"Content-Type: text/plain; charset=martian\n\nSch\xf6n \x93so\x94",
        b"From: (\nSubject: =?x-none?Q?=FF?= =?utf-8?q?bad\nMessage-ID: <3@x>\n\nStill here",
    )

    topics = {topic.title: topic for topic in Topic.objects.all()}
    assert topics["Blåbær"].messages.get().text == "Smørrebrød og te"
    assert topics["Blåbær"].author.name == "Jørgen"
    assert topics["Grüße"].messages.get().text == "Schön “so”"
    assert [m.text for m in Message.objects.filter(text="Still here")] == ["Still here"]


def test_nobodys_address_is_shown(mails):
    text = (
        "Write to ada@example.org or <mailto:x.y@sub.example.com>.\n\n> a@b.example said so\n\nNo"
    )

    mails(
        ({"Subject": "Ask me@example.org"}, text),
        ({"From": "bare@example.org", "Message-ID": "<7@x>", "Subject": "B"}, "Hi"),
        ({"From": '"c@example.org" <c@example.org>', "Message-ID": "<8@x>"}, "Ho"),
    )

    shown = " ".join(Message.objects.values_list("text", flat=True))
    shown += " ".join(Message.objects.values_list("html", flat=True))
    shown += " ".join(Topic.objects.values_list("title", flat=True))
    shown += " ".join(f"{it.name} {it.handle}" for it in Actor.objects.all())
    assert "example" not in shown
    assert "Write to (address) or <(address)>." in Message.objects.order_by("id")[0].text


def test_one_address_is_one_person_whatever_the_name(mails):
    mails(({}, "One"), ({"From": "A. L. <ADA@example.org>", "Message-ID": "<2@x>"}, "Two"))

    assert Message.objects.values("author").distinct().count() == 1


def test_full_quotation_at_the_end_is_left_out(mails):
    text = "I agree.\n\nOn Monday, Ada <ada@example.org>\nwrote:\n> One\n> Two\n> Three\n> Four\n"

    mails(({}, "Who?"), reply(2, 1, text))

    assert Message.objects.get(number=2).text == f"I agree.\n\n{LEFT_OUT}"


def test_quotation_between_stays_and_long_ones_are_folded(mails):
    quoted = "\n".join(f"> line {number}" for number in range(20))

    mails(({}, f"Ada wrote:\n> Bees?\nYes.\n\n{quoted}\n\n>> deep\nNo."))

    text = Message.objects.get().text
    assert text.startswith("Ada wrote:\n\n> Bees?\n\nYes.\n\n> line 0\n")
    assert "> line 7\n> […]\n\n> > deep" in text.replace("\n\n> > deep", "\n\n> > deep")
    assert "line 8" not in text
    assert text.endswith("No.")


def test_signature_footer_and_forwarded_original_are_cut(mails):
    footer = "_" * 47 + "\nBees mailing list\nBees@example.org"
    mails(
        ({}, f"Hello\n-- \nAda, Secretary\n{footer}"),
        ({"Message-ID": "<2@x>", "Subject": "B"}, f"Hi\n\n{footer}"),
        ({"Message-ID": "<3@x>", "Subject": "C"}, "Ho\n\n-----Original Message-----\nFrom: x"),
    )

    assert sorted(Message.objects.values_list("text", flat=True)) == ["Hello", "Hi", "Ho"]


def test_html_only_mail_is_converted(mails):
    mail = EmailMessage()
    for name, value in HEAD.items():
        mail[name] = value
    mail.set_content(
        "<html><head><style>p{}</style></head><body><p>One <b>two</b></p>"
        "<ul><li>three</li></ul><a href='https://example.com/x'>four</a>"
        "<script>bad()</script><blockquote>five</blockquote></body></html>",
        subtype="html",
    )

    mails(mail.as_bytes())

    assert Message.objects.get().text == (
        "One **two**\n\n- three\n\n[four](https://example.com/x)\n\n> five"
    )


def test_flowed_lines_are_joined(mails):
    mails(({"Content-Type": "text/plain; format=flowed"}, "One \ntwo\nthree"))

    assert Message.objects.get().text == "One two\nthree"


def with_files(*files):
    mail = EmailMessage()
    for name, value in HEAD.items():
        mail[name] = value
    mail.set_content("See here")
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def picture():
    out = BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG")
    return out.getvalue()


def test_attachments_are_kept_and_named_in_the_text(mails):
    said = mails(
        with_files(
            ("../etc/pa[ss].txt", "application/pdf", b"%PDF"), ("b.png", "image/png", picture())
        )
    )

    assert counts(said)["created"]["files"] == 2
    message = Message.objects.get()
    one, two = Attachment.objects.filter(message=message).order_by("id")
    assert (one.name, one.size) == ("pa[ss].txt", 4)
    assert (two.content_type, two.width, two.height) == ("image/png", 8, 6)
    assert message.text == (
        f"See here\n\n[pa(ss).txt]({one.get_absolute_url()})\n\n![b.png]({two.get_absolute_url()})"
    )


def test_refused_attachments_are_reported(mails):
    many = [(f"{n}.txt", "application/pdf", b"x") for n in range(5)]
    broken = ("broken.png", "image/png", b"\x89PNG\r\n\x1a\nnothing")

    said = mails(with_files(broken, *many[:3], *many[3:]))

    reasons = {it["reason"]: it["count"] for it in said["reasons"]}
    assert reasons["is one of more than 4 files in a mail"] == 2
    assert len(reasons) == 2
    assert counts(said)["created"]["files"] == 3


def test_forwarded_mail_is_not_attached(mails):
    inner = EmailMessage()
    inner["From"] = "secret@example.org"
    outer = EmailMessage()
    for name, value in HEAD.items():
        outer[name] = value
    outer.set_content("Look")
    outer.add_attachment(inner)

    said = mails(outer.as_bytes())

    assert said["reasons"][0]["reason"] == "is a forwarded mail, which shows addresses"
    assert Attachment.objects.count() == 0


def test_dates_that_cannot_be_follow_the_mail_before(mails):
    said = mails(
        ({}, "One"),
        ({"Message-ID": "<2@x>", "Subject": "B", "Date": "yesterday"}, "Two"),
        ({"Message-ID": "<3@x>", "Subject": "C", "Date": "Mon, 1 Jan 2999 00:00:00 +0000"}, "3"),
        ({"Message-ID": "<4@x>", "Subject": "D", "Date": "Thu, 5 Feb 1900 10:00:00 +0100"}, "4"),
    )

    seconds = Message.objects.order_by("published_at").values_list(
        "published_at__second", flat=True
    )
    assert list(seconds) == [0, 1, 2, 3]
    assert said["remarks"][0]["count"] == 3


def test_packed_file_and_from_lines_in_the_text(tmp_path, told, db):
    path = tmp_path / "list.mbox.gz"
    mail = FROM + raw(({}, "One\n\n>From here on\nFrom me")) + b"\n\n"
    path.write_bytes(gzip.compress(mail))

    told("import", "mbox", path, "--space", "Bees")

    assert Message.objects.get().text == "One\n\nFrom here on\nFrom me"


@pytest.mark.slow
def test_hostile_mails_never_stop_it(mails):
    deep = (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3000
    )
    nested = b"From: a@b.example\nMessage-ID: <deep@x>\n" + deep
    tags = (
        b"From: a@b.example\nMessage-ID: <tags@x>\nContent-Type: text/html\n\n"
        + b"<div>" * 50_000
        + b"<![/#"
    )
    strings = [
        f"From: {s}\nSubject: {s}\nDate: {s}\nMessage-ID: <{n}@x>\n\n{s} x".encode(
            "utf-8", "replace"
        )
        for n, s in enumerate(HOSTILE)
    ]
    generator = random.Random(7)
    noise = [
        b"From: a@b.example\nMessage-ID: <n%d@x>\n" % n + generator.randbytes(300)
        for n in range(50)
    ]

    said = mails(nested, tags, *strings, *noise, ({}, "The last one"))

    assert Message.objects.filter(text="The last one").count() == 1
    seen = sum(said[end].get("mails", 0) for end in ("created", "skipped"))
    assert seen >= len(strings) + 3


def test_files_that_are_no_mailbox_are_a_sentence(db, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("hello\n")
    with pytest.raises(CommandError, match="holds no mail"):
        call_command("import", "mbox", other, "--space", "x")

    with pytest.raises(CommandError, match="There is no file"):
        call_command("import", "mbox", tmp_path / "none", "--space", "x")

    other.write_bytes(b"\x1f\x8bbroken")
    with pytest.raises(CommandError, match="cannot be unpacked"):
        call_command("import", "mbox", other, "--space", "x")


def test_packed_file_that_unpacks_without_end_is_refused(db, tmp_path, monkeypatch):
    monkeypatch.setattr("groundswell.exchange.importers.mbox.split.LEAST_ROOM", 1_000_000)
    path = tmp_path / "list.mbox.gz"
    path.write_bytes(gzip.compress(FROM + b"a" * 5_000_000))

    with pytest.raises(CommandError, match="more than any mailbox of its size"):
        call_command("import", "mbox", path, "--space", "x")
