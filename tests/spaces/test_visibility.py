"""Nothing of a space that one cannot see is listed, said or counted anywhere."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.conversations.models import Message, Topic
from groundswell.spaces.actions import change_space, edit_guidelines, make_invitation_link
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.selectors import members_page, spaces_page
from tests import factories

PAGES = [
    "",
    "members/",
    "members/1/remove/",
    "ways-in/",
    "guidelines/",
    "guidelines/1/",
    "guidelines/edit/",
    "policies/",
    "settings/",
    "close/",
    "ask/",
    "affiliation/",
]
FORMS = [
    "join/",
    "leave/",
    "ask/",
    "ask/withdraw/",
    "follow/",
    "affiliation/",
    "members/1/role/",
    "members/1/remove/",
    "removals/1/lift/",
    "ways-in/link/",
    "ways-in/mail/",
    "ways-in/invitations/1/withdraw/",
    "ways-in/requests/1/approve/",
    "ways-in/requests/1/decline/",
    "guidelines/edit/",
    "guidelines/accept/",
    "settings/",
    "close/",
    "reopen/",
]
ONCE = re.compile(r'(name="(?:nonce|csrfmiddlewaretoken)" value="|token=)[^"&]*')


def body(answer):
    """All of the answer but what is new each time; a signed token varies in length, too."""
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, ONCE.sub(r"\1", answer.text), headers


@pytest.mark.parametrize("who", ["cyn", None])
def test_hidden_answers_like_missing(request, as_, ada, burrow, who):
    """Byte for byte, on every address and for every form."""
    edit_guidelines(actor=ada, space=burrow, text="Be kind.")
    client = as_(request.getfixturevalue(who) if who else None)

    for send, paths in ((client.get, PAGES), (client.post, FORMS)):
        for path in paths:
            hidden, missing = send(f"/s/burrow/{path}"), send(f"/s/barrow/{path}")
            expected = body(missing)
            assert (path, *body(hidden)) == (path, *expected)
            assert hidden.status_code == 404


def test_reader_without_the_right_gets_the_reason(as_, ben, meadow):
    for path in ("settings/", "guidelines/edit/", "close/"):
        answer = as_(ben).get(f"/s/meadow/{path}")
        assert answer.status_code == 403
        assert "Only stewards of The Meadow can do this." in answer.text


def test_stranger_is_led_to_sign_in_for_what_a_public_space_keeps(as_, meadow):
    answer = as_(None).get("/s/meadow/settings/")

    assert (answer.status_code, answer["Location"]) == (
        303,
        "/accounts/login/?next=/s/meadow/settings/",
    )


def test_forged_and_ended_invitations_tell_nothing(as_, ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    ended = make_invitation_link(actor=ada, space=burrow)
    type(ended).objects.filter(id=ended.id).update(uses_left=0)

    assert as_(None).get(f"/invitations/{link.token[:-1]}x/").status_code == 404
    answer = as_(None).get(ended.get_absolute_url())
    assert answer.status_code == 410
    assert "Burrow" not in answer.text


VISIBILITIES = st.sampled_from(["public", "members", "invitation"])
PLANS = st.lists(
    st.tuples(VISIBILITIES, st.integers(-1, 3), st.sets(st.integers(0, 2))), min_size=1, max_size=5
)


class SpacesAtRandom(TestCase):
    """Random spaces under one another, random members: what is listed is what may be seen."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(plan=PLANS)
    def test_nothing_invisible_is_listed(self, plan):
        steward = factories.person("steward")
        people = [factories.person(f"person{number}") for number in range(3)]
        spaces = self.spaces(steward, plan)
        for (_visibility, _parent, members), space in zip(plan, spaces, strict=True):
            for number in members:
                factories.member(people[number], space)
            factories.topic(steward, space, title=f"Topic of {space.handle}")

        for viewer in [*people, None]:
            self.look(viewer, spaces)

    def spaces(self, steward, plan):
        made = []
        for number, (visibility, parent, _members) in enumerate(plan):
            space = factories.space(
                steward, f"secret{number}", name=f"Secret {number}", visibility=visibility
            )
            if 0 <= parent < number:
                change_space(actor=steward, space=space, parent=made[parent])
            made.append(space)
        return made

    def look(self, viewer, spaces):
        """Compares every list with the rule, written out by hand."""
        belongs = set()
        if viewer is not None:
            belongs = set(Membership.objects.filter(actor=viewer).values_list("space", flat=True))
        reads = {s.id for s in spaces if s.visibility == "public" or s.id in belongs}
        finds = reads | {
            s.id for s in spaces if s.visibility == "members" and s.parent_id in belongs
        }
        assert ids(Space.objects.visible_to(viewer)) == reads
        assert ids(Space.objects.findable_by(viewer)) == finds
        assert ids(spaces_page(viewer).items) == finds
        topics = Topic.objects.visible_to(viewer)
        assert {topic.space_id for topic in topics} == reads
        messages = Message.objects.visible_to(viewer).select_related("topic")
        assert {message.topic.space_id for message in messages} == reads
        self.read(viewer, spaces, reads, finds)

    def read(self, viewer, spaces, reads, finds):
        """And the pages themselves: no name of a hidden space, no word from behind a door."""
        client = Client()
        if viewer is not None:
            client.force_login(viewer.account)
        seen = client.get("/spaces/").text
        for space in spaces:
            front = client.get(f"/s/{space.handle}/")
            seen += front.text if front.status_code == 200 else ""
            assert front.status_code == (200 if space.id in finds else 404)
            listed = client.get(f"/s/{space.handle}/members/").status_code
            assert listed == (200 if space.id in reads else 404)
        for space in spaces:
            assert (f"Topic of {space.handle}" in seen) == (space.id in reads)
            assert (f">{space.name}<" in seen) == (space.id in finds)


def ids(rows):
    return {row.id for row in rows}


def test_search_of_the_directory_finds_no_hidden_space(as_, ada, cyn, meadow, burrow):
    assert "The Burrow" in as_(ada).get("/spaces/?q=burrow").text
    found = as_(cyn).get("/spaces/?q=burrow").text

    assert "The Burrow" not in found
    assert "No space has these words" in found


def test_members_of_one_space_are_not_found_in_another(ada, ben, meadow, burrow):
    assert [row.actor for row in members_page(burrow, words="ben").items] == [ben]
    assert [row.actor for row in members_page(meadow, words="cyn").items] == []
