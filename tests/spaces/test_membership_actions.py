"""Joining, leaving, removing, roles, affiliations and following."""

import pytest

from groundswell.activity.models import Activity
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces import projections
from groundswell.spaces.actions import (
    change_role,
    follow_space,
    join_space,
    leave_space,
    lift_removal,
    remove_member,
    set_affiliation,
    unfollow_space,
)
from groundswell.spaces.activities import tell_whom_it_is_about
from groundswell.spaces.models import Affiliation, Membership, Removal, SpaceFollow
from tests import factories


def belonging(person, space):
    return Membership.objects.select_related("space__actor", "actor").get(space=space, actor=person)


def count_of(space):
    space.refresh_from_db()
    return space.member_count


def last():
    return Activity.objects.order_by("-id").first()


def test_joining_makes_a_member_and_counts_them(cyn, meadow):
    join_space(actor=cyn, space=meadow)

    assert belonging(cyn, meadow).role == "member"
    assert count_of(meadow) == 3


@pytest.mark.parametrize(
    ("joining", "sentence"),
    [("approval", "Ask to join"), ("invitation", "People come to Pond by invitation")],
)
def test_joining_at_once_is_refused_where_it_is_not_open(ada, cyn, joining, sentence):
    space = factories.space(ada, "pond", joining=joining)

    with pytest.raises(Refused, match=sentence):
        join_space(actor=cyn, space=space)

    assert count_of(space) == 1


def test_joining_twice_is_a_conflict_that_counts_once(ben, meadow):
    with pytest.raises(Conflict, match="already belong"):
        join_space(actor=ben, space=meadow)

    assert count_of(meadow) == 2


def test_leaving_ends_the_membership_and_the_following(ben, meadow):
    follow_space(actor=ben, space=meadow, level="all")

    leave_space(actor=ben, space=meadow)

    assert not Membership.objects.filter(space=meadow, actor=ben).exists()
    assert not SpaceFollow.objects.filter(actor=ben).exists()
    assert count_of(meadow) == 1
    with pytest.raises(Conflict, match="do not belong"):
        leave_space(actor=ben, space=meadow)


def test_last_steward_names_another_before_going(ada, ben, meadow):
    for go in (
        lambda: leave_space(actor=ada, space=meadow),
        lambda: change_role(actor=ada, membership=belonging(ada, meadow), role="member"),
    ):
        with pytest.raises(Refused, match="Name another steward first"):
            go()

    change_role(actor=ada, membership=belonging(ben, meadow), role="steward")
    leave_space(actor=ada, space=meadow)
    stewards = Membership.objects.filter(space=meadow).stewards()
    assert list(stewards.values_list("actor__handle", flat=True)) == ["ben"]


def test_steward_steps_down_by_themself_only(ada, ben, meadow):
    change_role(actor=ada, membership=belonging(ben, meadow), role="steward")
    assert last().kind == "spaces.steward_appointed"

    with pytest.raises(Refused, match="A steward steps down"):
        change_role(actor=ada, membership=belonging(ben, meadow), role="member")
    change_role(actor=ben, membership=belonging(ben, meadow), role="member")

    assert last().kind == "spaces.steward_stepped_down"
    assert belonging(ben, meadow).role == "member"


def test_organiser_can_take_a_stewards_role(ada, ben, meadow):
    organiser = factories.person("olga", is_staff=True)
    change_role(actor=ada, membership=belonging(ben, meadow), role="steward")

    change_role(actor=organiser, membership=belonging(ben, meadow), role="guest")

    assert belonging(ben, meadow).role == "guest"
    assert last().kind == "spaces.role_changed"


@pytest.mark.parametrize("role", ["", "owner"])
def test_unknown_role_is_refused(ada, ben, meadow, role):
    with pytest.raises(Invalid, match="steward, member or guest"):
        change_role(actor=ada, membership=belonging(ben, meadow), role=role)


def test_member_gives_nobody_a_role(ben, cyn, meadow):
    factories.member(cyn, meadow)

    with pytest.raises(Refused, match="Only stewards"):
        change_role(actor=ben, membership=belonging(cyn, meadow), role="steward")


def test_guest_replies_and_opens_nothing(ada, ben, meadow):
    topic = factories.topic(ada, meadow)
    change_role(actor=ada, membership=belonging(ben, meadow), role="guest")

    with pytest.raises(Refused, match="Guests of The Meadow reply, and open no topics"):
        factories.topic(ben, meadow)

    assert factories.reply(ben, topic).number == 2


def test_removed_person_is_told_and_kept_out_until_it_is_lifted(ada, ben, meadow):
    removal = remove_member(actor=ada, membership=belonging(ben, meadow), reason="Advertising.")

    told = [(tell.actor_id, tell.reason) for tell in tell_whom_it_is_about(last())]
    assert told == [(ben.id, "membership")]
    assert count_of(meadow) == 1
    with pytest.raises(Refused, match=r"reason you were given: Advertising\."):
        join_space(actor=ben, space=meadow)

    lift_removal(actor=ada, removal=removal)
    join_space(actor=ben, space=meadow)
    assert count_of(meadow) == 2
    with pytest.raises(Conflict, match="lifted already"):
        lift_removal(actor=ada, removal=removal)


def test_reason_of_a_removal_is_not_in_the_log(ada, ben, meadow):
    removal = remove_member(actor=ada, membership=belonging(ben, meadow), reason="Advertising.")

    assert last().data == {"removal": str(removal.id)}


def test_removal_needs_a_reason(ada, ben, meadow):
    with pytest.raises(Invalid):
        remove_member(actor=ada, membership=belonging(ben, meadow), reason="")

    assert belonging(ben, meadow).role == "member"
    assert Removal.objects.count() == 0


def test_only_stewards_remove_and_not_one_another(ada, ben, cyn, meadow):
    factories.member(cyn, meadow)

    with pytest.raises(Refused, match="Only stewards"):
        remove_member(actor=ben, membership=belonging(cyn, meadow), reason="No.")
    with pytest.raises(Conflict, match="leave the space"):
        remove_member(actor=ada, membership=belonging(ada, meadow), reason="Me.")
    change_role(actor=ada, membership=belonging(ben, meadow), role="steward")
    with pytest.raises(Refused, match="A steward steps down"):
        remove_member(actor=ada, membership=belonging(ben, meadow), reason="Coup.")

    assert count_of(meadow) == 3


def test_affiliation_stands_for_this_space_and_goes_when_empty(ada, ben, meadow):
    own = belonging(ben, meadow)
    words = {"organisation": "Council", "department": "Roads", "sector": "Public"}

    set_affiliation(actor=ben, membership=own, **words)
    assert list(Affiliation.objects.values("organisation", "department", "sector")) == [words]
    with pytest.raises(Refused, match="for themself"):
        set_affiliation(actor=ada, membership=own, **words)

    set_affiliation(actor=ben, membership=own, organisation="", department="", sector=" ")
    assert Affiliation.objects.count() == 0


def test_following_is_a_level_that_can_change_and_end(cyn, meadow):
    follow_space(actor=cyn, space=meadow, level="quiet")
    follow_space(actor=cyn, space=meadow, level="all")
    with pytest.raises(Invalid, match="quiet, normal or all"):
        follow_space(actor=cyn, space=meadow, level="loud")

    assert list(SpaceFollow.objects.values_list("actor__handle", "level")) == [("cyn", "all")]
    unfollow_space(actor=cyn, space=meadow)
    with pytest.raises(Conflict, match="do not follow"):
        unfollow_space(actor=cyn, space=meadow)


@pytest.mark.parametrize(("place", "ended"), [("meadow", []), ("burrow", ["ben"])])
@pytest.mark.django_db(transaction=True)
def test_losing_a_private_space_ends_the_live_streams(request, monkeypatch, ada, ben, place, ended):
    space = request.getfixturevalue(place)
    revoked = []
    monkeypatch.setattr(projections, "revoke", revoked.append)

    leave_space(actor=ben, space=space)
    factories.member(ben, space)
    remove_member(actor=ada, membership=belonging(ben, space), reason="Noise.")

    assert revoked == [ben.id for _ in ended] * 2
