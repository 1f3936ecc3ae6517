"""What people show of themselves."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Account, Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.images import Picture
from groundswell.core.links import rel_me
from groundswell.people.actions import (
    ProfileWords,
    add_presence,
    change_picture,
    change_profile,
    remove_picture,
)
from groundswell.people.models import Presence, Profile, Skill

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Ada L.",
    "pronouns": "she/her",
    "source": "I **count**.",
    "organisation": "Analytical Engines",
    "department": "Notes",
    "sector": "Science",
    "skills": "Mathematics, poetry , mathematics,",
    "languages": "English, Français, Klingon",
    "time_zone": "Europe/London",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photograph(size=(600, 300)):
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "at home"
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_profile_is_edited_and_shown_again(as_, ada):
    browser = as_(ada)

    response = browser.post("/settings/profile/", WORDS)

    assert response.status_code == 303
    profile = Profile.objects.get(actor=ada)
    assert Actor.objects.get(id=ada.id).name == "Ada L."
    assert "<strong>count</strong>" in profile.html
    assert profile.languages == ["en", "fr", "Klingon"]
    names = Skill.objects.filter(actor=ada).order_by("id").values_list("name", flat=True)
    assert list(names) == ["Mathematics", "poetry"]
    page = browser.get("/settings/profile/").content.decode()
    assert 'value="Mathematics, poetry"' in page
    assert 'value="English, français, Klingon"' in page


def test_zone_that_is_shown_is_the_one_of_pages_and_mail(as_, ada):
    browser = as_(ada)
    looks = {"theme": "", "nested": "", "language": ""}

    def zones():
        return (Profile.objects.get(actor=ada).time_zone, Account.objects.get(actor=ada).time_zone)

    browser.post("/settings/profile/", WORDS)
    told = browser.get("/settings/alerts/").text
    assert zones() == ("Europe/London", "Europe/London")
    assert "Europe/London" in told

    browser.post("/settings/appearance/", {**looks, "time_zone": "Asia/Tokyo"})
    assert zones() == ("Asia/Tokyo", "Asia/Tokyo")

    browser.post("/settings/profile/", {**WORDS, "time_zone": ""})
    assert zones() == ("", "Asia/Tokyo")

    browser.post("/settings/appearance/", {**looks, "time_zone": "Europe/Warsaw"})
    assert zones() == ("", "Europe/Warsaw")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 151),
        ("pronouns", "x" * 41),
        ("source", "x" * 2001),
        ("sector", "x" * 81),
        ("skills", ", ".join(f"skill {n}" for n in range(21))),
        ("skills", "x" * 61),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_refused_profile_keeps_what_was_typed(as_, ada, field, value):
    response = as_(ada).post("/settings/profile/", WORDS | {field: value})

    assert response.status_code == 422
    assert field == "department" or 'value="Notes"' in response.content.decode()
    assert Actor.objects.get(id=ada.id).name == "Ada"


def test_picture_is_made_afresh_and_given_out(as_, ada):
    browser = as_(ada)
    file = SimpleUploadedFile("me.jpg", photograph(), "image/jpeg")

    response = browser.post("/settings/profile/picture/", {"picture": file})

    assert response.status_code == 303
    shown = as_(None).get(Actor.objects.get(id=ada.id).avatar_url)
    data = b"".join(shown.streaming_content)
    assert b"at home" not in data
    assert Image.open(io.BytesIO(data)).size == (256, 256)
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff broken",
        b"GIF89a" + b"\0" * 50,
    ],
)
def test_what_is_no_picture_gets_a_clear_sentence(as_, ada, data):
    file = SimpleUploadedFile("me.jpg", data, "image/jpeg")

    response = as_(ada).post("/settings/profile/picture/", {"picture": file})

    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert Actor.objects.get(id=ada.id).picture == ""


def test_huge_picture_is_refused_unopened(as_, ada):
    file = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(file, "PNG")
    upload = SimpleUploadedFile("me.png", file.getvalue(), "image/png")

    response = as_(ada).post("/settings/profile/picture/", {"picture": upload})

    assert response.status_code == 422
    assert "This picture is 13000 by 13000 pixels" in response.content.decode()


def test_replaced_picture_leaves_the_disk(ada, django_capture_on_commit_callbacks):
    made = Picture(data=b"x", content_type="image/png", width=1, height=1)
    with django_capture_on_commit_callbacks(execute=True):
        change_picture(actor=ada, picture=made)
    first = ada.picture
    with django_capture_on_commit_callbacks(execute=True):
        change_picture(actor=ada, picture=made)
    second = ada.picture
    with django_capture_on_commit_callbacks(execute=True):
        remove_picture(actor=ada)

    assert (default_storage.exists(first), default_storage.exists(second)) == (False, False)
    with pytest.raises(Invalid):
        remove_picture(actor=ada)


@pytest.mark.parametrize("name", ["nothing.png", "..%2F..%2Fsecret_key", "a/b.png", "%00"])
def test_guessed_picture_is_unknown(as_, ada, name):
    assert as_(None).get(f"/media/pictures/{name}").status_code == 404


def test_profile_without_a_row_is_empty(as_, ada):
    Profile.objects.filter(actor=ada).delete()

    assert as_(ada).get("/settings/profile/").status_code == 200
    change_profile(actor=ada, words=ProfileWords(name="Ada"))
    assert Profile.objects.filter(actor=ada).count() == 1


def test_profile_gives_the_link_that_verifies_a_page(as_, ada, settings):
    page = LexborHTMLParser(as_(ada).get("/settings/profile/").text)
    address = f"{settings.SITE_URL}/@ada/"
    link = page.css("#own-link")[0].text()

    assert link == f'<a rel="me" href="{address}">Groundswell</a>'
    assert page.css("gs-copy")[0].attributes["text"] == link
    assert [found.rstrip("/") for found in rel_me(link, "https://example.org")] == [
        address.rstrip("/")
    ]


def test_presence_is_listed_once_with_its_host_as_a_name(ada):
    presence = add_presence(actor=ada, url="www.example.org/ada", label="")

    assert (presence.url, presence.label) == ("https://www.example.org/ada", "example.org")
    with pytest.raises(Conflict):
        add_presence(actor=ada, url="https://www.example.org/ada", label="Again")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "http://",
        "https://127.0.0.1/",
        "x y",
        "",
        "a" * 600,
    ],
)
def test_presence_must_be_a_public_page(as_, ada, url):
    response = as_(ada).post("/settings/profile/pages/", {"url": url, "label": "Mine"})

    assert response.status_code == 422
    assert Presence.objects.count() == 0


def test_presences_are_few(ada):
    for number in range(12):
        add_presence(actor=ada, url=f"https://example.org/{number}", label="")

    with pytest.raises(Invalid):
        add_presence(actor=ada, url="https://example.org/more", label="")


@pytest.mark.parametrize("act", ["remove", "check"])
def test_presence_of_another_is_unknown(as_, ada, ben, act):
    presence = add_presence(actor=ada, url="https://example.org/", label="")

    assert as_(ben).post(f"/settings/profile/pages/{presence.id}/{act}/").status_code == 404
    assert Presence.objects.count() == 1
