"""Everything about me; erase me."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions import react
from groundswell.people.actions import add_presence, block_person, follow_person, mute_person
from groundswell.people.selectors.export import OTHERS, OWN
from tests import factories
from tests.letters import sent

pytestmark = pytest.mark.django_db


def exported(browser):
    response = browser.post("/settings/privacy/export/")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_column_that_points_to_a_person_is_decided_on():
    """A new one must be said to be the person's own, or somebody else's act towards them."""
    names = {
        field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in {Actor, Account} and model._meta.label != "spaces.Space"
    }

    assert names - OWN - OTHERS == set()


def test_export_holds_what_the_person_said_and_did(as_, ada, ben, meadow, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ben.picture = default_storage.save("pictures/p.png", ContentFile(b"face"))
    ben.save()
    message = factories.topic(ben, meadow, text="My own words ☀").messages.get()
    react(actor=ben, message=message, sign="👍")
    follow_person(actor=ben, person=ada)
    add_presence(actor=ben, url="https://ben.example/", label="")

    files = exported(as_(ben))

    tables = {name: json.loads(data) for name, data in files.items() if name.endswith(".json")}
    assert tables["actors.actor.json"][0]["handle"] == "ben"
    assert tables["actors.account.actor.json"][0]["email"] == "ben@example.org"
    assert [row["text"] for row in tables["conversations.message.author.json"]] == [
        "My own words ☀"
    ]
    assert tables["conversations.message.author.json"][0]["id"] == str(message.id)
    assert tables["conversations.reaction.actor.json"][0]["sign"] == "👍"
    assert tables["people.personfollow.actor.json"][0]["followed_id"] == str(ada.id)
    assert tables["people.presence.actor.json"][0]["url"] == "https://ben.example/"
    assert files["media/pictures/p.png"] == b"face"


def test_export_holds_nothing_secret_and_nothing_of_others(as_, ada, ben, meadow):
    factories.topic(ada, meadow, text="Words of Ada")
    block_person(actor=ada, person=ben)
    mute_person(actor=factories.person("dan"), person=ben)
    follow_person(actor=factories.person("eve"), person=ben)
    ben.account.set_password("a very secret phrase")
    ben.account.save()

    files = exported(as_(ben))

    whole = b"".join(files.values())
    assert b"Words of Ada" not in whole
    assert "people.block.blocked.json" not in files
    assert "people.personfollow.followed.json" not in files
    assert [
        word for word in (b"argon2", b"session_key", b"nonce", b"token_hash") if word in whole
    ] == []


def test_exports_are_few_an_hour(as_, ben):
    browser = as_(ben)

    for _time in range(5):
        exported(browser)

    assert browser.post("/settings/privacy/export/").status_code == 429


def test_erasing_asks_for_proof_then_for_the_handle(as_, ben):
    ben.account.set_password("three blue otters")
    ben.account.save()
    browser = as_(ben)

    asked = browser.get("/settings/privacy/erase/").headers["Location"]
    assert asked == "/accounts/reauthenticate/?next=%2Fsettings%2Fprivacy%2Ferase%2F"
    wrong = browser.post(asked, {"password": "not that one"})
    assert "Incorrect password." in wrong.content.decode()
    proved = browser.post(
        asked, {"password": "three blue otters", "next": "/settings/privacy/erase/"}
    )
    assert proved.headers["Location"] == "/settings/privacy/erase/"

    refused = browser.post("/settings/privacy/erase/", {"handle": "bin"})
    assert (refused.status_code, Account.objects.filter(actor=ben).count()) == (422, 1)
    assert "That is not your handle. Nothing was erased." in refused.content.decode()

    done = browser.post("/settings/privacy/erase/", {"handle": " @Ben "})
    assert done.headers["Location"] == "/"
    assert Account.objects.filter(actor=ben).count() == 0
    assert sent()[-1].to == ["ben@example.org"]
    assert browser.get("/settings/privacy/").status_code == 303


def test_other_sessions_of_an_erased_account_are_over(as_, ben):
    here, elsewhere = as_(ben), as_(ben)
    assert elsewhere.get("/settings/account/").status_code == 200

    here.post("/settings/privacy/erase/", {"handle": "ben"})

    assert elsewhere.get("/settings/account/").status_code == 303
