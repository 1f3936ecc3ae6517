"""What a page says when it cannot be shown: one look, one tone, and nothing given away."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client
from django.urls import path
from django.utils import translation

from groundswell.actors.models import Actor
from groundswell.config.urls import urlpatterns as site
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.limits import TooMany
from groundswell.spaces.models import Space
from tests import factories

As = Callable[[Actor | None], Client]

ERRORS = {
    "bad": BadRequest("no"),
    "suspicious": SuspiciousOperation("no"),
    "forbidden": PermissionDenied,
    "refused": Refused("Only stewards may do this."),
    "conflict": Conflict("Somebody was faster."),
    "invalid": Invalid("This is too long."),
    "often": TooMany(90),
    "broken": RuntimeError("a secret of the house"),
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name]


urlpatterns = [path("fail/<str:name>/", fail), *site]


@pytest.fixture(autouse=True)
def failing(settings) -> None:
    settings.ROOT_URLCONF = __name__


def heading(response: HttpResponse) -> str:
    return re.findall(r"<h1>(.*?)</h1>", response.content.decode())[0]


def masked(response: HttpResponse) -> bytes:
    """The page without what differs at every call: tokens, nonces and signatures."""
    page = re.sub(rb'(name="(?:csrfmiddlewaretoken|nonce)" value=")[^"]*', rb"\1", response.content)
    return re.sub(rb"token=[^\"&]*", b"token=", page)


@pytest.mark.parametrize(
    ("name", "status", "title"),
    [
        ("bad", 400, "We could not read that"),
        ("suspicious", 400, "We could not read that"),
        ("forbidden", 403, "This is not open to you"),
        ("refused", 403, "This is not possible"),
        ("often", 429, "A little slower, please"),
        ("conflict", 409, "This is not possible"),
        ("invalid", 422, "This is not possible"),
        ("broken", 500, "Something broke on our side"),
    ],
)
@pytest.mark.parametrize("who", [None, "ada"])
def test_error_is_a_page_of_the_site(as_: As, ada: Actor, name, status, title, who) -> None:
    client = as_(ada if who else None)
    client.raise_request_exception = False

    response = client.get(f"/fail/{name}/")

    assert (response.status_code, heading(response)) == (status, title)
    assert b"a secret of the house" not in response.content
    assert "no-store" in response["Cache-Control"]


def test_refusal_gives_its_reason(as_: As, ada: Actor) -> None:
    page = as_(ada).get("/fail/refused/").content.decode()

    assert "Only stewards may do this." in page


def test_too_many_says_when_to_come_back(as_: As, ada: Actor) -> None:
    response = as_(ada).get("/fail/often/")

    assert (response.status_code, response["Retry-After"]) == (429, "90")
    assert "Please try again in 2 minutes." in response.content.decode()


@pytest.mark.parametrize("who", [None, "ada"])
def test_missing_page_is_ours(as_: As, ada: Actor, who) -> None:
    response = as_(ada if who else None).get("/no/such/page/")

    assert (response.status_code, heading(response)) == (404, "Nothing here")
    assert ("Your page" in response.content.decode()) == bool(who)


@pytest.mark.parametrize("who", [None, "ada"])
def test_stale_form_says_what_to_do(as_: As, ada: Actor, meadow: Space, who) -> None:
    client = as_(ada if who else None)
    client.handler.enforce_csrf_checks = True

    sent = {"title": "Kept", "text": "Typed for an hour", "password": "my own secret"}
    response = client.post(
        "/s/meadow/new/?kind=question", sent, headers={"Referer": "http://testserver/s/meadow/new/"}
    )
    page = response.content.decode()

    assert (response.status_code, heading(response)) == (403, "This page went stale")
    assert "What you wrote is below." in page
    assert "Typed for an hour</textarea>" in page
    assert "my own secret" not in page
    assert (
        re.findall(r'href="(/s/meadow/[^"]*)"[^>]*>(?:<span>)?Go back', page)[0] == "/s/meadow/new/"
    )


@pytest.mark.parametrize("text", ["Un mot", "一句没有空格的话"])
def test_words_of_every_language_come_back(as_: As, ada: Actor, meadow: Space, text: str) -> None:
    client = as_(ada)
    client.handler.enforce_csrf_checks = True

    page = client.post("/s/meadow/new/", {"text": text, "sign": "🌻"}).text

    assert f"{text}</textarea>" in page
    assert page.count("</textarea>") == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://elsewhere.example/page/"},
        {"Referer": "https://["},
    ],
)
def test_what_another_site_sends_is_not_shown_as_ones_own(
    as_: As, ada: Actor, meadow: Space, headers: dict[str, str]
) -> None:
    client = as_(ada)
    client.handler.enforce_csrf_checks = True

    response = client.post("/s/meadow/new/", {"text": "You have won a prize"}, headers=headers)

    assert (response.status_code, heading(response)) == (403, "Nothing was sent")
    assert "won a prize" not in response.text
    assert "elsewhere" not in response.text


def test_stale_page_that_asks_by_itself_is_told_in_place(as_: As, ada: Actor) -> None:
    client = as_(ada)
    client.handler.enforce_csrf_checks = True

    response = client.post("/alerts/read/", {}, headers={"HX-Request": "true"})

    assert response.status_code == 403
    assert "Reload it" in response["HX-Trigger"]


@pytest.mark.parametrize("who", [None, "cyn"])
def test_hidden_and_missing_are_the_same_to_outsiders(
    as_: As, ada: Actor, cyn: Actor, burrow: Space, who
) -> None:
    topic = factories.topic(ada, burrow)
    opening = topic.messages.get(number=1)
    client = as_(cyn if who else None)
    hidden = (f"/t/{topic.id}/", f"/m/{opening.id}/", f"/t/{topic.id}/history/")
    missing = ("/t/1/", "/m/1/", "/t/1/history/")

    for there, gone in zip(hidden, missing, strict=True):
        first, second = client.get(there), client.get(gone)
        assert (first.status_code, second.status_code) == (404, 404), there
        assert masked(first) == masked(second), there
        assert first.headers.keys() == second.headers.keys(), there


def test_address_beyond_every_number_is_missing(as_: As, db) -> None:
    statuses = {
        as_(None).get(address).status_code
        for address in (f"/t/{'9' * 30}/", f"/m/{'9' * 30}/", f"/t/1/{'9' * 30}/", "/@x\x00/")
    }

    assert statuses == {404}


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_page_for_the_worst_needs_nothing(name: str) -> None:
    """No request, no context and no database: the fixture `db` is left out on purpose."""
    with translation.override("en"):
        page = get_template(name).render()

    assert "kept on this device" in page
    assert not re.findall(r"<script|<form|https?://", page)


def test_address_that_only_takes_forms_says_so_when_it_is_looked_at(as_: As, ada: Actor) -> None:
    browser = as_(ada)
    looked = browser.get("/settings/profile/pages/")
    asked = browser.get("/settings/profile/pages/", headers={"HX-Request": "true"})

    assert (looked.status_code, looked["Allow"], heading(looked)) == (
        405,
        "POST",
        "This is not possible",
    )
    assert looked.text.count("takes what a form sends") == 1
    assert looked.text.count('href="/settings/profile/"') == 2
    assert (asked.status_code, asked.content) == (405, b"")
