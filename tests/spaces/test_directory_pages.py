"""The list of spaces, and opening one in the browser."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Organisation
from groundswell.spaces.actions import close_space, invite_by_email
from groundswell.spaces.models import Guideline, Space
from groundswell.spaces.selectors import directory
from tests import factories

WORDS = {
    "purpose": "Keep the pond clean.",
    "name": "The Pond",
    "handle": "",
    "visibility": "public",
    "joining": "open",
    "writing": "members",
    "licence": "CC-BY-SA-4.0",
    "guidelines": "",
}


def page(client, address="/spaces/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def names(tree):
    return [node.text().strip() for node in tree.css(".space-row h2")]


def test_liveliest_space_comes_first(as_, ada, ben, meadow):
    factories.space(ada, "hill", name="The Hill")
    factories.topic(ben, meadow)

    assert names(page(as_(None))) == ["The Meadow", "The Hill"]


def test_words_find_a_space_by_name_handle_and_purpose(as_, ada, meadow):
    factories.space(ada, "hill", name="The Hill", purpose="Sledges for everyone")

    for words in ("hill", "SLEDGES", "the everyone", "hil"):
        assert names(page(as_(None), f"/spaces/?q={words}")) == ["The Hill"]
    assert page(as_(None), "/spaces/?q=%00ocean").css_first(".empty h2").text() == (
        "No space has these words"
    )


def test_ones_own_spaces_are_a_click_away(as_, ada, cyn, meadow, burrow):
    assert names(page(as_(ada), "/spaces/?show=mine")) == ["The Burrow", "The Meadow"]
    assert page(as_(cyn), "/spaces/?show=mine").css_first(".empty h2").text() == (
        "You belong to no space yet"
    )


def test_row_says_what_one_is_and_how_it_stands(as_, ada, ben, meadow):
    close_space(actor=ada, space=meadow, reason="Winter.")

    row = page(as_(ben)).css_first(".space-row")

    assert row.css_first(".badge").text() == "You are a member"
    states = [" ".join(node.text().split()) for node in row.css(".meta > *")]
    assert states[:3] == ["Everyone can read", "2 members", "0 topics"]
    assert states[-1] == "Closed"


def test_door_shows_no_counts(as_, ada, ben, meadow):
    factories.space(
        ada, "board", name="Board", visibility="members", joining="approval", parent=meadow
    )

    row = page(as_(ben), "/spaces/?q=board").css_first(".space-row")

    meta = [" ".join(node.text().split()) for node in row.css(".meta > *")]
    assert meta == ["Only members can read", "You can ask to join"]


def test_invitation_to_a_confirmed_address_is_shown(as_, ada, ben, cyn, burrow):
    factories.grown_up(ada)
    invitation = invite_by_email(actor=ada, space=burrow, email="cyn@example.org")

    shown = page(as_(cyn)).css_first("main .notice a")
    assert shown.attributes["href"] == invitation.get_absolute_url()
    assert page(as_(ben)).css("main .notice") == []


def test_pages_neither_skip_nor_repeat(as_, ada, monkeypatch):
    monkeypatch.setattr(directory, "SPACES_PER_PAGE", 2)
    for number in range(5):
        factories.space(ada, f"s{number}", name=f"S{number}")

    seen, address = [], "/spaces/"
    while address:
        tree = page(as_(None), address)
        seen += names(tree)
        older = tree.css_first('.pager a[rel="next"]')
        address = "/spaces/" + older.attributes["href"] if older else None

    assert seen == ["S4", "S3", "S2", "S1", "S0"]


def test_place_in_the_list_that_we_did_not_make_is_missing(as_):
    assert as_(None).get("/spaces/?after=nonsense").status_code == 404


@pytest.mark.parametrize("spaces", [1, 3])
def test_list_costs_the_same_however_long_it_is(as_, ada, ben, spaces):
    Organisation().save()
    for number in range(spaces):
        factories.member(ben, factories.space(ada, f"s{number}"))

    counted = []
    for client in (as_(None), as_(ben)):
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))

    assert counted == [3, 10]


def test_form_begins_with_the_ways_of_the_organisation(as_, cyn):
    Organisation(licence="CC0-1.0", public_spaces_allowed=False, licence_fixed=True).save()

    tree = page(as_(cyn), "/spaces/new/")

    radios = tree.css('input[name="visibility"]')
    assert [radio.attributes["value"] for radio in radios] == ["members", "invitation"]
    assert "Take on the argument, never the person." in tree.css_first("#id_guidelines").text()
    assert tree.css('[name="licence"]') == []
    assert tree.css('[name="parent"]') == []


def test_space_is_opened_by_a_plain_form(as_, cyn):
    answer = as_(cyn).post("/spaces/new/", {**WORDS, "guidelines": "Be kind."})

    space = Space.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/s/the-pond/")
    assert (space.name, space.purpose) == ("The Pond", "Keep the pond clean.")
    assert Guideline.objects.get().source == "Be kind."


def test_space_without_a_purpose_says_why_and_keeps_the_rest(as_, cyn):
    answer = as_(cyn).post("/spaces/new/", {**WORDS, "purpose": " "})

    tree = LexborHTMLParser(answer.text)
    assert answer.status_code == 422
    assert "A space without a purpose gathers nobody" in tree.css_first(".errors").text()
    assert tree.css_first("#id_name").attributes["value"] == "The Pond"
    assert Space.objects.count() == 0


def test_taken_handle_comes_with_one_that_is_free(as_, cyn, meadow):
    answer = as_(cyn).post("/spaces/new/", {**WORDS, "handle": "meadow"})

    assert answer.status_code == 422
    assert "The handle meadow is taken. the-pond is free, for example." in answer.text


def test_form_sent_twice_opens_one_space(as_, cyn):
    client = as_(cyn)

    for _ in range(2):
        answer = client.post("/spaces/new/", {**WORDS, "nonce": "once"})

    assert (answer.status_code, answer["Location"]) == (303, "/s/the-pond/")
    assert Space.objects.count() == 1


def test_space_is_put_under_the_one_it_was_begun_from(as_, ada, meadow):
    chosen = page(as_(ada), "/spaces/new/?under=meadow").css_first("#id_parent [selected]")
    assert chosen.text() == "The Meadow"

    as_(ada).post("/spaces/new/", {**WORDS, "parent": str(meadow.id)})
    assert Space.objects.get(actor__handle="the-pond").parent == meadow


def test_space_of_others_cannot_be_chosen_as_the_one_above(as_, ada, ben, meadow):
    factories.space(ben, "bens")
    answer = as_(ben).post("/spaces/new/", {**WORDS, "parent": str(meadow.id)})

    assert answer.status_code == 422
    assert Space.objects.filter(parent=meadow).count() == 0


def test_opening_is_refused_with_the_reason_where_it_is_not_ones_right(as_, cyn):
    Organisation(space_opening="stewards").save()

    answer = as_(cyn).get("/spaces/new/")

    assert answer.status_code == 403
    assert "Ask one of them to open yours." in answer.text
    assert as_(None).get("/spaces/new/")["Location"] == "/accounts/login/?next=/spaces/new/"
