"""The page of the members, and what stewards do there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Organisation
from groundswell.people.models import Profile
from groundswell.spaces.actions import change_role, set_affiliation
from groundswell.spaces.models import Membership, Removal
from groundswell.spaces.selectors import members as member_selectors
from tests import factories

HOME = "/s/meadow/members/"


def page(client, address=HOME, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return LexborHTMLParser(answer.text)


def names(tree):
    return [node.text() for node in tree.css("#members .actor")]


def belonging(person, space):
    return Membership.objects.select_related("space__actor", "actor").get(space=space, actor=person)


def test_members_are_listed_by_name_with_whom_they_speak_for(as_, ada, ben, meadow):
    Profile.objects.create(actor=ada, organisation="River Trust", sector="Environment")
    Profile.objects.create(actor=ben, organisation="Council")
    set_affiliation(
        actor=ben,
        membership=belonging(ben, meadow),
        organisation="",
        department="",
        sector="Neighbourhood",
    )

    rows = page(as_(None)).css(".member-row")

    assert [[part.text() for part in row.css(".meta > *")] for row in rows] == [
        ["River Trust", "Environment"],
        ["Neighbourhood"],
    ]
    assert rows[0].css_first(".badge").text() == "Steward"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=BEN", ["Ben"]),
        ("q=trust", ["Ada"]),
        ("q=council", []),
        ("q=neighbour", ["Ben"]),
        ("role=steward", ["Ada"]),
        ("role=guest", []),
        ("q=nobody", []),
    ],
)
def test_members_are_found_by_name_affiliation_and_role(as_, ada, ben, meadow, query, found):
    Profile.objects.create(actor=ada, organisation="River Trust")
    Profile.objects.create(actor=ben, organisation="Council")
    set_affiliation(
        actor=ben,
        membership=belonging(ben, meadow),
        organisation="Neighbours",
        department="",
        sector="",
    )

    assert names(page(as_(None), f"{HOME}?{query}")) == found


def test_unknown_role_and_place_are_missing(as_, meadow):
    page(as_(None), f"{HOME}?role=owner", status=404)
    page(as_(None), f"{HOME}?after=x", status=404)


def test_members_pages_neither_skip_nor_repeat(as_, ada, meadow, monkeypatch):
    monkeypatch.setattr(member_selectors, "MEMBERS_PER_PAGE", 2)
    for number in range(3):
        factories.member(factories.person(f"cat{number}"), meadow)

    seen, address = [], HOME
    while address:
        tree = page(as_(None), address)
        seen += names(tree)
        after = tree.css_first('.pager a[rel="next"]')
        address = after.attributes["href"] if after else None

    assert seen == ["Ada", "Ben", "Cat0", "Cat1", "Cat2"]


@pytest.mark.parametrize("members", [1, 3])
def test_list_costs_the_same_however_long_it_is(as_, ada, members):
    Organisation().save()
    space = factories.space(ada, "meadow")
    for _ in range(members):
        factories.member(factories.person(), space)

    counted = []
    for client in (as_(None), as_(ada)):
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))

    assert counted == [3, 9]


def test_only_stewards_see_what_stewards_do(as_, ada, ben, cyn, meadow):
    factories.member(cyn, meadow)

    assert page(as_(ben)).css("#members summary") == []
    assert [node.text() for node in page(as_(ada)).css("#members summary")] == [
        "Change Ben",
        "Change Cyn",
    ]


def test_steward_appoints_another_and_steps_down(as_, ada, ben, meadow):
    role = f"{HOME}{belonging(ben, meadow).id}/role/"
    own = f"{HOME}{belonging(ada, meadow).id}/role/"
    assert as_(ada).post(own, {"role": "member"}).status_code == 403

    assert as_(ada).post(role, {"role": "steward"}).status_code == 303
    assert as_(ada).post(own, {"role": "member"}).status_code == 303

    roles = Membership.objects.filter(space=meadow).order_by("actor__handle")
    assert list(roles.values_list("actor__handle", "role")) == [
        ("ada", "member"),
        ("ben", "steward"),
    ]


def test_member_changes_nobodys_role(as_, ben, cyn, meadow):
    factories.member(cyn, meadow)

    answer = as_(ben).post(f"{HOME}{belonging(cyn, meadow).id}/role/", {"role": "steward"})

    assert answer.status_code == 403
    assert belonging(cyn, meadow).role == "member"


def test_membership_of_another_space_is_missing_here(as_, ada, ben, meadow, burrow):
    elsewhere = belonging(ben, burrow).id

    assert as_(ada).get(f"{HOME}{elsewhere}/remove/").status_code == 404
    assert as_(ada).post(f"{HOME}{elsewhere}/role/", {"role": "guest"}).status_code == 404


def test_removing_asks_for_the_reason_and_can_be_lifted(as_, ada, ben, meadow):
    address = f"{HOME}{belonging(ben, meadow).id}/remove/"
    client = as_(ada)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422

    assert client.post(address, {"reason": "Noise."}).status_code == 303

    removal = Removal.objects.get()
    assert "Noise." in client.get(HOME).text
    assert "Noise." not in as_(ben).get(HOME).text
    assert client.post(f"/s/meadow/removals/{removal.id}/lift/").status_code == 303
    assert Removal.objects.standing().count() == 0


def test_member_removes_nobody(as_, ben, cyn, meadow):
    factories.member(cyn, meadow)

    answer = as_(ben).get(f"{HOME}{belonging(cyn, meadow).id}/remove/")

    assert answer.status_code == 403
    assert "Only stewards of The Meadow can do this." in answer.text


def test_member_says_whom_they_speak_for(as_, ben, cyn, meadow):
    client = as_(ben)
    assert client.get("/s/meadow/affiliation/").status_code == 200

    answer = client.post(
        "/s/meadow/affiliation/", {"organisation": "Council", "department": "", "sector": ""}
    )

    assert answer.status_code == 303
    assert 'value="Council"' in client.get("/s/meadow/affiliation/").text
    long = {"organisation": "x" * 151, "department": "", "sector": ""}
    assert client.post("/s/meadow/affiliation/", long).status_code == 422
    assert as_(cyn).get("/s/meadow/affiliation/").status_code == 403


def test_joining_leaving_and_following_by_plain_forms(as_, cyn, meadow):
    client = as_(cyn)

    for path, data in (("join", {}), ("follow", {"level": "all"}), ("follow", {"level": "none"})):
        answer = client.post(f"/s/meadow/{path}/", data)
        assert (answer.status_code, answer["Location"]) == (303, "/s/meadow/")
    assert client.post("/s/meadow/follow/", {"level": "loud"}).status_code == 422
    assert client.post("/s/meadow/join/").status_code == 409
    assert client.post("/s/meadow/leave/").status_code == 303
    assert Membership.objects.filter(actor=cyn).count() == 0


def test_leaving_a_private_space_leads_away_from_it(as_, ada, ben, burrow):
    change_role(actor=ada, membership=belonging(ben, burrow), role="steward")

    assert as_(ada).post("/s/burrow/leave/")["Location"] == "/spaces/"
    assert as_(ada).get("/s/burrow/").status_code == 404


def test_stranger_who_joins_is_led_to_sign_in(as_, meadow):
    answer = as_(None).post("/s/meadow/join/")

    assert (answer.status_code, answer["Location"]) == (303, "/accounts/login/?next=/s/meadow/")
