"""A file can claim to be anything: what is harmful or untrue is refused, with a sentence."""

import io
import json
import stat
import zipfile
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from groundswell.actors.models import Actor
from groundswell.exchange.importers.archive import open_archive, opened
from groundswell.exchange.importers.shapes import SourceError
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import empty_site
from tests.exchange.test_archive import changed


@pytest.fixture
def whole(ada, ben, meadow, tmp_path):
    """A good archive, and a site that has forgotten what it holds."""
    topic = factories.topic(ada, meadow, text="Hello")
    factories.reply(ben, topic, "Hi")
    path = tmp_path / "whole.zip"
    call_command("export", "space", "meadow", output=path)
    empty_site()
    return path


def zipped(tmp_path, *files, manifest=None):
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files:
            out.writestr(name, data)
        if manifest is not None:
            out.writestr("manifest.json", json.dumps(manifest))
    return path


def refusal(path):
    with pytest.raises(SourceError) as refused, open_archive(path):
        pass
    return str(refused.value)


@pytest.mark.parametrize(
    "name", ["../up.txt", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", ".hidden", "a//b", "a/./b"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    entry = zipfile.ZipInfo("x")
    entry.filename = name

    assert "a name we do not take" in refusal(zipped(tmp_path, (entry, b"x")))


def test_links_are_refused(tmp_path):
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert refusal(zipped(tmp_path, (entry, b"/etc/passwd"))) == (
        "link is a link or a device, not a file."
    )


def test_bombs_are_refused(tmp_path):
    path = zipped(tmp_path, ("bomb.jsonl", b"\0" * 5_000_000))

    assert refusal(path) == "bomb.jsonl would unpack to more than 100 times its size."


def test_more_files_than_any_archive_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(opened, "MOST_ENTRIES", 2)

    path = zipped(tmp_path, ("a", b""), ("b", b""), ("c", b""))

    assert refusal(path) == "The archive holds more than 2 files."


def test_large_files_are_refused_before_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(opened, "MOST_BYTES", 10)

    assert refusal(zipped(tmp_path, ("a", b"abc"))).endswith("is larger than 0 MB.")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path):
    path = zipped(tmp_path, ("a", b"1"), ("a", b"2"))

    assert refusal(path) == "The archive holds two files of one name."


def test_other_files_are_refused(tmp_path):
    text = tmp_path / "a.zip"
    text.write_text("hello")

    assert refusal(text).endswith("a.zip is no zip file, or a damaged one.")
    assert "no manifest.json" in refusal(zipped(tmp_path, ("a", b"1")))
    assert refusal(tmp_path / "none.zip").startswith("There is no file ")
    assert "not that of a space" in refusal(zipped(tmp_path, manifest={"format": "x"}))


def test_newer_archives_are_refused(tmp_path):
    manifest = {"format": "groundswell-space", "version": 99, "files": []}

    assert refusal(zipped(tmp_path, manifest=manifest)).startswith("A newer Groundswell wrote")


def test_damage_is_found(whole, tmp_path):
    target = tmp_path / "damaged.zip"
    with zipfile.ZipFile(whole) as packed, zipfile.ZipFile(target, "w") as out:
        for name in packed.namelist():
            data = packed.read(name)
            out.writestr(name, data.replace(b"Hello", b"Hallo"))

    assert refusal(target).endswith("is not what the manifest says: the archive is damaged.")


def test_cut_file_is_found(whole, tmp_path):
    target = tmp_path / "cut.zip"
    target.write_bytes(whole.read_bytes()[:-100])

    assert refusal(target).endswith("is no zip file, or a damaged one.")


def test_every_byte_may_be_wrong(whole, tmp_path):
    """Whatever byte is turned, the answer is a sentence or the whole archive."""
    data = bytearray(whole.read_bytes())
    target = tmp_path / "turned.zip"
    for place in range(0, len(data), 97):
        data[place] ^= 0xFF
        target.write_bytes(data)
        data[place] ^= 0xFF
        with suppress(SourceError), open_archive(target):
            pass


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"attributedTo": "https://example.org/@eve"}, "attributedTo is not in the archive"),
        ({"published": "yesterday"}, "published is not a date with its time and zone"),
        ({"published": "0001-01-01T00:00:00+00:00"}, "published is not a date with its time"),
        ({"number": 7}, "number is not 1, the next one in its topic"),
        ({"kind": "sermon"}, "kind is not one of"),
        ({"source": "text"}, "source is not an object"),
        ({"id": "javascript:alert(1)"}, "id is not an address"),
        ({"alignment": 5}, "alignment is not a whole number from -1 to 1"),
        ({"source": {"content": "x" * 60_000}}, "characters fit"),
    ],
)
def test_untrue_objects_are_refused_and_nothing_is_left(whole, tmp_path, fields, sentence):
    path = changed(whole, tmp_path, **fields)

    with pytest.raises(CommandError, match=sentence):
        call_command("import", "archive", str(path), stdout=io.StringIO())

    assert (Space.objects.count(), Actor.objects.count()) == (0, 0)


def test_deep_json_is_refused(whole, tmp_path):
    deep = "[" * 100_000
    path = zipped(tmp_path, ("manifest.json", deep))

    assert refusal(path) == "The manifest is not JSON."
