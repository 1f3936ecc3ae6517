"""Lists of ideas, the board, labels and marks."""

import json
import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges import sought
from groundswell.challenges.actions import (
    claim_next,
    combine_ideas,
    label_ideas,
    mark_triaged,
    move_ideas,
    support_idea,
    undo_move,
    unlabel_ideas,
    unmark_triaged,
)
from groundswell.challenges.models import Challenge, Idea, Label, Labelling, Stage, Theme
from groundswell.conversations.actions import delete_message
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Space
from tests import factories

ROW = re.compile(r'id="t(\d+)"')
CARD = re.compile(r'id="c(\d+)"')


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


def stage(challenge: Challenge, name: str) -> Stage:
    return Stage.objects.get(challenge=challenge, name=name)


def rows(page: str) -> list[int]:
    return [int(found) for found in ROW.findall(page)]


def cards(page: str) -> list[int]:
    return [int(found) for found in CARD.findall(page)]


def test_list_is_narrowed_by_what_ideas_say(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    water = factories.idea(ben, floods, sector="Water", discipline="Ecology")
    school = factories.idea(ada, floods, sector="Schools & more")
    Idea.objects.filter(topic=school.topic_id).update(category="Streets")
    label = label_ideas(actor=ada, challenge=floods, ideas=[water.topic_id], name="Quick win")
    theme = Theme.objects.create(challenge=floods, label="schools")
    Idea.objects.filter(topic=school.topic_id).update(theme=theme)
    own, reader = f"/t/{floods.topic_id}/ideas/", as_(ben)

    def shown(query: str) -> list[int]:
        return rows(reader.get(f"{own}?{query}").content.decode())

    assert shown("") == [school.topic_id, water.topic_id]
    assert shown("sector=Water") == [water.topic_id]
    assert shown("sector=Schools+%26+more&order=supported") == [school.topic_id]
    assert shown("discipline=Ecology&order=draw") == [water.topic_id]
    assert shown("category=Streets") == [school.topic_id]
    assert shown(f"label={label.id}") == [water.topic_id]
    assert shown(f"theme={theme.id}") == [school.topic_id]
    assert shown("author=ada") == [school.topic_id]
    assert shown("label=nonsense") == []
    assert shown(f"sector=Water&label={label.id}&author=ada") == []
    assert reader.get(f"{own}?stage=1").status_code == 404
    assert reader.get(f"{own}?after=nonsense").status_code == 404


@pytest.mark.parametrize("few", [5_000, 0])
def test_list_is_narrowed_by_words(
    few: int,
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By rare words, named one by one, and by such as many say."""
    monkeypatch.setattr(sought, "FEW", few)
    willows = factories.idea(ben, floods, title="Willows", text="Their roots drink the flood.")
    pond = factories.idea(ada, floods, title="A pond", text="Let the FLÖOD rest in a pond.")
    other = factories.challenge(ada, floods.topic.space)
    factories.idea(ben, other, title="Flood", text="The same words for another challenge.")
    project_pending()
    reader = as_(ben)

    def shown(query: str) -> list[int]:
        return rows(reader.get(f"/t/{floods.topic_id}/ideas/?{query}").content.decode())

    assert shown("words=flood") == [pond.topic_id, willows.topic_id]
    assert shown("words=Fl%C3%B6od&order=supported") == [pond.topic_id, willows.topic_id]
    assert shown("words=drink+flood+willows&order=draw") == [willows.topic_id]
    assert shown("words=flood&author=ada") == [pond.topic_id]
    assert shown("words=floo") == shown("words=%3F%21") == shown("words=pond+roots") == []


def test_move_of_all_that_match_moves_those_that_say_the_words(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    said = factories.idea(ben, floods, text="Their roots drink the flood.")
    factories.idea(ben, floods, text="Lower the kerbs.")
    project_pending()
    to = stage(floods, "Emerging")
    values = {"matching": "1", "sought-words": "roots", "to": to.id, "reason": "It grew"}
    as_(ada).post(f"/t/{floods.topic_id}/moves/", values)

    assert [idea.topic_id for idea in Idea.objects.filter(stage=to)] == [said.topic_id]


def test_filters_offer_what_is_there_and_keep_what_was_chosen(
    ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    factories.idea(ben, floods, sector="Water")
    cache.clear()
    page = as_(ben).get(f"/t/{floods.topic_id}/ideas/?sector=Water").content.decode()

    assert page.count("<option selected>Water</option>") == 1
    assert page.count('name="discipline"') == 0


def test_replies_are_what_people_said_and_no_note_of_a_move(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    quiet, idea = factories.idea(ben, floods), factories.idea(ben, floods)
    for text in ("Which willows?", "White ones.", "Zqgone"):
        said = factories.reply(ben, idea.topic, text=text)
    delete_message(actor=ben, message=said)
    both = {one.topic_id: one.stage_id for one in (quiet, idea)}
    for name in ("Emerging", "Refining"):
        to = stage(floods, name)
        move_ideas(actor=ada, challenge=floods, ideas=both, to=to, reason="It grew")
        both = dict.fromkeys(both, to.id)
    own = f"/t/{floods.topic_id}/"

    for page in ("", "ideas/", "figures/ideas/", "themes/none/"):
        shown = as_(None).get(f"{own}{page}").text.partition(' idea-row"')[2]
        assert re.findall(r"(\d+) repl(?:y|ies)<", shown) == ["2"], page
    heads = [
        as_(None).get(it.get_absolute_url()).text.partition('class="topic-head"')[2]
        for it in (quiet, idea)
    ]
    assert [re.search(r"\d+ repl(?:y|ies)", head)[0] for head in heads] == [
        "0 replies",
        "2 replies",
    ]
    exported = as_(None).get(f"{own}export.json").getvalue()
    assert [one["replies"] for one in json.loads(exported)["ideas"]] == [0, 2]


@pytest.mark.parametrize("rare", [0, 1, 1_000])
def test_list_of_one_author_or_sector_is_the_same_however_few_they_are(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    rare: int,
) -> None:
    """The few of a rare one are named one by one; many are met on the way through an order."""
    monkeypatch.setattr(sought, "RARE", rare)
    first = factories.idea(ben, floods, sector="Water")
    second = factories.idea(ben, floods, sector="Parks")
    third = factories.idea(ada, floods, sector="Water")
    other = factories.challenge(ada, floods.topic.space)
    factories.idea(ben, other, sector="Water")
    address = f"/t/{floods.topic_id}/ideas/?"

    def shown(query: str) -> list[int]:
        return rows(as_(ben).get(address + query).content.decode())

    assert shown("author=ben") == [second.topic_id, first.topic_id]
    assert shown("sector=Water") == [third.topic_id, first.topic_id]
    assert shown("sector=Water&author=ben") == [first.topic_id]
    assert shown("sector=Woods") == []


def test_list_costs_the_same_for_many(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    idea = factories.idea(ben, floods, sector="Water", text="Roots drink")
    label_ideas(actor=ada, challenge=floods, ideas=[idea.topic_id], name="Quick")
    project_pending()
    address, browser = f"/t/{floods.topic_id}/ideas/?sector=Water&words=roots", as_(ada)
    browser.get(address)
    with django_assert_num_queries(13):  # type: ignore[attr-defined]
        browser.get(address)
    for at in range(2):
        factories.idea(ben, floods, sector="Water", text=f"Roots drink {at}")
    project_pending()
    with django_assert_num_queries(13):  # type: ignore[attr-defined]
        assert len(rows(browser.get(address).content.decode())) == 3


def test_only_who_runs_it_chooses_several(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    factories.idea(ben, floods)
    address = f"/t/{floods.topic_id}/ideas/"

    assert as_(ada).get(address).content.decode().count('class="pick"') == 1
    assert as_(ben).get(address).content.decode().count('class="pick"') == 0


def test_labels_are_put_on_and_taken_off_in_the_browser(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    ideas = [factories.idea(ben, floods) for _at in range(2)]
    chosen = [f"{idea.topic_id}.{idea.stage_id}" for idea in ideas]
    browser, address = as_(ada), f"/t/{floods.topic_id}/sorting/"
    browser.post(address, {"idea": chosen, "label": "Quick win", "put": "1"})
    browser.post(address, {"idea": chosen[:1], "label": "quick WIN", "put": "1"})
    both = Labelling.objects.count()
    answer = browser.post(address, {"idea": chosen[:1], "label": "QUICK win", "unlabel": "1"})

    assert (both, Label.objects.get().name, Labelling.objects.count()) == (2, "Quick win", 1)
    assert (answer.status_code, answer["Location"]) == (303, f"/t/{floods.topic_id}/moves/")
    assert as_(ben).post(address, {"idea": chosen, "label": "x"}).status_code == 403
    with pytest.raises(Conflict, match="No idea of this challenge carries"):
        unlabel_ideas(actor=ada, challenge=floods, ideas=[ideas[0].topic_id], name="Other")


def test_marks_take_ideas_out_of_the_queue_and_back(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    one, two = factories.idea(ben, floods), factories.idea(ben, floods)
    mark_triaged(actor=ada, challenge=floods, ideas=[one.topic_id])
    next_one = claim_next(actor=ada, challenge=floods)
    with pytest.raises(Conflict, match="looked at this already"):
        mark_triaged(actor=ada, challenge=floods, ideas=[one.topic_id])
    unmark_triaged(actor=ada, challenge=floods, ideas=[one.topic_id])

    assert next_one == two
    assert claim_next(actor=ada, challenge=floods) == one
    with pytest.raises(Refused):
        mark_triaged(actor=ben, challenge=floods, ideas=[one.topic_id])
    assert Activity.objects.filter(kind="challenges.ideas_triaged").count() == 1


def test_moving_an_idea_is_looking_at_it(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)
    to = stage(floods, "Emerging")
    seen = {idea.topic_id: idea.stage_id}
    done = move_ideas(actor=ada, challenge=floods, ideas=seen, to=to, reason="x")
    idea.refresh_from_db()
    moved = idea.triaged_by
    undo_move(actor=ada, move=done.move)
    idea.refresh_from_db()

    assert (moved, idea.triaged_by, idea.triaged_at) == (ada, None, None)


def test_board_shows_the_most_supported_of_each_stage(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    low, high = factories.idea(ben, floods), factories.idea(ben, floods)
    support_idea(actor=ada, idea=low)
    folded = factories.idea(ben, floods)
    Idea.objects.filter(topic=folded.topic_id).update(folded_under=low.topic_id)
    page = as_(None).get(f"/t/{floods.topic_id}/board/").content.decode()

    assert cards(page) == [low.topic_id, high.topic_id]
    assert page.count('class="board-column"') == 7
    assert page.count('name="reason"') == 0
    assert as_(ada).get(f"/t/{floods.topic_id}/board/").content.decode().count('name="to"') == 3


def test_hidden_support_orders_no_board(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    low, high = factories.idea(ben, floods), factories.idea(ben, floods)
    support_idea(actor=ada, idea=low)
    Stage.objects.filter(challenge=floods).update(counts="hidden")
    page = as_(None).get(f"/t/{floods.topic_id}/board/").content.decode()

    assert cards(page) == [high.topic_id, low.topic_id]


def test_stage_of_folded_ideas_alone_says_where_the_others_are(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    shown, folded = factories.idea(ben, floods), factories.idea(ben, floods)
    Idea.objects.filter(topic=folded.topic_id).update(folded_under=shown.topic_id)
    first = folded.stage_id
    move_ideas(
        actor=ada,
        challenge=floods,
        ideas={shown.topic_id: first},
        to=stage(floods, "Emerging"),
        reason="It grew",
    )
    reader, own = as_(None), f"/t/{floods.topic_id}/"
    listed = reader.get(f"{own}ideas/?stage={first}").content.decode()
    board = reader.get(f"{own}board/").content.decode()

    assert listed.count("1 idea is here. It says almost the same as another one") == 1
    assert board.count("None that stands by itself is here.") == 1
    assert board.count("No idea is here.") == 5


def test_hidden_support_orders_no_list(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    low, high = factories.idea(ben, floods), factories.idea(ben, floods)
    support_idea(actor=ada, idea=low)
    parked = Stage.objects.get(challenge=floods, kind="parked")
    own = f"/t/{floods.topic_id}/ideas/?order=supported"
    first = Stage.objects.filter(id=low.stage_id)
    first.update(counts="hidden")

    for person, path, shown in (
        (None, own, [high, low]),
        (ben, f"{own}&stage={low.stage_id}", [high, low]),
        (ada, own, [low, high]),
    ):
        page = as_(person).get(path).content.decode()
        rows = re.findall(r'idea-row" id="t(\d+)"', page)
        assert rows == [str(idea.topic_id) for idea in shown]
        assert page.count("so the list is not ordered by it") == (0 if person == ada else 1)
    elsewhere = as_(None).get(f"{own}&stage={parked.id}").content.decode()
    assert elsewhere.count("so the list is not ordered by it") == 0


def test_board_goes_on_where_a_page_ended(
    ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    ideas = [factories.idea(ben, floods) for _at in range(10)]
    reader = as_(None)
    page = reader.get(f"/t/{floods.topic_id}/board/").content.decode()
    [onward] = re.findall(r'hx-get="([^"]+)"', page)
    onward = onward.replace("&amp;", "&")
    part = reader.get(onward, headers={"HX-Request": "true"}).content.decode()
    whole = reader.get(onward).content.decode()

    assert cards(page) == [idea.topic_id for idea in reversed(ideas[2:])]
    assert cards(part) == cards(whole) == [ideas[1].topic_id, ideas[0].topic_id]
    assert part.count("<html") == 0
    assert reader.get(f"/t/{floods.topic_id}/board/?stage=1&after=x").status_code == 404


def test_board_costs_the_same_for_many(
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    factories.idea(ben, floods)
    address, reader = f"/t/{floods.topic_id}/board/", as_(None)
    reader.get(address)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        reader.get(address)
    for _at in range(2):
        factories.idea(ben, floods)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        reader.get(address)


def test_move_on_the_board_comes_back_as_the_board(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    own = f"/t/{floods.topic_id}/"
    answer = as_(ada).post(
        f"{own}moves/",
        {
            "idea": f"{idea.topic_id}.{idea.stage_id}",
            "to": stage(floods, "Emerging").id,
            "reason": "It grew",
            "back": f"{own}board/",
        },
        headers={"HX-Request": "true"},
        follow=True,
    )
    page = answer.content.decode()

    assert page.count("<html") == 0
    assert page.count("Moved to “Emerging”.") == 1
    assert page.count("You moved one idea to “Emerging”.") == 1
    assert page.count("It grew") == 0, "the next one begins with no reason"


def test_tab_counts_the_ideas_that_stand(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    one, other = factories.idea(ada, floods), factories.idea(ada, floods)
    combine_ideas(actor=ada, survivor=one, sources=[other])

    page = as_(ada).get(f"/t/{floods.topic_id}/ideas/").content.decode()

    tab = re.search(rf'href="/t/{floods.topic_id}/ideas/"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert tab is not None
    assert re.findall(r">\s*(\d+)\s*<", tab[1]) == ["1"]
