"""Hostile words in every field: a clear sentence or a tidy value, never a failure."""

from contextlib import suppress

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from groundswell.core.errors import DomainError
from groundswell.people import forms
from groundswell.people.actions import (
    ProfileWords,
    add_presence,
    change_organisation,
    change_preferences,
    change_profile,
)
from groundswell.people.selectors.people import person_at
from tests import factories
from tests.core.hostile import HOSTILE, UNSTORABLE

pytestmark = pytest.mark.django_db
SENDABLE = [text for text in HOSTILE if text not in UNSTORABLE or max(text) < "\ud800"]
SAMPLE = SENDABLE[::41]
OUR_FORMS = [
    forms.ProfileForm,
    forms.PresenceForm,
    forms.AppearanceForm,
    forms.OrganisationForm,
    forms.RefusalForm,
    forms.EraseForm,
]


@pytest.mark.slow
@pytest.mark.parametrize("kind", OUR_FORMS)
def test_our_forms_survive_every_string_in_every_field(kind):
    for text in HOSTILE:
        form = kind(dict.fromkeys(kind.base_fields, text))
        form.is_valid()
        _ = str(form.errors)


@pytest.mark.slow
def test_sign_up_form_survives_every_string_in_every_field():
    names = ("name", "handle", "email", "password1", "guidelines")
    for text in HOSTILE:
        form = forms.SignUpForm(dict.fromkeys(names, text))
        assert form.is_valid() is False


@pytest.mark.slow
def test_actions_survive_what_forms_would_stop(ada):
    shown = ("name", "pronouns", "source", "organisation", "department", "sector")
    for text in HOSTILE[::3]:
        for act in (
            lambda text=text: change_profile(
                actor=ada, words=ProfileWords(skills=[text], **dict.fromkeys(shown, text))
            ),
            lambda text=text: change_profile(actor=ada, words=ProfileWords(name="A", source=text)),
            lambda text=text: add_presence(actor=ada, url=text, label=text),
            lambda text=text: change_preferences(actor=ada, theme=text, nested=False),
            lambda text=text: change_preferences(actor=ada, theme="", nested=False, time_zone=text),
        ):
            with suppress(DomainError):
                act()


@pytest.mark.slow
def test_organisation_survives_what_forms_would_stop():
    organiser = factories.person("olu", is_staff=True)
    for text in HOSTILE[::5]:
        for column in ("name", "purpose", "sign_up", "licence", "guidelines"):
            with suppress(DomainError):
                change_organisation(actor=organiser, fixed={column: text})


@pytest.mark.parametrize("text", SAMPLE)
def test_nobody_is_found_by_nonsense(ada, text):
    found = person_at(text, None)

    assert found is None or text.strip("@").lower() == "ada"


def pages():
    return [
        ("account_login", ("login", "password"), None),
        ("account_signup", ("name", "handle", "email", "password1"), None),
        ("account_request_login_code", ("email",), None),
        ("account_reset_password", ("email",), None),
        ("settings_profile", ("name", "source", "skills", "languages", "time_zone"), "ben"),
        ("settings_appearance", ("theme", "nested", "language", "time_zone"), "ben"),
        ("presence_create", ("url", "label"), "ben"),
        ("account_change_password", ("oldpassword", "password1", "password2"), "ben"),
        ("account_reauthenticate", ("password", "next"), "ben"),
        ("account_email", ("email", "action_add", "action_remove"), "ben"),
        ("mfa_login_webauthn", ("credential",), None),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fields", "who"), pages())
def test_pages_survive_hostile_words(ben, settings, name, fields, who):
    settings.ACCOUNT_RATE_LIMITS = False
    ben.account.set_password("three blue otters")
    ben.account.save()
    client = Client()
    if who:
        client.force_login(ben.account)

    statuses = {
        client.post(reverse(name), dict.fromkeys(fields, text)).status_code for text in SAMPLE
    }

    assert statuses <= {200, 302, 303, 422, 429}


@pytest.mark.slow
def test_request_with_a_broken_query_is_no_failure():
    for text in SAMPLE:
        request = RequestFactory().get("/accounts/login/", {"next": text})
        response = Client().get(request.get_full_path())

        assert response.status_code == 200
