"""The way in, in a real browser: signing up, and a passkey from making it to using it."""

import re

import pytest

from tests import factories
from tests.letters import sent

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "three blue otters"


@pytest.fixture
def faults(page):
    """What the browser complained about: nothing may be inline, nothing may fail."""
    found = []
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert [fault for fault in found if "/live/" not in fault and "404" not in fault] == []


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)


def test_newcomer_signs_up(page, site, faults):
    page.goto(f"{site}/accounts/signup/")
    page.fill("[name=name]", "José Ångström")
    assert page.input_value("[name=handle]") == "jose-angstrom"
    fill(page, email="jose@example.org", password1=PASSWORD)
    page.click("text=Show the password")
    assert page.get_attribute("[name=password1]", "type") == "text"

    page.click("text=Create my account")
    page.wait_for_url("**/accounts/confirm-email/")
    page.fill("[name=code]", sent()[0].subject.split()[0])
    page.click("text=Go on")
    page.wait_for_url(f"{site}/")

    page.goto(f"{site}/settings/account/")
    assert "@jose-angstrom" in page.inner_text("main")


def test_passkey_is_made_signs_in_and_proves_who_one_is(page, site, faults):
    person = factories.person("sam")
    person.account.set_password(PASSWORD)
    person.account.save()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{site}/accounts/login/")
    fill(page, login="sam@example.org", password=PASSWORD)
    page.click("form.form button:has-text('Sign in')")
    page.wait_for_url(f"{site}/")

    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Go on")
    page.wait_for_url(f"{site}/accounts/2fa/webauthn/add/")
    page.click("text=Make the passkey")
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{site}/accounts/2fa/webauthn/")
    assert "Signs you in alone." in page.inner_text("main")

    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.click("text=Use a passkey")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/accounts/2fa/webauthn/reauthenticate/?next=/settings/privacy/erase/")
    page.click("text=Use a security key or passkey")
    page.wait_for_url(f"{site}/settings/privacy/erase/")

    page.goto(f"{site}/accounts/2fa/webauthn/")
    assert re.search("Last used", page.inner_text("main"))


def test_missing_passkey_is_told(page, site, faults):
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new DOMException('no'))")
    page.goto(f"{site}/accounts/login/")

    page.click("text=Use a passkey")

    page.wait_for_selector("gs-passkey [role=alert]:not([hidden])")
    assert "The passkey could not be used." in page.inner_text("gs-passkey")
