"""Passwords, second factors, sessions, and the mail about them."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from asgiref.local import Local
from django.core.cache import caches
from django.core.cache.backends import locmem
from django.template.loader import render_to_string
from django.test import Client

from groundswell.core import limits
from tests import factories
from tests.letters import sent

pytestmark = pytest.mark.django_db
PASSWORD = "three blue otters"
OTHER = "five grey herons"


@pytest.fixture
def sam():
    person = factories.person("sam")
    person.account.set_password(PASSWORD)
    person.account.save()
    return person


def sign_in(password=PASSWORD, client=None, **options):
    client = client or Client()
    client.post("/accounts/login/", {"login": "sam@example.org", "password": password}, **options)
    return client


def is_in(client):
    return client.get("/settings/account/").status_code == 200


def number_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def prove(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.fixture
def set_up_app(django_capture_on_commit_callbacks):
    """Sets an authenticator app up; what follows the commit follows."""

    def act(client):
        with django_capture_on_commit_callbacks(execute=True):
            return activate(client)

    return act


def activate(client):
    prove(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="secret"[^>]*>(\w+)<', page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": number_now(secret)})
    return secret, answer


def subjects():
    return [letter.subject for letter in sent()]


def test_password_signs_in_and_a_wrong_one_keeps_the_address(sam):
    assert is_in(sign_in())
    page = Client().post("/accounts/login/", {"login": "sam@example.org", "password": "no"})

    assert 'value="sam@example.org"' in page.content.decode()
    assert "This e-mail address and this password do not belong together." in page.content.decode()


def test_unknown_and_known_addresses_are_answered_alike(sam):
    words = {"password": "wrong wrong wrong"}

    pages = [
        re.sub(
            r'value="[^"]*"',
            "",
            Client().post("/accounts/login/", {"login": login, **words}).content.decode(),
        )
        for login in ("sam@example.org", "nobody@example.org")
    ]

    assert pages[0] == pages[1]


def test_guessing_is_slowed_down(sam):
    client = Client()
    pages = [
        client.post("/accounts/login/", {"login": "sam@example.org", "password": "guess"})
        for _time in range(6)
    ]

    assert "That was wrong too often." in pages[-1].content.decode()
    assert not is_in(sign_in(client=client))


def test_code_by_mail_signs_in(sam):
    client = Client()
    client.post("/accounts/login/code/", {"email": "sam@example.org"})
    code = subjects()[-1].split()[0]
    assert client.get("/accounts/login/code/confirm/").status_code == 200

    wrong = client.post("/accounts/login/code/confirm/", {"code": "nope"})
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert "This is not the code that we sent." in wrong.content.decode()
    assert is_in(client)


def test_code_for_an_unknown_address_looks_the_same(sam):
    client = Client()
    answer = client.post("/accounts/login/code/", {"email": "nobody@example.org"})

    assert answer.headers["Location"] == "/accounts/login/code/confirm/"
    assert client.get("/accounts/login/code/confirm/").status_code == 200
    assert subjects() == ["There is no account with this address"]


def test_new_device_is_told_by_mail_once(sam):
    client = sign_in(headers={"User-Agent": "Mozilla Firefox/140 Linux"})
    client.post("/accounts/logout/")
    sign_in(client=client)

    assert subjects() == ["New sign-in to your account"]
    assert "(UTC)" in sent()[0].body
    assert "With: Mozilla Firefox/140 Linux" in sent()[0].body


def test_forged_device_cookie_is_not_believed(sam):
    client = Client()
    client.cookies["gs-device"] = "forged"
    sign_in(client=client)

    assert subjects() == ["New sign-in to your account"]


def test_changed_password_signs_out_elsewhere(sam):
    here, elsewhere = sign_in(), sign_in()
    words = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    refused = here.post("/accounts/password/change/", words | {"oldpassword": "no"})

    here.post("/accounts/password/change/", words)

    assert "Please type your current password." in refused.content.decode()
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert subjects()[-1] == "Your password was changed"
    assert is_in(sign_in(OTHER))


def test_password_is_chosen_anew_by_a_link_that_works_once(sam):
    elsewhere, client = sign_in(), Client()
    client.post("/accounts/password/reset/", {"email": "sam@example.org"})
    assert client.get("/accounts/password/reset/done/").status_code == 200
    link = re.search(r"https?://\S+/key/\S+", sent()[-1].body)[0]
    page = client.get(link).headers["Location"]
    assert client.get(page).status_code == 200

    done = client.post(page, {"password1": OTHER, "password2": OTHER})
    again = Client().get(link)

    assert client.get(done.headers["Location"]).status_code == 200
    assert "This link no longer works" in again.content.decode()
    assert not is_in(elsewhere)
    assert is_in(sign_in(OTHER))


def test_reset_for_an_unknown_address_says_the_same(sam):
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}).headers["Location"]
        for email in ("sam@example.org", "nobody@example.org")
    ]

    assert answers == ["/accounts/password/reset/done/"] * 2
    assert subjects() == ["Choose a new password", "There is no account with this address"]


def test_app_is_set_up_and_asked_for(sam, set_up_app):
    client, elsewhere = sign_in(), sign_in()
    _secret, answer = set_up_app(client)

    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/2fa/recovery-codes/").content.count(b"<li><code>") == 10
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    second = sign_in()
    assert not is_in(second)
    wrong = second.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This number is not right, or was used already." in wrong.content.decode()
    assert "security key" not in wrong.content.decode()


def test_recovery_code_opens_once(sam, set_up_app, django_capture_on_commit_callbacks):
    client = sign_in()
    set_up_app(client)
    codes = client.get("/accounts/2fa/recovery-codes/download/").content.decode().split()

    first, second = sign_in(), sign_in()
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert len(codes) == 10
    assert (is_in(first), is_in(second)) == (True, False)
    prove(client)
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert subjects()[-1] == "New recovery codes were made"


def test_reset_does_not_skip_the_second_factor(sam, set_up_app):
    client = sign_in()
    set_up_app(client)
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": "sam@example.org"})
    link = re.search(r"https?://\S+/key/\S+", sent()[-1].body)[0]
    page = stranger.get(link).headers["Location"]
    stranger.post(page, {"password1": OTHER, "password2": OTHER})

    assert not is_in(sign_in(OTHER))


def test_app_is_turned_off(sam, set_up_app):
    client = sign_in()
    set_up_app(client)
    prove(client)
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=sam.account, type="totp").count() == 0
    assert subjects()[-1] == "Your authenticator app is off"
    assert is_in(sign_in())


def test_second_factor_proves_who_one_is(sam, set_up_app):
    client = sign_in()
    secret, _answer = set_up_app(client)
    page = client.get("/accounts/2fa/reauthenticate/")
    assert page.status_code == 200
    Authenticator.objects.filter(type="totp").update(last_used_at=None)

    client.post("/accounts/2fa/reauthenticate/", {"code": number_now(secret)})

    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_pages_that_change_protection_ask_who_one_is(sam):
    client = sign_in()

    asked = [
        client.get(f"/accounts/2fa/{page}/").headers["Location"].partition("?")[0]
        for page in ("totp/activate", "webauthn/add", "recovery-codes/generate")
    ]

    assert asked == ["/accounts/reauthenticate/"] * 3


def passkey_row(person, name="Phone"):
    return Authenticator.objects.create(
        user=person.account,
        type="webauthn",
        data={"name": name, "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )


def test_passkeys_are_listed_and_those_of_others_unknown(sam, ada, monkeypatch):
    client = sign_in()
    prove(client)
    assert "No passkey yet" in client.get("/accounts/2fa/webauthn/").content.decode()
    own, other = passkey_row(sam), passkey_row(ada)

    page = client.get("/accounts/2fa/webauthn/").content.decode()
    client.post(f"/accounts/2fa/webauthn/keys/{own.pk}/edit/", {"name": "Laptop <b>"})
    renamed = client.get("/accounts/2fa/webauthn/").content.decode()
    assert client.get(f"/accounts/2fa/webauthn/keys/{own.pk}/edit/").status_code == 200
    assert client.get(f"/accounts/2fa/webauthn/keys/{own.pk}/remove/").status_code == 200

    assert ("Phone" in page, "Laptop &lt;b&gt;" in renamed) == (True, True)
    for act in ("edit", "remove"):
        assert client.get(f"/accounts/2fa/webauthn/keys/{other.pk}/{act}/").status_code == 404
    client.post(f"/accounts/2fa/webauthn/keys/{own.pk}/remove/")
    assert list(Authenticator.objects.filter(type="webauthn")) == [other]
    assert "A passkey was removed" in subjects()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "x",
        '{"response": {}}',
        '{"rawId": 1, "response": {"clientDataJSON": []}}',
        "[]",
        "1",
        "null",
        "{}",
        '{"id": "\\ud800"}',
        "[" * 5000,
    ],
)
def test_invented_passkey_opens_nothing(sam, credential):
    client = Client()

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})

    assert answer.status_code in {200, 302}
    assert not is_in(client)


def test_sessions_are_listed_and_ended(sam, ada):
    here = sign_in(headers={"User-Agent": "Firefox/1 Windows"})
    there = sign_in(headers={"User-Agent": "Something"})
    page = here.get("/settings/security/sessions/").content.decode()
    rows = UserSession.objects.filter(user=sam.account).order_by("pk")

    assert ("Firefox on Windows" in page, "An unknown device" in page) == (True, True)
    assert Client().post(f"/settings/security/sessions/{rows[1].pk}/end/").status_code == 303
    other = Client()
    other.force_login(ada.account)
    assert other.post(f"/settings/security/sessions/{rows[1].pk}/end/").status_code == 404
    assert is_in(there)

    here.post(f"/settings/security/sessions/{rows[1].pk}/end/")
    third = sign_in()
    here.post("/settings/security/sessions/end/")

    assert (is_in(here), is_in(there), is_in(third)) == (True, False, False)


def test_address_is_changed_by_a_code_to_the_new_one(sam):
    client = sign_in()
    client.post("/accounts/email/", {"action_add": "", "email": "samuel@example.org"})
    assert sent()[-1].to == ["samuel@example.org"]
    code = subjects()[-1].split()[0]

    client.post("/accounts/confirm-email/", {"code": code})

    assert "samuel@example.org" in client.get("/settings/account/").content.decode()
    assert "Your e-mail address was changed" in subjects()


def test_password_is_chosen_where_there_was_none(ada):
    client = Client()
    client.force_login(ada.account)
    assert client.get("/accounts/password/set/").status_code == 200

    client.post("/accounts/password/set/", {"password1": OTHER, "password2": OTHER})

    assert subjects() == ["Your account has a password now"]


def test_closed_account_says_so(sam):
    sam.account.is_active = False
    sam.account.save()

    answer = Client().post(
        "/accounts/login/", {"login": "sam@example.org", "password": PASSWORD}, follow=True
    )

    assert "This account is closed" in answer.content.decode()


def test_app_is_confirmed_by_mail(sam, set_up_app):
    client = sign_in()
    set_up_app(client)

    assert "Your authenticator app is on" in subjects()
    assert TOTP(Authenticator.objects.get(type="totp")).instance.user == sam.account


@pytest.fixture
def shared_counts(settings):
    """The store that a running site counts in; tests count in memory otherwise."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "actors_cache",
        }
    }


def other_process():
    """Forgets what this process alone remembers."""
    locmem._caches.clear()
    limits._here().storage.reset()
    caches._connections = Local(False)


def test_failed_sign_ins_are_counted_for_every_process(sam, shared_counts):
    for _ in range(5):
        assert not is_in(sign_in("wrong words altogether"))
        other_process()

    assert not is_in(sign_in())


def test_used_number_of_an_authenticator_is_known_to_every_process(sam, shared_counts, set_up_app):
    secret, _answer = set_up_app(first := sign_in())
    assert is_in(first)
    number = number_now(secret)
    entered = [with_number(sign_in(), number)]
    other_process()
    entered.append(with_number(sign_in(), number))

    assert entered == [True, False]


def with_number(client, number):
    client.post("/accounts/2fa/authenticate/", {"code": number})
    return is_in(client)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("webauthn_added", "Your passkey is added."),
        ("webauthn_removed", "The passkey is removed."),
        ("totp_activated", "Signing in asks for your authenticator app from now on."),
        ("totp_deactivated", "Signing in no longer asks for an authenticator app."),
        (
            "recovery_codes_generated",
            "You have new recovery codes. Earlier ones open nothing any more.",
        ),
    ],
)
def test_what_was_done_is_said_in_our_words(name, said):
    assert render_to_string(f"mfa/messages/{name}.txt").strip() == said
