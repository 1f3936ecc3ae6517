"""How many pages one may ask for: more than a person reads, and not without end."""

import pytest
from django.test import Client

from groundswell.core import middleware
from groundswell.core.limits import rule


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(middleware, "REQUESTS_BY_ADDRESS", rule("few-address", "2/minute"))
    monkeypatch.setattr(middleware, "REQUESTS_BY_PERSON", rule("few-person", "3/minute"))
    monkeypatch.setattr(middleware, "FILES_BY_ADDRESS", rule("few-files", "4/minute"))


def statuses(client, path, times):
    return [client.get(path).status_code for _ in range(times)]


def test_strangers_of_one_address_share_a_limit(db):
    assert statuses(Client(), "/about/?x=1", 3) == [200, 200, 429]
    assert statuses(Client(REMOTE_ADDR="192.0.2.9"), "/about/", 1) == [200]


def test_person_has_a_limit_of_their_own(as_, ada, ben):
    assert statuses(as_(ada), "/about/", 4) == [200, 200, 200, 429]
    assert statuses(as_(ben), "/about/", 1) == [200]


def test_refusal_says_when_to_come_back(db):
    client = Client()

    answer = [client.get("/about/") for _ in range(3)][-1]

    assert int(answer.headers["Retry-After"]) <= 60
    assert "Please try again in" in answer.text


def test_files_have_a_limit_apart_and_watching_the_site_none(db):
    client = Client()

    assert statuses(client, "/media/pictures/nothing.png", 5) == [404, 404, 404, 404, 429]
    assert statuses(client, "/healthz", 5) == [200] * 5
