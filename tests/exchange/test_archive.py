"""An archive brings back what it was made of."""

import json
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    close_topic,
    delete_message,
    edit_message,
    lock_topic,
    merge_topic,
    pin_topic,
    post_holding_reply,
    react,
    reshare,
    split_topic,
)
from groundswell.conversations.models import Attachment, Message, Topic
from groundswell.core.clock import now
from groundswell.spaces.actions import edit_guidelines, leave_space, remove_member
from groundswell.spaces.models import Membership, Removal, Space
from tests import factories
from tests.exchange.archives import content, empty_site


@pytest.fixture
def pack(tmp_path):
    """Writes the archive of a space."""

    def export(space, name="one.zip"):
        path = tmp_path / name
        call_command("export", "space", space.handle, output=path, verbosity=0)
        return path

    return export


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def bring(path, **options):
    call_command("import", "archive", str(path), **options)


def live_a_little(ada, ben, space):
    """A bit of everything that can happen in a space."""
    question = factories.topic(ben, space, kind="question", title="Why #wet?", text="Ask @ada")
    answer = factories.reply(ada, question, "Because[^1]\n\n[^1]: of rain")
    accept_answer(actor=ben, message=answer)
    ask_too(actor=ada, topic=question)
    soon = now().date() + timedelta(days=2)
    post_holding_reply(actor=ada, topic=question, text="We will look", due_on=soon)
    edit_message(actor=ada, message=answer, text="Because it rained", reason="clearer")
    react(actor=ben, message=answer, sign="👍")
    first = reshare(actor=ben, message=answer, text="Look, @ada")
    reshare(actor=ada, message=answer, via=first)
    gone = factories.reply(ben, question, "Nonsense", parent=answer)
    factories.reply(ada, question, "Hm.", parent=gone)
    delete_message(actor=ben, message=gone)
    other = factories.topic(ada, space, title="Other")
    for number in range(3):
        factories.reply(ben, other, f"Word {number}")
    split_topic(actor=ada, topic=other, numbers=[3, 4], title="Split off")
    merged = factories.topic(ben, space, title="Double")
    merge_topic(actor=ada, topic=merged, into=other)
    pin_topic(actor=ada, topic=other)
    lock_topic(actor=ada, topic=other, reason="Enough")
    close_topic(actor=ada, topic=question, summary="**Rain** it was")
    attach(ben, Message.objects.filter(topic=question).order_by("number")[0])
    edit_guidelines(actor=ada, space=space, text="Be kind.")
    edit_guidelines(actor=ada, space=space, text="Be *kind*.")


def attach(owner, message):
    path = default_storage.save("files/ab12.txt", ContentFile(b"hello"))
    Attachment.objects.create(
        owner=owner,
        space=message.topic.space,
        message=message,
        name="Notes.txt",
        path=path,
        content_type="text/plain",
        size=5,
    )


def test_archive_comes_back_equal(ada, ben, meadow, pack):
    live_a_little(ada, ben, meadow)
    first = pack(meadow)
    empty_site()
    default_storage.delete("files/ab12.txt")

    bring(first)

    second = content(pack(Space.objects.get(), "two.zip"))
    assert second == content(first)
    assert {noun: len(second[noun]) for noun in ("topics", "messages", "versions", "links")} == {
        "topics": 4,
        "messages": 12,
        "versions": 1,
        "links": 2,
    }
    assert second["media"] == {"media/files/ab12.txt": b"hello"}


def test_html_is_made_here_and_never_taken_from_the_archive(ada, ben, meadow, pack, tmp_path):
    factories.topic(ada, meadow, text="Hello")
    path = changed(pack(meadow), tmp_path, content="<script>bad()</script>")
    empty_site()

    bring(path)

    assert Message.objects.get().html == '<p dir="auto">Hello</p>\n'


def changed(path, folder, **fields):
    """An archive whose messages say something else, with digests that fit."""
    target = folder / "changed.zip"
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(target, "w") as out:
        manifest = json.loads(packed.read("manifest.json"))
        for entry in manifest["files"]:
            data = packed.read(entry["path"])
            if entry["path"] == "messages.jsonl":
                rows = [json.loads(line) | fields for line in data.splitlines()]
                data = "".join(json.dumps(row) + "\n" for row in rows).encode()
                entry["sha256"] = sha256(data).hexdigest()
            out.writestr(entry["path"], data)
        out.writestr("manifest.json", json.dumps(manifest))
    return target


def test_ids_stay_so_that_old_addresses_lead_there(ada, ben, meadow, pack):
    topic = factories.topic(ada, meadow)
    path = pack(meadow)
    empty_site()

    bring(path)

    assert Topic.objects.get().id == topic.id


def test_second_time_adds_nothing(ada, ben, meadow, pack):
    live_a_little(ada, ben, meadow)
    path = pack(meadow)
    empty_site()
    bring(path)
    before = (Message.objects.count(), Actor.objects.count(), Activity.objects.count())

    bring(path)

    assert (Message.objects.count(), Actor.objects.count(), Activity.objects.count()) == before


def test_archive_of_the_site_itself_adds_nothing(ada, ben, meadow, pack):
    live_a_little(ada, ben, meadow)
    path = pack(meadow)
    before = (Message.objects.count(), Actor.objects.count(), Space.objects.count())

    bring(path)

    assert (Message.objects.count(), Actor.objects.count(), Space.objects.count()) == before


def test_later_archive_adds_what_is_new(ada, ben, meadow, pack):
    topic = factories.topic(ada, meadow, text="One")
    early = content_of_later(ada, topic, meadow, pack)
    empty_site()
    bring(early[0])

    bring(early[1])

    assert list(Message.objects.order_by("number").values_list("text", flat=True)) == [
        "One",
        "Two",
    ]


def content_of_later(ada, topic, space, pack):
    early = pack(space, "early.zip")
    factories.reply(ada, topic, "Two")
    return early, pack(space, "late.zip")


def test_what_was_decided_since_holds_against_an_older_archive(ada, ben, cyn, meadow, pack):
    factories.member(cyn, meadow)
    factories.topic(ben, meadow)
    factories.topic(cyn, meadow)
    path = pack(meadow)
    belongs = Membership.objects.get(space=meadow, actor=ben)
    remove_member(actor=ada, membership=belongs, reason="Noise.")
    leave_space(actor=cyn, space=meadow)
    Membership.objects.filter(space=meadow, actor=ada).update(role="steward", since=now())

    bring(path)

    members = Membership.objects.filter(space=meadow)
    assert list(members.values_list("actor__handle", "role")) == [("ada", "steward")]
    assert Removal.objects.standing().count() == 1


def test_roles_that_are_here_stay(ada, ben, meadow, pack):
    factories.topic(ben, meadow)
    path = pack(meadow)
    Membership.objects.filter(space=meadow, actor=ben).update(role="guest")

    bring(path)

    assert Membership.objects.get(space=meadow, actor=ben).role == "guest"


def test_pictures_are_made_afresh_and_what_is_none_is_a_file(ada, ben, meadow, pack):
    message = factories.topic(ada, meadow).messages.get()
    for name, data in (("a.jpg", photograph()), ("b.png", b"\x89PNG no picture")):
        path = default_storage.save(f"files/{name}", ContentFile(data))
        Attachment.objects.create(
            owner=ada,
            space=meadow,
            message=message,
            name=name,
            path=path,
            content_type="image/jpeg",
            size=len(data),
        )
    archive = pack(meadow)
    empty_site()

    bring(archive)

    kept = {it.name: it for it in Attachment.objects.all()}
    assert {it.content_type for it in kept.values()} == {"image/jpeg", "application/octet-stream"}
    with default_storage.open(kept["a.jpg"].path) as file:
        picture = Image.open(file)
        assert (picture.size, dict(picture.getexif())) == ((20, 10), {})
    assert (kept["a.jpg"].width, kept["b.png"].width) == (20, None)


def photograph():
    """A picture in which a camera wrote who took it."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x013B] = "Ada was here"
    Image.new("RGB", (20, 10), "teal").save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_people_with_the_same_handle_are_other_people(ada, ben, meadow, pack):
    factories.topic(ben, meadow)
    path = pack(meadow)
    empty_site()
    stranger = factories.person("ben")

    bring(path)

    author = Topic.objects.get().author
    assert (author.handle, author.name) == ("ben-2", "Ben")
    assert author.id != stranger.id


def test_space_can_come_under_another_handle_and_steward(ada, ben, meadow, pack):
    path = pack(meadow)
    empty_site()
    factories.person("eve")

    bring(path, handle="our-meadow", steward="eve")

    space = Space.objects.get()
    stewards = Membership.objects.filter(role="steward").order_by("actor__handle")
    assert space.handle == "our-meadow"
    assert [it.actor.handle for it in stewards] == ["ada", "eve"]


def test_dry_run_leaves_nothing(ada, ben, meadow, pack):
    live_a_little(ada, ben, meadow)
    path = pack(meadow)
    empty_site()

    bring(path, dry_run=True)

    assert (Space.objects.count(), Actor.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_members_who_only_read_are_not_in_it(ada, ben, cyn, meadow, pack):
    factories.member(cyn, meadow)
    factories.topic(ben, meadow)

    found = content(pack(meadow))

    assert [it["preferredUsername"] for it in found["actors"]] == ["ada", "ben"]
    assert [it["relationship"] for it in found["memberships"]] == ["steward", "member"]


def test_nothing_private_is_in_it(ada, ben, meadow, pack):
    topic = factories.topic(ben, meadow, text="Secret plan")
    delete_message(actor=ben, message=topic.messages.get())
    Attachment.objects.all().delete()

    with zipfile.ZipFile(pack(meadow)) as packed:
        whole = b"".join(packed.read(name) for name in packed.namelist())

    assert b"example.org" not in whole
    assert b"Secret plan" not in whole


def test_pages_can_be_read_without_a_site(ada, ben, meadow, pack):
    topic = factories.topic(ben, meadow, title="Ponds & <b>", text="See /media/ and #frogs")
    factories.reply(ada, topic, "Yes")

    with zipfile.ZipFile(pack(meadow)) as packed:
        index = packed.read("index.html").decode()
        page = packed.read(f"topics/{topic.id}.html").decode()
        style = packed.read("style.css").decode()

    assert f'<a href="topics/{topic.id}.html">Ponds &amp; &lt;b&gt;</a>' in index
    assert '<a href="http://testserver/tags/frogs/"' in page.replace("127.0.0.1:8000", "testserver")
    assert "<script" not in index + page
    assert "--canvas: light-dark(" in style


def test_space_that_is_not_there_is_a_sentence(db):
    with pytest.raises(CommandError, match="There is no space nowhere"):
        call_command("export", "space", "nowhere")
