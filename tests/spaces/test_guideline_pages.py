"""The guidelines in the browser: read, compared, changed, and asked for where one writes."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from groundswell.spaces.actions import accept_guidelines, edit_guidelines
from groundswell.spaces.models import Guideline
from groundswell.spaces.rules import accepted_number
from tests import factories

TOPIC = {"kind": "discussion", "title": "Hello", "text": "My first words."}
TICKED = {"accept_guidelines": "on", "guidelines_number": "1"}


@pytest.fixture
def ruled(ada, meadow):
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    return meadow


def page(client, path, status=200):
    answer = client.get(f"/s/meadow/{path}")
    assert answer.status_code == status
    return LexborHTMLParser(answer.text)


def diff(tree):
    return [(node.tag, node.text()) for node in tree.css(".diff ins, .diff del")]


def test_guidelines_are_read_and_accepted_on_their_page(as_, ben, ruled):
    client = as_(ben)
    button = page(client, "guidelines/").css_first("main form button")
    assert button.text().strip() == "I accept these guidelines"

    answer = client.post("/s/meadow/guidelines/accept/", TICKED)

    assert answer.status_code == 303
    assert accepted_number(ben, ruled) == 1
    assert (
        "You have accepted these guidelines."
        in page(client, "guidelines/").css_first("main").text()
    )


def test_space_without_guidelines_says_so(as_, ada, ben, meadow):
    assert page(as_(ada), "guidelines/").css_first(".empty a").text() == "Write the guidelines"
    assert page(as_(ben), "guidelines/").css(".empty a") == []
    assert as_(ben).post("/s/meadow/guidelines/accept/", TICKED).status_code == 409


def test_every_version_shows_what_it_changed(as_, ada, ruled):
    edit_guidelines(actor=ada, space=ruled, text="Be brief.")
    edit_guidelines(actor=ada, space=ruled, text="")

    assert diff(page(as_(None), "guidelines/1/")) == []
    assert diff(page(as_(None), "guidelines/2/")) == [("del", "kind"), ("ins", "brief")]
    assert "taken back" in page(as_(None), "guidelines/3/").css_first("main").text()
    page(as_(None), "guidelines/4/", status=404)


def test_what_changed_since_one_accepted_is_shown(as_, ada, ben, ruled):
    accept_guidelines(actor=ben, space=ruled, number=1)
    edit_guidelines(actor=ada, space=ruled, text="Be brief.")

    assert diff(page(as_(ben), "guidelines/")) == [("del", "kind"), ("ins", "brief")]
    assert diff(page(as_(ben), "new/")) == [("del", "kind"), ("ins", "brief")]


def test_steward_writes_the_next_version(as_, ada, ruled):
    client = as_(ada)
    assert page(client, "guidelines/edit/").css_first("textarea").text().strip() == "Be kind."

    answer = client.post("/s/meadow/guidelines/edit/", {"text": "Be brief.", "based_on": "1"})

    assert answer.status_code == 303
    late = client.post("/s/meadow/guidelines/edit/", {"text": "Be bold.", "based_on": "1"})
    assert late.status_code == 422
    assert "Another steward changed the guidelines" in late.text
    assert "Be bold." in late.text
    assert list(Guideline.objects.order_by("number").values_list("source", flat=True)) == [
        "Be kind.",
        "Be brief.",
    ]


def test_first_words_are_kept_until_the_line_is_ticked(as_, ben, ruled):
    client = as_(ben)
    note = page(client, "new/")
    assert note.css_first(".guidelines-note .words").text().strip() == "Be kind."
    assert "required" in note.css_first("#accept_guidelines").attributes

    refused = client.post("/s/meadow/new/", TOPIC)
    assert refused.status_code == 422
    assert "tick that you accept them" in refused.text
    assert "My first words." in refused.text

    posted = client.post("/s/meadow/new/", {**TOPIC, **TICKED, "nonce": "a"})
    assert posted.status_code == 303
    assert accepted_number(ben, ruled) == 1
    assert page(client, "new/").css("#accept_guidelines") == []


def test_reply_asks_and_takes_the_acceptance_too(as_, ada, ben, ruled):
    topic = factories.topic(ada, ruled)
    client = as_(ben)

    refused = client.post(f"/t/{topic.id}/reply/", {"text": "So do I."})
    assert refused.status_code == 422
    assert "So do I." in refused.text
    for _ in range(2):
        posted = client.post(f"/t/{topic.id}/reply/", {"text": "So do I.", "nonce": "b", **TICKED})

    assert posted.status_code == 303
    assert topic.messages.count() == 2


def test_old_version_is_not_accepted_with_new_words(as_, ada, ben, ruled):
    edit_guidelines(actor=ada, space=ruled, text="Be brief.")

    assert as_(ben).post("/s/meadow/new/", {**TOPIC, **TICKED}).status_code == 422
    assert accepted_number(ben, ruled) == 0


def test_joining_takes_the_acceptance_so_that_it_is_asked_once(as_, cyn, ruled):
    client = as_(cyn)
    form = page(client, "").css_first('form[action="/s/meadow/join/"]')
    assert form.css_first('[name="guidelines_number"]').attributes["value"] == "1"
    assert "required" in form.css_first("#id_accept_guidelines").attributes

    refused = client.post("/s/meadow/join/", {"guidelines_number": "1"})
    assert refused.status_code == 422
    assert "tick that you accept them" in refused.text
    assert not ruled.memberships.filter(actor=cyn).exists()

    client.post("/s/meadow/join/", TICKED)
    assert accepted_number(cyn, ruled) == 1
    assert "Before your first words" not in client.get("/s/meadow/").text
    assert page(client, "new/").css("#accept_guidelines") == []


def test_coming_back_after_a_change_does_not_demand_it(as_, ada, cyn, ruled):
    client = as_(cyn)
    client.post("/s/meadow/join/", TICKED)
    client.post("/s/meadow/leave/")
    edit_guidelines(actor=ada, space=ruled, text="Be brief.")

    assert client.post("/s/meadow/join/", {"guidelines_number": "2"}).status_code == 303
