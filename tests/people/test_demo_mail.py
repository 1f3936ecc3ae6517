"""The demonstration's mail is shown here alone, and nowhere else."""

import pytest
from django.core.mail import EmailMessage, get_connection

pytestmark = pytest.mark.django_db
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.DEMO, settings.HOST = True, "127.0.0.1"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.ALLOWED_HOSTS = ["*"]


def send(subject, body="Hello"):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    EmailMessage(subject, body, "a@site.example", ["b@x.example"], connection=connection).send()


def test_mails_are_listed_and_shown(as_):
    send("First")
    send("Sécond <b>", "Look at https://site.example/t/1/?a=1&b=2 now\n" + "-" * 79)
    browser = as_(None)

    listed = browser.get("/demo/mail", **HERE)
    page = listed.content.decode()
    address = page.split('dir="auto"><a href="')[1].split('"')[0]
    addresses = [part.split('"')[0] for part in page.split('dir="auto"><a href="')[1:]]
    shown = [browser.get(place, **HERE).content.decode() for place in addresses]

    assert listed.headers["Cache-Control"] == "private, no-store"
    assert len(addresses) == 2
    assert address.startswith("/demo/mail/")
    assert sorted("Sécond &lt;b&gt;" in text for text in shown) == [False, True]
    assert 'href="https://site.example/t/1/?a=1&amp;b=2"' in "".join(shown)


def test_no_mail_is_no_failure(as_):
    assert "No mail yet" in as_(None).get("/demo/mail", **HERE).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "site.example"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_it_does_not_exist_for_anybody_elsewhere(as_, elsewhere):
    send("Secret")

    assert as_(None).get("/demo/mail", **HERE | elsewhere).status_code == 404


@pytest.mark.parametrize(("name", "value"), [("DEMO", False), ("HOST", "::"), ("HOST", "10.0.0.1")])
def test_it_does_not_exist_on_a_site_that_others_reach(as_, settings, name, value):
    setattr(settings, name, value)

    assert as_(None).get("/demo/mail", **HERE).status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "nothing.log/1",
        "20260101-000000-1.log/1",
        "..%2F..%2Fsecret_key/1",
        "20260101-000000-1.log/99",
    ],
)
def test_guessed_mail_is_unknown(as_, place):
    assert as_(None).get(f"/demo/mail/{place}/", **HERE).status_code == 404


@pytest.mark.parametrize(("elsewhere", "shown"), [({}, True), ({"HTTP_VIA": "1.1 proxy"}, False)])
def test_page_that_asks_for_a_code_leads_to_it_here_alone(as_, elsewhere, shown):
    browser = as_(None)
    words = {"name": "Sam", "email": "sam@example.org", "password1": "kestrel pond brass ninety"}
    browser.post("/accounts/signup/", words, **HERE)

    page = browser.get("/accounts/confirm-email/", **HERE | elsewhere).text

    assert "Confirm your address" in page
    assert ('href="/demo/mail"' in page) is shown
