"""The way in: signing up, confirming, signing in and out."""

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.models import Activity
from groundswell.actors.models import Account, Actor, Organisation
from tests import factories
from tests.letters import sent

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Sam Lee",
    "handle": "",
    "email": "sam@example.org",
    "password1": "three blue otters",
}


@pytest.fixture
def stranger():
    return Client()


def sign_up(client, **changes):
    return client.post("/accounts/signup/", WORDS | changes)


def confirm(client):
    code = sent()[-1].subject.split()[0]
    return client.post("/accounts/confirm-email/", {"code": code})


def test_newcomer_signs_up_confirms_signs_out_and_in(stranger):
    assert sign_up(stranger).headers["Location"] == "/accounts/confirm-email/"
    assert stranger.get("/settings/account/").status_code == 303

    assert confirm(stranger).headers["Location"] == "/"
    assert stranger.get("/settings/account/").status_code == 200

    stranger.post("/accounts/logout/")
    assert stranger.get("/settings/account/").status_code == 303

    stranger.post("/accounts/login/", {"login": "SAM@example.org", "password": WORDS["password1"]})
    assert stranger.get("/settings/account/").status_code == 200


def test_sign_up_leaves_one_activity_and_no_words_in_it(stranger):
    sign_up(stranger)

    activity = Activity.objects.get(kind="people.account_opened")
    assert activity.actor.handle == "sam-lee"
    assert activity.data == {"waits": False, "steward": False, "guidelines": "e3b0c44298fc1c14"}


def test_handle_is_made_from_the_name_and_told_apart(stranger):
    factories.person("sam-lee")

    sign_up(stranger)

    assert Account.objects.get(email="sam@example.org").actor.handle == "sam-lee-2"


def test_handle_that_the_page_suggested_is_told_apart_too(stranger):
    factories.person("sam-lee")

    sign_up(stranger, handle="sam-lee")

    assert Account.objects.get(email="sam@example.org").actor.handle == "sam-lee-2"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Nothing is written here yet. Please write something."),
        ("name", "\u200b", "Nothing is written here yet. Please write something."),
        ("handle", "admin", "This handle is kept for the site itself. Please choose another."),
        ("handle", "a", "A handle has 2 to 30 characters. Please choose another."),
        ("handle", "ADA", "Somebody has this handle already. Please choose another."),
        ("email", "nobody", "Enter a valid email address."),
        ("password1", "short", "This password is too short."),
        ("password1", "passwordpassword", "Many people use this password"),
        ("password1", "sam-lee-sam-lee", "This is close to a name that others know."),
        ("password1", "x" * 129, "Many people use this password"),
        ("password1", "ab" * 70, "At most 128 characters fit."),
    ],
)
def test_refused_sign_up_says_why_and_keeps_what_was_typed(stranger, ada, field, value, sentence):
    response = sign_up(stranger, **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert field == "email" or 'value="sam@example.org"' in page
    assert field == "name" or 'value="Sam Lee"' in page
    assert Account.objects.count() == 1


def test_guidelines_are_shown_and_must_be_accepted(stranger):
    Organisation(guidelines="Be **kind**.").save()

    page = stranger.get("/accounts/signup/").content.decode()
    refused = sign_up(stranger)
    accepted = sign_up(stranger, guidelines="on")

    assert "<strong>kind</strong>" in page
    assert (refused.status_code, accepted.status_code) == (422, 302)


def test_known_and_unknown_addresses_get_the_same_answers(stranger, ada):
    known, unknown = Client(), Client()

    answers = [
        sign_up(client, handle=handle, email=email).headers["Location"]
        for client, handle, email in (
            (known, "one", "ada@example.org"),
            (unknown, "two", "new@example.org"),
        )
    ]

    assert answers == ["/accounts/confirm-email/"] * 2
    assert known.get("/accounts/confirm-email/").content.count(b"<form") == unknown.get(
        "/accounts/confirm-email/"
    ).content.count(b"<form")
    assert sent()[0].subject == "You already have an account"
    assert Actor.objects.filter(handle="one").count() == 0


def test_mail_is_plain_and_html_and_says_it_is_automatic(stranger):
    sign_up(stranger, email="a&b@example.org")

    letter = sent()[0]
    code = letter.subject.split()[0]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert f"\n\n{code}\n\n" in letter.body
    assert f"<h1>{code}</h1>" in letter.alternatives[0].content


@pytest.mark.parametrize(
    ("who", "joins", "lead"),
    [
        ("open", True, "New here? Create an account"),
        ("approval", True, "New here? Create an account"),
        ("invitation", False, "People join Groundswell by invitation: ask a member for a link."),
        ("closed", False, ""),
    ],
)
def test_nobody_is_asked_to_join_who_cannot(stranger, meadow, ada, who, joins, lead):
    topic = factories.topic(ada, meadow)
    Organisation.objects.update_or_create(defaults={"sign_up": who})
    Organisation.forget()

    pages = [stranger.get(address).text for address in ("/", topic.get_absolute_url())]
    sign_in = LexborHTMLParser(stranger.get("/accounts/login/").text)

    assert ['href="/accounts/signup/' in page for page in pages] == [joins, joins]
    assert [">Join<" in page for page in pages] == [joins, joins]
    assert lead in " ".join(sign_in.css_first("main").text().split())
    assert ("New here?" in sign_in.text()) == bool(lead)
