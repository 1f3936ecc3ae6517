"""How somebody is told, as they set it."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import follow_tag, follow_topic
from groundswell.conversations.models import Hashtag, TagFollow, TopicFollow
from groundswell.people.actions import follow_person
from groundswell.people.models import AlertPreference, PersonFollow
from groundswell.spaces.actions import follow_space
from groundswell.spaces.models import Space, SpaceFollow
from tests import factories

Browser = Callable[[Actor | None], Client]

FILLED = {
    "mail": "weekly",
    "digest_hour": "18",
    "digest_weekday": "4",
    "quiet_from": "22:00",
    "quiet_until": "07:30",
    "private_words": "on",
}


def test_page_needs_an_account(as_: Browser) -> None:
    assert as_(None).get("/settings/alerts/").status_code == 303


def test_wishes_are_saved_and_shown(as_: Browser, ada: Actor) -> None:
    client = as_(ada)

    answer = client.post("/settings/alerts/", FILLED)

    assert (answer.status_code, answer["Location"]) == (303, "/settings/alerts/")
    kept = AlertPreference.objects.get(actor=ada)
    assert (kept.mail, kept.digest_hour, kept.digest_weekday) == ("weekly", 18, 4)
    assert (kept.quiet_from, kept.quiet_until) == (time(22), time(7, 30))
    assert kept.private_words is True
    page = client.get("/settings/alerts/").text
    assert 'value="22:00"' in page
    assert '<option value="18" selected>' in page


@pytest.mark.parametrize(
    "wrong",
    [{"mail": "hourly"}, {"digest_hour": "24"}, {"digest_weekday": "7"}, {"quiet_until": ""}],
)
def test_wishes_that_do_not_fit_are_refused(
    as_: Browser, ada: Actor, wrong: dict[str, str]
) -> None:
    answer = as_(ada).post("/settings/alerts/", FILLED | wrong)

    assert answer.status_code == 422
    assert AlertPreference.objects.count() == 0


def test_reasons_are_switched(as_: Browser, ada: Actor) -> None:
    client = as_(ada)
    client.post("/settings/alerts/reasons/", {"reason": ["reply", "mention", "nonsense"]})

    silenced = AlertPreference.objects.get(actor=ada).silenced
    assert {"reply", "mention"} & set(silenced) == set()
    assert {"reaction", "space", "tag"} < set(silenced)


@pytest.fixture
def followed(ben: Actor, ada: Actor, meadow: Space) -> dict[str, int | str]:
    """One of each that Ben follows."""
    topic = factories.topic(ada, meadow, title="Why does the lane flood?")
    tag = Hashtag.objects.create(key="water", name="Water")
    follow_topic(actor=ben, topic=topic, level="normal")
    follow_tag(actor=ben, tag=tag, level="normal")
    follow_person(actor=ben, person=ada)
    follow_space(actor=ben, space=meadow)
    return {"topics": topic.id, "tags": tag.key, "people": ada.id, "spaces": meadow.id}


@pytest.mark.parametrize("kind", ["topics", "tags", "people", "spaces"])
def test_follows_are_listed_changed_and_ended(
    as_: Browser, ben: Actor, followed: dict[str, int | str], kind: str
) -> None:
    names = {"topics": "Why does the lane flood?", "tags": "#Water", "people": "Ada"}
    client = as_(ben)
    change = {"kind": kind, "id": followed[kind]}

    assert (
        names.get(kind, "The Meadow") in client.get(f"/settings/alerts/follows/?kind={kind}").text
    )

    client.post("/settings/alerts/follows/change/", change | {"level": "all"})
    assert levels(ben)[kind] == ["all"]

    client.post("/settings/alerts/follows/change/", change | {"level": "none"})
    assert levels(ben)[kind] == []


def levels(person: Actor) -> dict[str, list[str]]:
    models = {
        "topics": TopicFollow,
        "tags": TagFollow,
        "people": PersonFollow,
        "spaces": SpaceFollow,
    }
    return {
        kind: list(model.objects.filter(actor=person).values_list("level", flat=True))
        for kind, model in models.items()
    }


def test_follow_of_what_one_cannot_see_is_missing(
    as_: Browser, ada: Actor, cyn: Actor, burrow: Space
) -> None:
    topic = factories.topic(ada, burrow, title="Secret plans")
    TopicFollow.objects.create(actor=cyn, topic=topic)
    client = as_(cyn)

    assert "Secret plans" not in client.get("/settings/alerts/follows/").text
    for change in (
        {"kind": "topics", "id": topic.id, "level": "all"},
        {"kind": "spaces", "id": burrow.id, "level": "all"},
        {"kind": "topics", "id": "9" * 30, "level": "all"},
        {"kind": "moons", "id": "1", "level": "all"},
        {"kind": "tags", "id": "none-such", "level": "all"},
    ):
        assert client.post("/settings/alerts/follows/change/", change).status_code == 404
    assert client.get("/settings/alerts/follows/?kind=moons").status_code == 404
    assert client.get("/settings/alerts/follows/?after=x").status_code == 404


def test_tag_that_others_use_among_themselves_is_as_missing_as_none(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    factories.topic(ben, burrow, text="about #secretproject")
    hidden = {"kind": "tags", "id": "secretproject", "level": "normal"}

    assert as_(cyn).post("/settings/alerts/follows/change/", hidden).status_code == 404
    assert as_(ben).post("/settings/alerts/follows/change/", hidden).status_code == 303


def test_tag_that_one_no_longer_sees_can_be_left(as_: Browser, cyn: Actor) -> None:
    tag = Hashtag.objects.create(key="river", name="River")
    follow_tag(actor=cyn, tag=tag, level="all")

    as_(cyn).post(
        "/settings/alerts/follows/change/", {"kind": "tags", "id": "river", "level": "none"}
    )

    assert TagFollow.objects.count() == 0
