"""Settings, closing, and who decides what, in the browser."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Organisation
from groundswell.spaces.actions import change_space, edit_guidelines, leave_space
from groundswell.spaces.models import Membership
from tests import factories

WORDS = {
    "name": "The Meadow",
    "purpose": "What meadow is for",
    "visibility": "public",
    "joining": "open",
    "writing": "members",
    "licence": "CC-BY-SA-4.0",
    "reactions": "",
    "answer_days": "7",
    "delegate_cap": "10",
}
HOME = "/s/meadow/settings/"


def rows(client):
    tree = LexborHTMLParser(client.get("/s/meadow/policies/").text)
    return {
        row.css_first("th").text(): [" ".join(cell.text().split()) for cell in row.css("td")]
        for row in tree.css(".policies tbody tr")
    }


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(40, 30)):
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "PNG")
    return SimpleUploadedFile("meadow.png", data.getvalue(), "image/png")


def test_steward_changes_what_the_space_decides(as_, ada, meadow):
    client = as_(ada)
    assert client.get(HOME).status_code == 200

    changes = {
        "name": "The Field",
        "joining": "approval",
        "reactions": "👍 👍 💡",
        "answer_days": "3",
    }
    answer = client.post(HOME, {**WORDS, **changes})

    meadow.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, HOME)
    assert (meadow.name, meadow.joining, meadow.reactions, meadow.answer_days) == (
        "The Field",
        "approval",
        "👍 💡",
        3,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": ""}, "A space without a purpose gathers nobody"),
        ({"name": "x" * 151}, "at most 150 characters fit"),
        ({"answer_days": "0"}, "greater than or equal to 1"),
        ({"visibility": "nobody"}, "not one of the available choices"),
        ({"reactions": " ".join("abcdefghijk")}, "at most ten single signs"),
        ({}, "Nothing was changed."),
    ],
)
def test_refused_settings_say_why(as_, ada, meadow, changes, sentence):
    answer = as_(ada).post(HOME, {**WORDS, **changes})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_picture_is_made_afresh_shown_and_removed(as_, ada, meadow, media):
    client = as_(ada)

    client.post(HOME, {**WORDS, "picture": picture()})
    meadow.actor.refresh_from_db()
    kept = meadow.actor.picture
    assert default_storage.exists(kept)
    assert f"/media/{kept}" in client.get("/s/meadow/").text

    client.post(HOME, {**WORDS, "remove_picture": "on"})
    meadow.actor.refresh_from_db()
    assert meadow.actor.picture == ""


def test_what_is_no_picture_is_refused(as_, ada, meadow, media):
    file = SimpleUploadedFile("meadow.png", b"<svg onload=alert(1)>", "image/png")

    answer = as_(ada).post(HOME, {**WORDS, "picture": file})

    assert answer.status_code == 422
    assert "not a picture that can be shown" in answer.text


def test_space_is_moved_under_another_and_never_under_itself(as_, ada, meadow):
    hill = factories.space(ada, "hill", name="The Hill")
    client = as_(ada)

    client.post(HOME, {**WORDS, "parent": str(hill.id)})
    meadow.refresh_from_db()
    assert meadow.parent == hill

    hill_words = {**WORDS, "name": "The Hill", "purpose": "Sledges", "parent": str(meadow.id)}
    answer = client.post("/s/hill/settings/", hill_words)
    assert answer.status_code == 422
    assert "The Meadow lies under The Hill already" in answer.text


def test_closing_and_opening_again(as_, ada, meadow):
    client = as_(ada)
    assert client.get("/s/meadow/close/").status_code == 200
    assert client.post("/s/meadow/close/", {"reason": ""}).status_code == 422

    assert client.post("/s/meadow/close/", {"reason": "Winter."}).status_code == 303
    assert "Winter." in client.get(HOME).text
    assert client.post("/s/meadow/close/", {"reason": "Again."}).status_code == 422

    assert client.post("/s/meadow/reopen/").status_code == 303
    assert client.post("/s/meadow/reopen/").status_code == 409


def test_policies_stand_side_by_side_with_who_set_them(as_, ada, ben, meadow):
    Organisation(licence="CC-BY-4.0", licence_fixed=True, public_spaces_allowed=False).save()
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    change_space(actor=ada, space=meadow, writing="stewards", answer_days=2)
    type(meadow).objects.update(licence="CC0-1.0")

    seen = rows(as_(None))

    assert seen["Who sees it"][0] == "No space is open to everyone"
    assert seen["Who writes"][1].startswith("Stewards open topics, members reply Ada,")
    assert seen["Licence of what is written"] == [
        "CC BY 4.0 for all spaces Fixed for all",
        "CC BY 4.0 fixed by Groundswell",
    ]
    assert seen["Guidelines"][1].startswith("Version 1 Ada,")
    assert seen["Response clock"][1].startswith("Questions are answered within 2 days Ada,")


def test_only_stewards_are_led_to_what_they_can_change(as_, ada, ben, meadow):
    assert not any("Change" in space for _, space in rows(as_(ben)).values())
    changeable = [name for name, (_, space) in rows(as_(ada)).items() if "Change" in space]
    assert changeable == [
        "Who sees it",
        "How people join",
        "Who writes",
        "Licence of what is written",
        "Guidelines",
        "Reactions",
        "Response clock",
        "Voting for others",
    ]


def test_organiser_is_led_to_what_the_organisation_decides(as_, ada, meadow):
    olga = factories.person("olga", is_staff=True)

    def links(person):
        tree = LexborHTMLParser(as_(person).get("/s/meadow/policies/").text)
        return [a.attributes["href"] for a in tree.css("main p > a")]

    assert links(olga) == ["/organisation/"]
    assert links(ada) == []


def test_parent_out_of_sight_stays_when_settings_are_saved(as_, ada, ben):
    above = factories.space(ada, "above", visibility="invitation")
    Membership.objects.create(space=above, actor=ben, role="steward")
    below = factories.space(ben, "below", parent=above)
    factories.space(ben, "other")
    leave_space(actor=ben, space=above)

    shown = as_(ben).get("/s/below/settings/").text
    saved = as_(ben).post("/s/below/settings/", {**WORDS, "purpose": "New", "parent": ""})

    below.refresh_from_db()
    assert ('name="parent"' in shown, "a space that you cannot see" in shown) == (False, True)
    assert (saved.status_code, below.purpose, below.parent_id) == (303, "New", above.id)
