"""Files: brought, shown to those who see the message, and gone when nobody uses them."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Attachment, Message
from groundswell.conversations.tasks import sweep_files
from groundswell.core import images
from groundswell.core.clock import now
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(width: int = 8, height: int = 6, name: str = "cat.png") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def look(browser: Client, address: str) -> int:
    answer = browser.get(address)
    if answer.streaming:
        # Read to its end, the file is closed and the connection kept, as another page needs it.
        b"".join(answer)
    return answer.status_code


def bring(browser: Client, file: SimpleUploadedFile, space: str = "meadow"):
    return browser.post(f"/attachments/?space={space}", {"file": file})


def test_picture_is_taken_and_named_in_markdown(as_: Browser, ben: Actor, meadow: Space) -> None:
    answer = bring(as_(ben), picture(name="Grüße [1].png"))

    kept = Attachment.objects.get()
    assert answer.json() == {
        "markdown": f"![Grüße (1)](/media/a/{kept.id}/Gr-e-1-.png)",
        "id": str(kept.id),
    }
    assert (kept.width, kept.height, kept.content_type) == (8, 6, "image/png")


def test_pictures_say_how_large_they_are_and_only_the_first_comes_at_once(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    browser = as_(ben)
    marks = [
        bring(browser, picture(*size, name=f"{size[0]}.png")).json()["markdown"]
        for size in ((8, 6), (20, 10), (30, 40))
    ]

    topic = factories.topic(ben, meadow, text="\n\n".join(marks[:2]))
    reply = factories.reply(ben, topic, text=marks[2] + " and ![more](/media/a/1/x.png)")
    pages = [topic.messages.get(number=1).html, reply.html]
    edited = edit_message(actor=ben, message=reply, text=f"Look: {marks[2]}")

    size = r'<img src="[^"]*" alt="[^"]*"(?: width="(\d+)" height="(\d+)")?'
    shown = [re.findall(size, html) for html in pages]
    assert shown == [[("8", "6"), ("20", "10")], [("30", "40"), ("", "")]]
    assert [html.count('loading="lazy"') for html in pages] == [1, 2]
    assert 'width="30" height="40"' in Message.objects.get(id=edited.id).html


def test_too_many_pictures_at_once_are_asked_to_wait(as_: Browser, ben: Actor, meadow) -> None:
    with ExitStack() as hands:
        for _ in range(images.MOST_IN_HAND):
            images._in_hand.acquire()
            hands.callback(images._in_hand.release)
        answer = bring(as_(ben), picture())

    assert (answer.status_code, answer.json()) == (
        503,
        {
            "error": "Several pictures are being prepared at this moment. "
            "Please try again in a moment."
        },
    )


def test_files_of_others_are_not_measured(as_: Browser, ada, ben: Actor, meadow: Space) -> None:
    mark = bring(as_(ada), picture()).json()["markdown"]

    topic = factories.topic(ben, meadow, text=mark)

    assert "width" not in topic.messages.get().html


def test_picture_in_a_message_is_shown_and_belongs_to_it(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    markdown = bring(as_(ben), picture()).json()["markdown"].replace("![cat]", "![A grey cat]")

    message = factories.reply(ben, topic, text=f"Look:\n\n{markdown}")

    kept = Attachment.objects.get()
    page = as_(None).get(f"/t/{topic.id}/").text
    assert (kept.message_id, kept.description) == (message.id, "A grey cat")
    assert f'<img src="/media/a/{kept.id}/cat.png" alt="A grey cat"' in page
    assert 'class="attachments"' not in page


def test_file_is_seen_by_those_who_see_its_message(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    topic = factories.topic(ben, burrow)
    markdown = bring(as_(ben), picture(), "burrow").json()["markdown"]
    address = Attachment.objects.get().get_absolute_url()
    before = [look(as_(person), address) for person in (ben, cyn, None)]

    factories.reply(ben, topic, text=markdown)

    assert before == [200, 404, 404]
    assert [look(as_(person), address) for person in (ben, cyn, None)] == [200, 404, 404]


def test_member_sees_a_file_only_once_it_was_sent(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    markdown = bring(as_(ben), picture()).json()["markdown"]
    address = Attachment.objects.get().get_absolute_url()

    assert look(as_(ada), address) == 404
    factories.reply(ben, topic, text=markdown)
    assert look(as_(ada), address) == 200


def test_nobody_claims_another_persons_file(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    markdown = bring(as_(ben), picture()).json()["markdown"]

    factories.reply(ada, factories.topic(ada, meadow), text=markdown)

    assert Attachment.objects.get().message_id is None


@pytest.mark.parametrize("name", ["evil.svg", "page.html", "data.xml", "notes.pdf", "no ending"])
def test_what_is_no_picture_is_only_ever_downloaded(
    as_: Browser, ben: Actor, meadow: Space, name: str
) -> None:
    content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    browser = as_(ben)
    markdown = bring(browser, SimpleUploadedFile(name, content, "image/svg+xml")).json()["markdown"]

    answer = browser.get(Attachment.objects.get().get_absolute_url())

    assert markdown.startswith(f"[{name}](/media/a/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == content
    answer.close()


def test_huge_picture_is_refused_before_it_is_opened(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    header = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + b"IHDR"
    bomb = (
        header + (13_000).to_bytes(4) + (13_000).to_bytes(4) + b"\x08\x02\x00\x00\x00" + b"x" * 40
    )

    answer = bring(as_(ben), SimpleUploadedFile("big.png", bomb))

    assert answer.status_code == 422
    assert "13000 by 13000 pixels" in answer.json()["error"]
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cat.png", b"not a picture at all", "not a picture that can be shown"),
        ("cat.jpg", b"\xff\xd8\xff\xe0 broken", "not a picture that can be shown"),
        ("big.pdf", b"x" * (25 * MIB + 1), "larger than 25 MB"),
        ("big.png", b"\x89PNG\r\n\x1a\n" + b"x" * (8 * MIB), "larger than 8 MB"),
    ],
)
def test_bad_file_is_refused_in_a_sentence(
    as_: Browser, ben: Actor, meadow: Space, name: str, content: bytes, said: str
) -> None:
    answer = bring(as_(ben), SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert said in answer.json()["error"]


def test_new_people_have_less_room(as_: Browser, ben: Actor, meadow: Space) -> None:
    Attachment.objects.create(owner=ben, name="x", path="x", content_type="x", size=20 * MIB)

    fresh = bring(as_(ben), picture())
    ben.account.date_joined = now() - timedelta(days=2)
    ben.account.save(update_fields=["date_joined"])
    later = bring(as_(ben), picture())

    assert (fresh.status_code, later.status_code) == (422, 200)
    assert "20 MB" in fresh.json()["error"]


def test_stranger_is_told_to_sign_in(as_: Browser, meadow: Space) -> None:
    answer = bring(as_(None), picture())

    assert answer.status_code == 403
    assert answer.json()["error"].startswith("Sign in again")


def test_five_files_are_too_many_and_the_words_are_kept(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)
    marks = [bring(browser, picture()).json()["markdown"] for _ in range(5)]

    page = browser.post(f"/t/{topic.id}/reply/", {"text": "My five:\n" + "\n".join(marks)})

    assert page.status_code == 422
    assert "A message can carry 4 files." in page.text
    assert "My five:" in page.text


def test_files_are_added_without_scripts(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    files = [picture(), SimpleUploadedFile("plan.pdf", b"%PDF-1.7")]

    answer = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "Here.", "attached": files})

    message = Message.objects.get(topic=topic, number=2)
    assert answer.status_code == 303
    assert message.attachments.count() == 2
    assert message.text.startswith("Here.\n\n![cat](/media/a/")


def test_broken_file_without_scripts_keeps_the_words(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    broken = SimpleUploadedFile("cat.png", b"broken")

    page = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "Look at her.", "attached": broken})

    assert page.status_code == 422
    assert "not a picture that can be shown" in page.text
    assert "Look at her." in page.text


def test_deleted_message_takes_its_files_along(as_: Browser, ben: Actor, meadow: Space) -> None:
    markdown = bring(as_(ben), picture()).json()["markdown"]
    message = factories.reply(ben, factories.topic(ben, meadow), text=markdown)
    kept = Attachment.objects.get()

    delete_message(actor=ben, message=message)

    assert look(as_(None), kept.get_absolute_url()) == 404


def test_unused_files_are_swept_after_a_day(as_: Browser, ben: Actor, meadow: Space) -> None:
    browser = as_(ben)
    used, _unused, dropped = (bring(browser, picture()).json()["markdown"] for _ in range(3))
    message = factories.reply(ben, factories.topic(ben, meadow), text=f"{used} {dropped}")
    edit_message(actor=ben, message=message, text=used)
    sweep_files()
    assert Attachment.objects.count() == 3
    paths = list(Attachment.objects.order_by("id").values_list("path", flat=True))

    Attachment.objects.update(created_at=now() - timedelta(hours=25))
    sweep_files()

    assert list(Attachment.objects.values_list("path", flat=True)) == paths[:1]
    assert [default_storage.exists(path) for path in paths] == [True, False, False]


def test_files_of_a_draft_are_kept(as_: Browser, ben: Actor, meadow: Space) -> None:
    browser = as_(ben)
    begun, _unused = (bring(browser, picture()).json()["markdown"] for _ in range(2))
    topic = factories.topic(ben, meadow)
    browser.post("/drafts/", {"key": f"topic-{topic.id}", "text": f"Look: {begun}"})
    Attachment.objects.update(created_at=now() - timedelta(days=9))

    sweep_files()

    kept = Attachment.objects.get()
    assert begun == f"![cat](/media/a/{kept.id}/cat.png)"


def test_imported_file_that_no_word_names_is_listed(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    file = Attachment.objects.create(
        owner=ben,
        message=topic.messages.get(),
        name="minutes <1>.pdf",
        path="x",
        content_type="application/pdf",
        size=2048,
    )

    page = as_(None).get(f"/t/{topic.id}/").text

    assert f'<a href="/media/a/{file.id}/minutes-1-.pdf">' in page
    assert "minutes &lt;1&gt;.pdf" in page
    assert look(as_(None), file.get_absolute_url()) == 404
