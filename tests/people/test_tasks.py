"""What the worker does for people."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.actors.models import Account, Actor
from groundswell.core.clock import now
from groundswell.core.fetching import Fetched, FetchRefused
from groundswell.people.actions import add_presence, open_account
from groundswell.people.models import Presence
from groundswell.people.tasks import check_presence, withdraw_unconfirmed
from groundswell.people.tasks import presence as tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(monkeypatch):
    """What the page elsewhere answers: the network's edge."""

    def answers(html="", status=200, error=None):
        def fetch(url, **_options):
            if error:
                raise error
            return Fetched(
                status=status, url=url, content_type="text/html", body=html.encode(), headers={}
            )

        monkeypatch.setattr(tasks, "fetch", fetch)

    return answers


@pytest.fixture
def presence(ada, settings):
    settings.SITE_URL = "https://site.example"
    return add_presence(actor=ada, url="https://ada.example/", label="Home")


def checked(presence):
    check_presence.call(presence.id)
    return Presence.objects.get(id=presence.id)


@pytest.mark.parametrize(
    "html",
    [
        '<a rel="me" href="https://site.example/@ada/">x</a>',
        '<link rel="me" href="https://SITE.example/@Ada#top">',
        '<a rel="nofollow me noopener" href="https://site.example/@ada">x</a>',
    ],
)
def test_page_that_links_back_is_verified(page, presence, html):
    page(html)

    found = checked(presence)

    assert (found.verified_at is not None, found.problem) == (True, "")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"html": ""}, "The page has no link back with rel=me."),
        (
            {"html": '<a href="https://site.example/@ada/">x</a>'},
            "The page has no link back with rel=me.",
        ),
        (
            {"html": '<a rel="me" href="https://site.example/@adaa/">x</a>'},
            "The page has no link back with rel=me.",
        ),
        ({"status": 404}, "The page answers that it is not there (404)."),
        (
            {"error": FetchRefused("timeout")},
            "The other site took too long to answer. Please try again later.",
        ),
    ],
)
def test_page_that_does_not_is_not_and_says_why(page, presence, answer, problem):
    Presence.objects.update(verified_at=now())
    page(**answer)

    found = checked(presence)

    assert (found.verified_at, found.problem) == (None, problem)
    assert found.checked_at is not None


def test_presence_removed_meanwhile_is_no_failure(page):
    page("")

    check_presence.call(4711)


def test_adding_and_checking_again_hand_the_page_to_the_worker(as_, ada, monkeypatch):
    asked = []
    monkeypatch.setattr(type(check_presence), "enqueue", lambda _task, *ids: asked.append(ids))
    browser = as_(ada)

    browser.post(reverse("presence_create"), {"url": "ada.example", "label": ""})
    presence = Presence.objects.get()
    browser.post(reverse("presence_check", args=[presence.id]))

    assert asked == [(presence.id,), (presence.id,)]
    assert "We are looking." in browser.get("/settings/profile/").content.decode()


def test_accounts_never_confirmed_are_withdrawn_after_a_day(ada):
    old, young = (
        open_account(
            actor=Actor(handle=handle, name=handle), email=f"{handle}@example.org", password=None
        )
        for handle in ("old", "young")
    )
    for account in (old, ada.account):
        Account.objects.filter(id=account.id).update(date_joined=now() - timedelta(hours=25))

    withdraw_unconfirmed()

    emails = Account.objects.order_by("email").values_list("email", flat=True)
    assert list(emails) == ["ada@example.org", "young@example.org"]
    assert young.actor.left_at is None
