"""Pages of people and tags: what each reader can see there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, reshare
from groundswell.conversations.models import TagFollow
from groundswell.core.clock import now
from groundswell.people.models import Presence, Profile, Skill
from groundswell.spaces.models import Space
from groundswell.timelines.selectors.person import people_page, words_of
from groundswell.timelines.selectors.tag import tag_page, tags_in_use
from tests import factories

Browser = Callable[[Actor | None], Client]


def said(person: Actor, viewer: Actor | None, tab: str = "") -> list[str]:
    return [item.words for item in words_of(person, viewer, tab).items]


def test_person_page_shows_who_they_are(as_: Browser, ben: Actor, meadow: Space) -> None:
    Profile.objects.create(
        actor=ben,
        pronouns="he/him",
        html="<p>I mend bicycles.</p>",
        organisation="The Forge",
        department="Wheels",
        sector="craft",
        languages=["pt", "xx-unknown"],
        time_zone="Europe/Lisbon",
    )
    Skill.objects.create(actor=ben, name="Welding", key="welding")
    Presence.objects.create(actor=ben, label="Mine", url="https://ben.example/", verified_at=now())
    Presence.objects.create(actor=ben, label="Not yet", url="https://b.example/")

    page = as_(None).get("/@ben/").text

    shown = ["Ben", "@ben", "he/him", "<p>I mend bicycles.</p>", "The Forge, Wheels", "craft"]
    shown += ["Welding", "Portuguese, xx-unknown", "Lisbon", "The Meadow"]
    shown += ['href="https://ben.example/" rel="me noopener"', 'rel="nofollow noopener ugc"']
    assert [words for words in shown if words not in page] == []


def test_person_page_lists_only_visible_words(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    topic = factories.topic(ben, meadow, text="open topic")
    factories.reply(ben, topic, text="open reply")
    factories.topic(ben, burrow, text="hidden topic")

    assert said(ben, ada) == ["hidden topic", "open reply", "open topic"]
    assert said(ben, cyn) == said(ben, None) == ["open reply", "open topic"]
    assert (said(ben, ada, "topics"), said(ben, ada, "replies")) == (
        ["hidden topic", "open topic"],
        ["open reply"],
    )


def test_person_page_lists_visible_reshares(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space
) -> None:
    seen = factories.reply(ada, factories.topic(ada, meadow), text="open words")
    reshare(actor=ben, message=seen, text="Read this")
    reshare(actor=ben, message=seen, into=burrow, text="For us")
    orchard = factories.space(ben, "orchard")
    factories.member(ada, orchard)
    closed = factories.topic(ben, orchard, text="closed words").messages.get()
    reshare(actor=ben, message=closed, text="Hush")
    Space.objects.filter(id=orchard.id).update(visibility="members")

    page = as_(None).get("/@ben/?show=reshares").text

    assert said(ben, ada, "reshares") == ["closed words", "open words", "open words"]
    assert said(ben, None, "reshares") == ["open words"]
    assert ("Read this" in page, "For us" in page, "Hush" in page) == (True, False, False)


def test_what_was_passed_on_says_who_said_what_and_where(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    orchard = factories.space(ben, "orchard", name="The Orchard")
    seen = factories.reply(ada, factories.topic(ada, meadow, title="Ladders"), text="Two of them.")
    reshare(actor=ben, message=seen, into=orchard, text="Useful here")

    page = LexborHTMLParser(as_(None).get("/@ben/?show=reshares").text)
    row = page.css(".topic-row")[0]

    said_by = row.css(".meta span")
    assert row.css("blockquote")[0].text() == "Two of them."
    assert [span.text().strip() for span in said_by][:2] == ["Ada", "The Meadow"]
    assert " ".join(row.css("p .state")[0].text().split()) == "Ben passed it on into The Orchard"
    assert row.css("q")[0].text() == "Useful here"


def test_person_page_is_paged_by_time(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, text="0")
    for number in range(1, 25):
        factories.reply(ben, topic, text=str(number))

    first = words_of(ben, None, "")
    second = words_of(ben, None, "", after=first.older)

    assert [item.words for item in first.items] == [str(n) for n in range(24, 4, -1)]
    assert [item.words for item in second.items] == ["4", "3", "2", "1", "0"]
    assert as_(None).get(f"/@ben/?after={first.older}").status_code == 200
    assert as_(None).get("/@ben/?after=nonsense").status_code == 404
    assert as_(None).get("/@ben/?show=secrets").status_code == 404


def test_person_page_in_other_spelling_leads_to_the_address(as_: Browser, ben: Actor) -> None:
    assert as_(None).get("/@BEN/").headers["Location"] == "/@ben/"
    assert as_(None).get("/@nobody/").status_code == 404


def test_author_who_was_brought_in_is_said_to_be_unclaimed(as_: Browser, meadow: Space) -> None:
    author = Actor.objects.create(handle="marta", name="Marta")

    assert "Nobody signs in as this author." in as_(None).get("/@marta/").text
    assert author.id


def test_person_who_left_has_a_tombstone(as_: Browser, ben: Actor) -> None:
    Actor.objects.filter(id=ben.id).update(left_at=now())

    answer = as_(None).get("/@ben/")

    assert answer.status_code == 410
    assert "This person has left" in answer.text
    assert as_(None).get("/@ben/feed.atom").status_code == 404


def test_person_page_offers_to_follow_and_to_keep_away(
    as_: Browser, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    browser = as_(cyn)
    assert 'action="/@ben/follow/"' in browser.get("/@ben/").text

    browser.post("/@ben/follow/")
    browser.post("/@ben/avoid/", {"kind": "mute"})

    page = browser.get("/@ben/").text
    assert "Following: Ben" in page
    assert 'action="/@ben/release/"' in page
    assert 'href="/settings/profile/"' in as_(ben).get("/@ben/").text


def test_people_are_found_by_name_skill_and_affiliation(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor
) -> None:
    Skill.objects.create(actor=ben, name="Welding", key="welding")
    Profile.objects.create(actor=cyn, organisation="The Forge")
    Actor.objects.create(handle="marta", name="Marta")

    def found(typed: str) -> list[str]:
        return [person.name for person in people_page(typed).items]

    assert found("") == ["Ada", "Ben", "Cyn"]
    assert (found("weld"), found("forge"), found("AD"), found("marta")) == (
        ["Ben"],
        ["Cyn"],
        ["Ada"],
        [],
    )
    assert "Welding" in as_(ada).get("/people/?q=ben").text
    assert "Nobody found" in as_(ada).get("/people/?q=zzz").text


def test_people_are_listed_for_members_only(as_: Browser, ben: Actor) -> None:
    assert as_(None).get("/people/").headers["Location"] == "/accounts/login/?next=/people/"


def test_tag_page_lists_visible_words_latest_first(
    ada: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    topic = factories.topic(ada, meadow, text="one #river #mill")
    factories.reply(ada, topic, text="two #River")
    factories.reply(ada, topic, text="three")
    factories.topic(ada, burrow, text="four #river #secret")

    mine, theirs = tag_page("river", ada), tag_page("river", cyn)

    assert [e.words for e in mine.entries.items] == [
        "four #river #secret",
        "two #River",
        "one #river #mill",
    ]
    assert [e.words for e in theirs.entries.items] == ["two #River", "one #river #mill"]
    assert (mine.related, theirs.related) == (["mill", "secret"], ["mill"])


def test_tag_that_only_others_see_is_missing(
    as_: Browser, ada: Actor, cyn: Actor, burrow: Space
) -> None:
    factories.topic(ada, burrow, text="#secret")

    answers = [as_(cyn).get(path) for path in ("/tags/secret/", "/tags/nowhere/", "/tags/!!/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert as_(ada).get("/tags/secret/").status_code == 200
    assert as_(cyn).post("/tags/secret/follow/", {"level": "normal"}).status_code == 404


def test_tag_of_deleted_words_is_gone(ada: Actor, meadow: Space) -> None:
    message = factories.reply(ada, factories.topic(ada, meadow), text="#oops")
    delete_message(actor=ada, message=message)

    assert tag_page("oops", ada) is None
    assert tags_in_use(ada) == []


def test_overview_counts_visible_uses(
    as_: Browser, ada: Actor, meadow: Space, burrow: Space
) -> None:
    factories.topic(ada, meadow, text="#river #mill")
    factories.topic(ada, meadow, text="#river")
    factories.topic(ada, burrow, text="#secret")

    assert [(use.tag, use.uses) for use in tags_in_use(None)] == [("river", 2), ("mill", 1)]
    assert "secret" not in as_(None).get("/tags/").text


def test_tag_is_followed_and_left(as_: Browser, ada: Actor, cyn: Actor, meadow: Space) -> None:
    factories.topic(ada, meadow, text="#river")
    browser = as_(cyn)

    answer = browser.post("/tags/river/follow/", {"level": "normal"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/tags/river/")
    assert "Following: #river" in browser.get("/tags/river/").text
    assert "Tags you follow" in browser.get("/tags/").text
    browser.post("/tags/river/follow/", {"level": "none"})
    assert not TagFollow.objects.exists()


@pytest.mark.parametrize("level", ["all", "normal", "quiet"])
@pytest.mark.parametrize("page", ["/tags/river/", "/@ada/"])
def test_tag_and_person_are_followed_as_much_as_one_likes(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space, page: str, level: str
) -> None:
    factories.topic(ada, meadow, text="#river")
    browser = as_(cyn)

    browser.post(f"{page}follow/", {"level": level})

    pressed = re.findall(r'value="(\w+)" aria-pressed="true"', browser.get(page).text)
    assert pressed == [level]
    bell = browser.post(f"{page}follow/", {"level": "none"}, headers={"HX-Request": "true"}).text
    assert re.findall(r'value="(\w+)" aria-pressed="true"', bell) == ["none"]
    assert browser.post(f"{page}follow/", {"level": "none"}).status_code == 303


def test_tag_in_other_spelling_leads_to_the_plain_one(
    as_: Browser, ada: Actor, meadow: Space
) -> None:
    factories.topic(ada, meadow, text="#River")

    assert as_(None).get("/tags/River/").headers["Location"] == "/tags/river/"


@pytest.mark.parametrize("path", ["/@ada/", "/tags/river/", "/tags/", "/people/"])
def test_list_takes_the_same_queries_for_one_and_three(
    as_: Browser,
    ada: Actor,
    ben: Actor,
    meadow: Space,
    django_assert_num_queries: Callable,
    path: str,
) -> None:
    counts = {"/@ada/": 13, "/tags/river/": 8, "/tags/": 7, "/people/": 7}
    browser = as_(ben)
    for _ in range(2):
        with importing("mbox", datetime(2020, 1, 1, tzinfo=UTC)):
            factories.topic(ada, meadow, text="#river #mill")
        factories.person()
        factories.topic(ada, factories.space(ada), text="#river #mill")
        with django_assert_num_queries(counts[path]):
            browser.get(path)
