"""What helps while one writes."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def labels(browser: Client, asked: str, space: str = "meadow") -> list[str]:
    answer = browser.get("/compose/complete/", {"q": asked, "space": space})
    return [offer["label"] for offer in answer.json()]


def test_preview_is_what_will_be_stored(as_: Browser, ada: Actor, ben: Actor) -> None:
    answer = as_(ben).post("/compose/preview/", {"text": "Hello **@ada**, <script>x</script>"})

    assert answer.text == (
        '<p dir="auto">Hello <strong><a href="/@ada/" class="mention" rel="nofollow noopener ugc">'
        "@ada</a></strong>, "
        "&lt;script&gt;x&lt;/script&gt;</p>\n"
    )


def test_preview_is_for_those_who_may_write(as_: Browser, db: None) -> None:
    assert as_(None).post("/compose/preview/", {"text": "x"}).status_code == 303


def test_people_of_the_space_are_offered_first(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.person("aaron")
    factories.person("zoe", name="Zoe Adamson")

    assert labels(as_(ben), "@a") == ["Ada @ada", "Aaron @aaron", "Zoe Adamson @zoe"]


def test_handles_are_offered_before_names_that_have_the_word(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.member(factories.person("al", name="Al Marten"), meadow)
    for handle in ("marek", "marla", "mar"):
        factories.person(handle)

    assert labels(as_(ben), "@mar") == ["Mar @mar", "Marek @marek", "Marla @marla", "Al Marten @al"]


def test_who_wrote_in_the_topic_is_offered_first_among_equals(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space
) -> None:
    marla, marek = factories.person("marla"), factories.person("marek")
    for person in (marla, marek):
        factories.member(person, meadow)
    topic = factories.topic(ada, meadow)
    factories.reply(marla, topic)
    hidden = factories.topic(ada, burrow)
    cyn = factories.person("cynthia")

    def offered(person: Actor, topic_id: object) -> list[str]:
        asked = {"q": "@mar", "space": "meadow", "topic": topic_id}
        answer = as_(person).get("/compose/complete/", asked)
        return [offer["insert"] for offer in answer.json()]

    assert offered(ben, topic.id) == ["@marla", "@marek"]
    assert offered(ben, "x") == ["@marek", "@marla"]
    assert offered(cyn, hidden.id) == ["@marek", "@marla"]


def test_tags_are_offered_only_from_what_one_can_read(
    as_: Browser, ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    factories.topic(ben, meadow, text="#Flooding again")
    factories.topic(ben, burrow, text="#flowers for Ada")

    assert labels(as_(ben), "#flo") == ["#Flooding", "#flowers"]
    assert labels(as_(cyn), "#flo") == ["#Flooding"]


def test_emoji_are_offered(as_: Browser, ben: Actor) -> None:
    assert labels(as_(ben), ":seedl") == ["🌱 seedling"]


@pytest.mark.parametrize(
    "asked", ["", "@", "x", "@%", "@_", "@\x00", "#\ud800"[:1], "@" + "a" * 500]
)
def test_odd_questions_are_offered_nothing(as_: Browser, ben: Actor, asked: str) -> None:
    assert labels(as_(ben), asked) == []


def test_similar_topics_are_those_the_viewer_can_read(
    as_: Browser, ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    factories.topic(ben, meadow, title="The lane floods every winter")
    factories.topic(ben, burrow, title="Floods in the burrow")
    factories.topic(ben, meadow, title="Cake")

    page = as_(cyn).get("/s/meadow/similar/", {"title": "Why does the lane flood?"}).text

    assert "The lane floods every winter" in page
    assert "burrow" not in page.lower()
    assert "Cake" not in page
    assert as_(cyn).get("/s/burrow/similar/", {"title": "floods"}).status_code == 404
