"""A space one cannot see: nothing at all, or a door with its name and purpose."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from groundswell.spaces.actions import ask_to_join, decline_request, edit_guidelines, remove_member
from groundswell.spaces.models import Membership
from tests import factories


@pytest.fixture
def board(ada, meadow):
    """A members' space under the meadow: who belongs to the meadow finds its door."""
    return factories.space(
        ada,
        "board",
        name="The Board",
        purpose="Decide.",
        visibility="members",
        joining="approval",
        parent=meadow,
    )


def main(client, address="/s/board/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(LexborHTMLParser(answer.text).css_first("main").text().split())


def test_door_shows_name_purpose_and_how_to_get_in_and_nothing_else(as_, ada, ben, board):
    factories.topic(ada, board, title="The budget")

    assert main(as_(ben)) == "TThe Board Decide. Only members can read Ask to join"


def test_members_see_the_space_behind_the_door(as_, ada, ben, board):
    factories.topic(ada, board, title="The budget")
    factories.member(ben, board)

    assert "The budget" in main(as_(ben))


@pytest.mark.parametrize("person", ["cyn", None])
def test_who_is_not_in_the_space_above_finds_no_door(request, as_, board, person):
    person = request.getfixturevalue(person) if person else None

    assert as_(person).get("/s/board/").status_code == 404


def test_space_for_the_invited_has_no_door(as_, ada, ben, meadow):
    factories.space(ada, "party", visibility="invitation", parent=meadow)

    assert as_(ben).get("/s/party/").status_code == 404


def test_door_tells_who_asked_what_came_of_it(as_, ada, ben, board):
    request = ask_to_join(actor=ben, space=board)
    assert main(as_(ben)).endswith("A steward will answer you. Take it back")

    decline_request(actor=ada, request=request, answer="Next spring.")
    assert "a steward answered: Next spring." in main(as_(ben))


def test_door_tells_who_was_removed_why(as_, ada, ben, board):
    factories.member(ben, board)
    membership = Membership.objects.get(space=board, actor=ben)
    remove_member(actor=ada, membership=membership, reason="Leaks.")

    assert main(as_(ben)).endswith("A steward removed you from this space. Leaks.")


@pytest.mark.parametrize(
    ("joining", "says"), [("open", "Join"), ("invitation", "People come here by invitation.")]
)
def test_door_opens_as_the_space_says(as_, ada, ben, meadow, joining, says):
    space = factories.space(
        ada, "board", visibility="members", joining=joining, parent=meadow, name="Board"
    )
    edit_guidelines(actor=ada, space=space, text="Be kind.")

    assert main(as_(ben)).endswith(says)
    assert "Be kind." in main(as_(ben))


def test_door_lets_in_by_a_plain_form(as_, ada, ben, meadow):
    space = factories.space(ada, "board", visibility="members", parent=meadow)

    answer = as_(ben).post("/s/board/join/")

    assert (answer.status_code, answer["Location"]) == (303, "/s/board/")
    assert Membership.objects.filter(space=space, actor=ben).exists()
