"""Combining, building on and splitting in the browser; lineage as a drawing and in words."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    NewIdea,
    build_on_idea,
    combine_ideas,
    split_idea,
    support_idea,
)
from groundswell.challenges.models import Challenge, Idea, Merge, Stage
from groundswell.conversations.models import Contribution, Link, Message
from groundswell.core import limits
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
TWO = "Willows drink.\n\nTheir roots hold the bank."


@pytest.fixture
def floods(ada: Actor, meadow: Space, cyn: Actor) -> Challenge:
    factories.member(cyn, meadow)
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    return factories.idea(ben, floods, title="Willows", text=TWO, sector="Water")


@pytest.fixture
def ponds(cyn: Actor, floods: Challenge) -> Idea:
    return factories.idea(cyn, floods, title="Ponds")


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ideas_are_chosen_checked_and_combined(
    ada: Actor, ben: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    for idea in (willows, ponds):
        support_idea(actor=ben, idea=idea)
    browser, address = as_(ada), f"/t/{willows.topic_id}/combine/"
    choosing = page(browser, f"{address}?q=pond")
    checking = page(browser, f"{address}?with={ponds.topic_id}&check=1")
    form = {"with": ponds.topic_id, "into": willows.topic_id, "reason": "Both hold water"}
    done = browser.post(address, form)
    source, survivor = page(as_(None), f"/t/{ponds.topic_id}/"), page(as_(None), done["Location"])

    assert choosing.count(f'value="{ponds.topic_id}"') == 1
    assert checking.count("1 person supports the combined idea.") == 1
    assert checking.count("1 support is by somebody who supports another of them") == 1
    assert done["Location"] == f"/t/{willows.topic_id}/"
    assert source.count("This idea was combined into") == 1
    assert survivor.count("Combined here") == 1
    assert survivor.count("its conversation</a>") == 1, "combining left a note; nobody said a word"
    assert survivor.count("1 supporter") == 1


def test_hidden_support_is_no_part_of_what_combining_shows(
    ada: Actor, ben: Actor, willows: Idea, as_: Browser
) -> None:
    pumps = factories.idea(ben, willows.challenge, title="Pumps")
    for idea in (willows, pumps):
        support_idea(actor=ada, idea=idea)
    Stage.objects.filter(id=willows.stage_id).update(counts="hidden")
    address = f"/t/{willows.topic_id}/combine/"

    for person, count in ((ben, 0), (ada, 1)):
        assert page(as_(person), address).count("1 supporter") == count
        checking = page(as_(person), f"{address}?with={pumps.topic_id}&check=1")
        assert checking.count("1 person supports the combined idea.") == count


def test_hidden_support_of_another_challenge_is_told_to_nobody_else(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, willows: Idea, as_: Browser
) -> None:
    own = factories.idea(cyn, factories.challenge(cyn, meadow), title="Rain butts")
    support_idea(actor=ada, idea=willows)
    Stage.objects.filter(id=willows.stage_id).update(counts="hidden")
    address, browser = f"/t/{own.topic_id}/combine/", as_(cyn)
    chosen = page(browser, f"{address}?with={willows.topic_id}")
    form = {"with": willows.topic_id, "into": own.topic_id, "reason": "Both hold water"}
    refused = browser.post(address, form).content.decode()

    assert (chosen.count("1 supporter"), chosen.count("Willows")) == (0, 1)
    assert refused.count("1 person supports the combined idea.") == 0
    assert refused.count("How many they are is hidden in this stage.") == 1


def test_ideas_most_like_it_are_offered_first(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    twin = factories.idea(ada, willows.challenge, title="Willows again", text=TWO)
    factories.idea(ada, willows.challenge, title="Roofs", text="Grass on every roof.")
    project_pending()
    offered = page(as_(ada), f"/t/{willows.topic_id}/combine/")

    assert re.findall(r'name="with" value="(\d+)"', offered)[0] == str(twin.topic_id)


def test_combining_asks_for_another_idea_first(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    asked = page(as_(ada), f"/t/{willows.topic_id}/combine/?check=1")

    assert asked.count("Choose at least one idea first.") == 1


def test_nothing_typed_is_lost_when_a_new_idea_has_no_title(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    form = {"with": ponds.topic_id, "into": "new", "text": "Both at once.", "reason": "Kin"}
    answer = as_(ada).post(f"/t/{willows.topic_id}/combine/", form)
    said = answer.content.decode()

    assert answer.status_code == 422
    assert (said.count("Both at once."), said.count('value="Kin"')) == (1, 1)
    assert Merge.objects.count() == 0


def test_two_ideas_become_a_new_one_in_the_browser(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    form = {"with": ponds.topic_id, "into": "new", "title": "Both", "text": "Both at once."}
    answer = as_(ada).post(f"/t/{willows.topic_id}/combine/", form)
    made = Idea.objects.get(topic__title="Both")

    assert answer["Location"] == made.get_absolute_url()
    assert made.merged_here.count() == 2


def test_steward_who_comes_second_is_told_and_keeps_the_reason(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    roofs = factories.idea(ada, willows.challenge, title="Roofs")
    combine_ideas(actor=ada, survivor=roofs, sources=[ponds])
    form = {"with": ponds.topic_id, "into": willows.topic_id, "reason": "Both hold water"}
    answer = as_(ada).post(f"/t/{willows.topic_id}/combine/", form)
    said = answer.content.decode()

    assert answer.status_code == 409
    assert said.count("“Ponds” was combined into “Roofs” already. Open that one instead.") == 1
    assert said.count('value="Both hold water"') == 1


def test_combined_idea_is_taken_out_again_in_the_browser(
    ada: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    browser, address = as_(ada), f"/t/{ponds.topic_id}/uncombine/"
    asked = page(browser, address)
    without = browser.post(address, {"reason": " "})
    done = browser.post(address, {"reason": "They differ"})
    again = browser.get(address)

    assert asked.count("Take it out of “Willows”?") == 1
    assert (without.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert Merge.objects.get().undone_by == ada
    assert page(browser, f"/t/{ponds.topic_id}/").count("This idea was combined into") == 0


@pytest.mark.parametrize("path", ["combine/", "parts/"])
def test_pages_of_who_runs_it_say_why_not_to_others(
    cyn: Actor, willows: Idea, as_: Browser, path: str
) -> None:
    address = f"/t/{willows.topic_id}/{path}"

    assert as_(cyn).get(address).status_code == 403
    assert as_(None).get(address).status_code == 303


@pytest.mark.parametrize("path", ["combine/", "parts/", "build-on/", "uncombine/", "lineage/"])
def test_pages_of_a_closed_space_are_not_there_for_strangers(
    ada: Actor, cyn: Actor, burrow: Space, as_: Browser, path: str
) -> None:
    idea = factories.idea(ada, factories.challenge(ada, burrow))

    assert as_(cyn).get(f"/t/{idea.topic_id}/{path}").status_code == 404


def test_support_on_the_page_of_a_combined_idea_counts_where_it_went(
    ada: Actor, ben: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    browser = as_(ben)
    given = browser.post(f"/t/{ponds.topic_id}/support/", {"support": "1"})
    shown = page(browser, f"/t/{ponds.topic_id}/")

    assert given["Location"] == f"/t/{willows.topic_id}/#support"
    assert (shown.count("1 supporter"), shown.count("You support this")) == (1, 1)


def test_building_on_an_idea_begins_with_its_words_and_says_so(
    ben: Actor, cyn: Actor, willows: Idea, as_: Browser
) -> None:
    browser, address = as_(factories.grown_up(cyn)), f"/t/{willows.topic_id}/build-on/"
    begun = page(browser, address)
    same = browser.post(address, {"title": "Willows", "text": TWO})
    limits.reset()
    form = {"title": "Willows and alders", "text": "Alders, too.", "sector": "Water"}
    done = browser.post(address, form)
    made = Idea.objects.get(topic__title="Willows and alders")
    shown = page(as_(None), made.get_absolute_url())

    assert (begun.count("Their roots hold the bank."), begun.count('value="Willows"')) == (1, 1)
    assert same.status_code == 422
    assert same.content.decode().count("These are the words of the other idea.") == 2
    assert done["Location"] == made.get_absolute_url()
    assert list(Link.objects.values_list("kind", "origin_id", "target_id")) == [
        ("derived_from", made.topic_id, willows.topic_id)
    ]
    assert shown.count(">Willows</text>") == 1
    assert Activity.objects.filter(kind="challenges.idea_built_on").get().actor == cyn


def test_splitting_proposes_parts_and_credits_the_authors_on_each(
    ada: Actor, ben: Actor, willows: Idea, as_: Browser
) -> None:
    browser, address = as_(ada), f"/t/{willows.topic_id}/parts/"
    begun = page(browser, address)
    parts = {"title1": "Thirst", "text1": "They drink.", "title2": "Roots", "text2": "They hold."}
    more = browser.post(address, {**parts, "count": "2", "more": "1"})
    half = browser.post(address, {**parts, "count": "2", "text2": ""})
    done = browser.post(address, {**parts, "count": "2", "reason": "Two things"})
    made = list(Idea.objects.exclude(topic=willows.topic_id).order_by("topic"))

    assert (begun.count("Willows drink."), begun.count("Their roots hold the bank.")) == (2, 2)
    assert (more.status_code, more.content.decode().count("Part 3")) == (200, 1)
    assert (half.status_code, half.content.decode().count("They drink.")) == (422, 1)
    assert done["Location"] == f"/t/{willows.topic_id}/"
    assert [idea.topic.title for idea in made] == ["Thirst", "Roots"]
    credited = Contribution.objects.filter(topic=made[0].topic_id).order_by("actor__handle")
    assert list(credited.values_list("actor__handle", "role")) == [
        ("ada", "facilitated"),
        ("ben", "author"),
    ]
    assert [(idea.topic.author, idea.topic.last_number) for idea in made] == [(ben, 2), (ben, 2)]
    note = Message.objects.get(topic=made[0].topic_id, kind="note")
    whole = f"[Willows](/t/{willows.topic_id}/)"
    assert note.text == f"Ada split this off from {whole}, and divided its words so."
    assert Message.objects.get(topic=made[0].topic_id, number=1).author == ben
    assert Link.objects.filter(kind="split_into", origin=willows.topic_id).count() == 2


def test_splitting_counts_the_parts_and_refuses_one(
    ben: Actor, cyn: Actor, willows: Idea, floods: Challenge
) -> None:
    parts = [NewIdea(title="Thirst", text="They drink."), NewIdea(title="Roots", text="They hold.")]
    with pytest.raises(Invalid, match="two parts at least"):
        split_idea(actor=ben, idea=willows, parts=parts[:1])
    with pytest.raises(Refused, match="split by whoever runs"):
        split_idea(actor=cyn, idea=willows, parts=parts)
    made = split_idea(actor=ben, idea=willows, parts=parts)
    floods.refresh_from_db()
    stage = floods.stages.get(id=willows.stage_id)

    assert (floods.idea_count, stage.idea_count) == (3, 3)
    roles = Contribution.objects.filter(topic=made[1].topic_id).values_list("actor", "role")
    assert list(roles) == [(ben.id, "author")]
    assert Message.objects.filter(topic=willows.topic_id, kind="note").count() == 1


def test_combined_idea_is_not_split(ada: Actor, willows: Idea, ponds: Idea) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    parts = [NewIdea(title="One", text="One."), NewIdea(title="Two", text="Two.")]
    with pytest.raises(Conflict, match="was combined into “Willows” already"):
        split_idea(actor=ada, idea=ponds, parts=parts)


def test_lineage_is_drawn_and_said_in_words(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea, as_: Browser
) -> None:
    grown = build_on_idea(actor=cyn, idea=willows, new=NewIdea(title="Alders", text="Alders."))
    combine_ideas(actor=ada, survivor=grown, sources=[ponds])
    later = build_on_idea(actor=ben, idea=grown, new=NewIdea(title="Elders", text="Elders."))
    shown = page(as_(None), f"/t/{grown.topic_id}/lineage/")
    words = shown.partition("The same in words")[2]
    oldest = page(as_(None), f"/t/{willows.topic_id}/lineage/")
    order = [shown.index(f">{name}</text>") for name in ("Willows", "Ponds", "Alders", "Elders")]

    assert order == sorted(order)
    assert [words.count(idea.get_absolute_url()) for idea in (willows, ponds, later)] == [1, 1, 1]
    assert words.count("combined into it") == 1
    nested = r"Alders.*<ul.*Elders"
    assert re.search(nested, oldest.partition("The same in words")[2], re.DOTALL)


def test_lineage_is_not_said_a_second_time_above_the_words(
    ada: Actor, ben: Actor, willows: Idea, as_: Browser
) -> None:
    build_on_idea(actor=ben, idea=willows, new=NewIdea(title="Alders", text="Alders instead."))
    asked = factories.topic(ada, willows.topic.space, title="Why does it flood?")
    Link.objects.create(kind="derived_from", origin=willows.topic, target=asked, by=ada)

    shown = page(as_(None), willows.get_absolute_url())

    assert (shown.count("Led to"), shown.count(">Alders</text>")) == (0, 1)
    assert (shown.count('class="relations small"'), shown.count("Grew out of")) == (1, 1)


def test_lineage_leaves_out_what_the_viewer_may_not_see(
    ada: Actor, willows: Idea, burrow: Space, as_: Browser
) -> None:
    hidden = factories.idea(ada, factories.challenge(ada, burrow), title="Badgers")
    Link.objects.create(kind="derived_from", origin=willows.topic, target=hidden.topic, by=ada)

    assert page(as_(ada), f"/t/{willows.topic_id}/lineage/").count("Badgers") == 2
    assert page(as_(None), f"/t/{willows.topic_id}/lineage/").count("Badgers") == 0


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_as_often_for_three_combined_as_for_one(
    ada: Actor,
    willows: Idea,
    as_: Browser,
    django_assert_num_queries: Callable[..., object],
    many: int,
) -> None:
    others = [factories.idea(ada, willows.challenge) for _ in range(many)]
    combine_ideas(actor=ada, survivor=willows, sources=others)
    browser, address = as_(ada), f"/t/{willows.topic_id}/lineage/"
    browser.get(address)

    with django_assert_num_queries(LINEAGE_QUERIES):  # type: ignore[attr-defined]
        browser.get(address)


LINEAGE_QUERIES = 9
