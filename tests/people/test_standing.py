"""Where an account stands: waiting, or lacking the second factor it must have."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.notifications.models import Notification
from groundswell.people.actions import approve_account, open_account
from groundswell.spaces.models import Membership
from tests import factories
from tests.letters import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return factories.person("olu", is_staff=True)


@pytest.fixture
def newcomer():
    person = factories.person("new")
    Account.objects.filter(actor=person).update(approved_at=None)
    return person


def protect(person):
    TOTP.activate(person.account, generate_totp_secret())


def test_waiting_person_reads_and_does_not_write(as_, newcomer, meadow):
    browser = as_(newcomer)

    assert browser.get("/s/meadow/").status_code == 200
    assert browser.get("/accounts/waiting/").status_code == 200
    for path in ("/s/meadow/join/", "/settings/profile/", "/@ada/follow/"):
        answer = browser.post(path, {"name": "x"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/accounts/waiting/")
    assert Membership.objects.filter(actor=newcomer).count() == 0


def test_waiting_person_asked_by_htmx_is_led_there_too(as_, newcomer, meadow):
    answer = as_(newcomer).post("/s/meadow/join/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/accounts/waiting/")


def test_waiting_person_keeps_the_right_to_their_data(as_, newcomer):
    response = as_(newcomer).post("/settings/privacy/export/")

    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_waiting_page_is_for_those_who_wait(as_, ben):
    assert as_(ben).get("/accounts/waiting/").headers["Location"] == "/"


def test_steward_sees_who_waits_and_decides(as_, organiser, newcomer):
    browser = as_(organiser)
    other = factories.person("other")
    Account.objects.filter(actor=other).update(approved_at=None)

    page = browser.get("/organisation/waiting/").content.decode()
    browser.post(f"/organisation/waiting/{newcomer.account.id}/approve/")
    empty = browser.post(f"/organisation/waiting/{other.account.id}/refuse/", {"reason": ""})
    browser.post(f"/organisation/waiting/{other.account.id}/refuse/", {"reason": "An <ad>"})

    assert "new@example.org" in page
    assert (empty.status_code, "field-error" in empty.content.decode()) == (422, True)
    assert Account.objects.get(actor=newcomer).approved_at is not None
    assert Account.objects.filter(actor=other).count() == 0
    assert [(letter.to, letter.subject) for letter in sent()] == [
        (["new@example.org"], "Welcome to Groundswell"),
        (["other@example.org"], "Your account at Groundswell"),
    ]
    assert "An <ad>" in sent()[1].body
    assert "Nobody waits" in browser.get("/organisation/waiting/").content.decode()


def test_list_of_those_who_wait_costs_the_same(as_, organiser, django_assert_num_queries):
    browser = as_(organiser)
    Account.objects.filter(actor=factories.person()).update(approved_at=None)
    browser.get("/organisation/waiting/")
    with django_assert_num_queries(6):
        browser.get("/organisation/waiting/")

    for _number in range(2):
        Account.objects.filter(actor=factories.person()).update(approved_at=None)
    with django_assert_num_queries(6):
        browser.get("/organisation/waiting/")


@pytest.mark.parametrize("path", ["/organisation/", "/organisation/waiting/"])
def test_pages_of_stewards_do_not_exist_for_others(as_, ben, path):
    assert as_(ben).get(path).status_code == 404
    assert as_(ben).get("/organisation/nothing/").status_code == 404
    assert as_(None).get(path).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_decisions_are_not_there_for_others(as_, ben, newcomer, act):
    path = f"/organisation/waiting/{newcomer.account.id}/{act}/"

    assert as_(ben).post(path, {"reason": "x"}).status_code == 404
    assert Account.objects.get(actor=newcomer).approved_at is None


def test_steward_fixes_what_holds_for_all(as_, organiser):
    words = {
        "name": "The Meadow Trust",
        "purpose": "Bees",
        "sign_up": "approval",
        "space_opening": "stewards",
        "licence": "CC0-1.0",
        "licence_fixed": "on",
        "guidelines": "Be kind.",
    }

    response = as_(organiser).post("/organisation/", words)

    now = Organisation.current()
    assert response.status_code == 303
    assert (now.name, now.sign_up, now.licence_fixed) == ("The Meadow Trust", "approval", True)
    assert now.public_spaces_allowed is False


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("sign_up", "maybe"), ("guidelines", "x" * 10_001)]
)
def test_refused_change_is_told_and_kept(as_, organiser, field, value):
    words = {"name": "N", "purpose": "P", "sign_up": "open", "space_opening": "members"}
    words |= {"licence": "CC0-1.0", field: value}

    response = as_(organiser).post("/organisation/", words)

    assert response.status_code == 422
    assert 'value="P"' in response.content.decode()
    assert Organisation.objects.count() == 0


def test_organiser_without_second_factor_is_led_to_set_one_up(as_, organiser, meadow, settings):
    settings.ORGANISERS_NEED_SECOND_FACTOR = True
    browser = as_(organiser)

    for path in ("/", "/s/meadow/", "/organisation/"):
        assert browser.get(path).headers["Location"] == "/settings/security/"
    page = browser.get("/settings/security/").content.decode()
    assert "Add a passkey or an authenticator app; then everything else opens." in page

    protect(organiser)
    assert browser.get("/organisation/").status_code == 200


def test_everybody_else_needs_none(as_, ben, settings):
    settings.ORGANISERS_NEED_SECOND_FACTOR = True

    assert as_(ben).get("/").status_code == 200


def test_organiser_keeps_the_last_second_factor(as_, organiser, settings):
    protect(organiser)
    settings.ORGANISERS_NEED_SECOND_FACTOR = True
    browser = as_(organiser)
    browser.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=organiser.account).count() == 1


def test_steward_is_told_that_an_account_waits_until_somebody_saw_to_it(as_, organiser):
    Organisation(sign_up=Organisation.SignUp.APPROVAL).save()
    other = factories.person("oma", is_staff=True)
    vera = Actor(handle="vera", name="Vera")
    account = open_account(actor=vera, email="vera@example.org", password=None)
    project_pending()
    browser = as_(organiser)
    page = browser.get("/alerts/").text
    alert = Notification.objects.get(recipient=organiser)

    assert "opened an account, which waits to be let in" in page
    assert "You get this because you are a steward here." in page
    assert browser.get(f"/alerts/{alert.id}/").headers["Location"] == "/organisation/waiting/"
    approve_account(actor=other, account=account)
    project_pending()
    assert list(Notification.objects.filter(kind="people.account_opened")) == []
