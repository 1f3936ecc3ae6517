"""What must hold when people act at the same instant; run on SQLite and on PostgreSQL."""

from functools import partial

import pytest

from groundswell.activity.models import Activity
from groundswell.core.errors import Conflict, DomainError, Invalid, Refused
from groundswell.spaces.actions import (
    accept_invitation,
    approve_request,
    ask_to_join,
    change_role,
    change_space,
    close_space,
    edit_guidelines,
    join_space,
    leave_space,
    make_invitation_link,
    withdraw_request,
)
from groundswell.spaces.models import Guideline, JoinRequest, Membership, Space, SpaceClosing
from tests import factories
from tests.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


@pytest.fixture
def lane(real_database):
    return factories.space(factories.person("steward"), "lane", joining="invitation")


def counted(space):
    space.refresh_from_db()
    return space.member_count, Membership.objects.filter(space=space).count()


def refusals(results, kind):
    return sum(isinstance(result, kind) for result in results)


def test_twenty_people_race_for_an_invitation_of_one_use(lane):
    steward = Membership.objects.get(space=lane).actor
    invitation = make_invitation_link(actor=steward, space=lane, uses=1)
    people = [factories.person() for _ in range(20)]

    results = together(
        [partial(accept_invitation, actor=one, invitation=invitation) for one in people]
    )

    invitation.refresh_from_db()
    assert refusals(results, Membership) == 1
    assert refusals(results, Conflict) == 19
    assert invitation.uses_left == 0
    assert counted(lane) == (2, 2)


def test_one_person_who_joins_ten_times_at_once_belongs_once(real_database):
    space = factories.space(factories.person(), "open")
    person = factories.person()

    results = together([partial(join_space, actor=person, space=space)] * 10)

    assert refusals(results, Membership) == 1
    assert refusals(results, Conflict) == 9
    assert counted(space) == (2, 2)


def test_twenty_people_who_join_at_once_are_all_counted(real_database):
    space = factories.space(factories.person(), "open")
    people = [factories.person() for _ in range(20)]

    results = together([partial(join_space, actor=one, space=space) for one in people])

    assert refusals(results, Membership) == 20
    assert counted(space) == (21, 21)


def test_two_last_stewards_who_go_at_once_leave_one_steward(real_database):
    first, second = factories.person(), factories.person()
    space = factories.space(first, "pair")
    other = factories.member(second, space)
    change_role(actor=first, membership=other, role="steward")

    results = together([partial(leave_space, actor=one, space=space) for one in (first, second)])

    assert refusals(results, Refused) == 1
    assert Membership.objects.filter(space=space).stewards().count() == 1
    assert counted(space) == (1, 1)


def test_two_last_stewards_who_step_down_at_once_leave_one(real_database):
    first, second = factories.person(), factories.person()
    space = factories.space(first, "pair")
    change_role(actor=first, membership=factories.member(second, space), role="steward")

    results = together(
        [
            partial(change_role, actor=one.actor, membership=one, role="member")
            for one in Membership.objects.filter(space=space).select_related("actor", "space")
        ]
    )

    assert refusals(results, Refused) == 1
    assert Membership.objects.filter(space=space).stewards().count() == 1


def test_space_closed_twice_at_once_is_closed_once(real_database):
    steward = factories.person()
    space = factories.space(steward, "end")

    results = together([partial(close_space, actor=steward, space=space, reason="Done")] * 4)

    assert refusals(results, SpaceClosing) == 1
    assert refusals(results, Conflict) == 3


def test_request_that_is_withdrawn_and_approved_at_once_ends_one_way(real_database):
    steward, person = factories.person(), factories.person()
    space = factories.space(steward, "gate", joining="approval")
    request = ask_to_join(actor=person, space=space)

    results = together(
        [
            partial(approve_request, actor=steward, request=request),
            partial(withdraw_request, actor=person, space=space),
        ]
    )

    joined = Membership.objects.filter(space=space, actor=person).exists()
    assert refusals(results, Conflict) == 1
    assert isinstance(results[0], Membership) == joined
    assert JoinRequest.objects.count() == 0
    assert counted(space) == ((2, 2) if joined else (1, 1))


def test_two_spaces_put_under_each_other_at_once_make_no_circle(real_database):
    steward = factories.person()
    one, two = factories.space(steward, "one"), factories.space(steward, "two")

    results = together(
        [
            partial(change_space, actor=steward, space=one, parent=two),
            partial(change_space, actor=steward, space=two, parent=one),
        ]
    )

    parents = set(Space.objects.values_list("parent_id", flat=True))
    assert refusals(results, (Invalid, Conflict)) == 1
    assert None in parents


def test_guidelines_written_twice_at_once_lose_neither(real_database):
    first, second = factories.person(), factories.person()
    space = factories.space(first, "rules")
    change_role(actor=first, membership=factories.member(second, space), role="steward")

    results = together(
        [
            partial(edit_guidelines, actor=one, space=space, text=text, based_on=0)
            for one, text in ((first, "Be kind."), (second, "Be brief."))
        ]
    )

    assert refusals(results, Guideline) == 1
    assert refusals(results, DomainError) == 1
    assert Guideline.objects.filter(space=space).count() == 1


def test_steward_demoted_at_the_same_instant_appoints_nobody_afterwards(lane):
    first = Membership.objects.get(space=lane)
    others = [factories.person() for _place in range(2)]
    second, third = [
        Membership.objects.create(space=lane, actor=person, role=role)
        for person, role in zip(others, ("steward", "member"), strict=True)
    ]
    boss = factories.person("boss", is_staff=True)
    Membership.objects.create(space=lane, actor=boss, role="steward")

    results = together(
        [
            partial(change_role, actor=boss, membership=first, role="member"),
            partial(change_role, actor=first.actor, membership=third, role="steward"),
            partial(change_role, actor=boss, membership=second, role="guest"),
        ]
    )

    log = Activity.objects.filter(space_id=lane.id).order_by("id")
    by_first = log.filter(actor=first.actor, kind="spaces.steward_appointed")
    refused = sum(isinstance(result, Refused) for result in results)
    assert by_first.count() + refused == 1
    assert Membership.objects.get(id=first.id).role == "member"
