"""Every page of the way in and of the settings opens, for those it is meant for."""

import pytest
from django.test import Client

from groundswell.actors.models import Account, Organisation
from groundswell.core.schedule import jobs
from tests.letters import sent

pytestmark = pytest.mark.django_db

SETTINGS = [
    *("profile", "account", "security", "security/sessions"),
    *("people", "appearance", "privacy"),
]


@pytest.mark.parametrize("page", SETTINGS)
def test_settings_are_ones_own(as_, ben, page):
    assert as_(ben).get(f"/settings/{page}/").status_code == 200
    stranger = as_(None).get(f"/settings/{page}/")
    assert stranger.headers["Location"] == f"/accounts/login/?next=/settings/{page}/"


@pytest.mark.parametrize(
    ("short", "place"),
    [
        ("/settings/", "/settings/profile/"),
        ("/accounts/", "/settings/account/"),
        ("/accounts/2fa/", "/settings/security/"),
        ("/accounts/sessions/", "/settings/security/sessions/"),
    ],
)
def test_short_addresses_lead_on(as_, ben, short, place):
    assert as_(ben).get(short).headers["Location"] == place


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("login", "Sign in"),
        ("signup", "Join Groundswell"),
        ("login/code", "Sign in by e-mail"),
        ("password/reset", "Choose a new password"),
    ],
)
def test_ways_in_are_open_to_strangers(page, heading):
    shown = Client().get(f"/accounts/{page}/").content.decode()

    assert f">{heading}</h1>" in shown


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("closed", "Groundswell takes no new accounts at the moment."),
        ("invitation", "People join Groundswell by invitation."),
    ],
)
def test_closed_door_says_why_and_makes_no_account(mode, sentence):
    Organisation(sign_up=mode).save()
    words = {"name": "Sam Lee", "email": "sam@example.org", "password1": "three blue otters"}

    shown = Client().get("/accounts/signup/")
    sent = Client().post("/accounts/signup/", words)

    assert sentence in shown.content.decode()
    assert (sent.status_code, Account.objects.count()) == (200, 0)


def test_stranger_whose_invitation_is_none_finds_the_door_closed():
    Organisation(sign_up="invitation").save()
    client = Client()
    session = client.session
    session["invitation"] = "token"
    session.save()

    assert ">Join Groundswell</h1>" not in client.get("/accounts/signup/").content.decode()


def test_signing_out_asks_first(as_, ben):
    browser = as_(ben)

    assert ">Sign out?</h1>" in browser.get("/accounts/logout/").content.decode()
    assert browser.get("/settings/account/").status_code == 200


def test_appearance_is_kept_and_shown(as_, ben):
    browser = as_(ben)
    words = {"theme": "dark", "nested": "1", "language": "en", "time_zone": "Asia/Tokyo"}

    response = browser.post("/settings/appearance/", words)
    page = browser.get("/settings/appearance/").content.decode()

    account = Account.objects.get(actor=ben)
    kept = (account.theme, account.nested, account.language, account.time_zone)
    assert (response.status_code, kept) == (303, ("dark", True, "en", "Asia/Tokyo"))
    assert 'data-theme="dark"' in page
    assert '<option value="Asia/Tokyo" selected>' in page


def test_pending_address_can_be_given_up(as_, ben):
    browser = as_(ben)
    ben.account.emailaddress_set.create(email="new@example.org", verified=False, primary=False)
    page = browser.get("/accounts/email/").content.decode()

    browser.post("/accounts/email/", {"action_remove": "", "email": "new@example.org"})

    assert "new@example.org waits to be confirmed." in page
    assert [letter.subject for letter in sent()] == ["An e-mail address was removed"]
    assert ben.account.emailaddress_set.count() == 1


def test_wrong_address_is_taken_back_and_the_handle_is_free():
    client = Client()
    words = {"name": "Sam Lee", "email": "smam@example.org", "password1": "three blue otters"}
    client.post("/accounts/signup/", words)

    again = client.post("/accounts/signup/again/")
    client.post("/accounts/signup/", words | {"email": "sam@example.org"})

    assert again.headers["Location"] == "/accounts/signup/"
    accounts = Account.objects.select_related("actor")
    assert [(a.email, a.actor.handle) for a in accounts] == [("sam@example.org", "sam-lee")]


def test_stranger_who_takes_nothing_back_is_led_to_the_start(ada):
    assert Client().post("/accounts/signup/again/").headers["Location"] == "/accounts/signup/"
    assert Account.objects.count() == 1


def test_worker_knows_the_jobs_of_people():
    assert "groundswell.people.tasks.accounts.withdraw_unconfirmed" in [job.name for job in jobs()]
