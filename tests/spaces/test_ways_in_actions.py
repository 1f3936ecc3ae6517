"""Asking to join, being answered; inviting, coming in by an invitation, and its mail."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.actions import (
    accept_invitation,
    approve_request,
    ask_to_join,
    change_role,
    decline_request,
    invite_by_email,
    join_space,
    leave_space,
    make_invitation_link,
    remove_member,
    withdraw_invitation,
    withdraw_request,
)
from groundswell.spaces.activities import tell_stewards
from groundswell.spaces.models import Invitation, JoinRequest, Membership
from groundswell.spaces.selectors import invitation_by
from groundswell.spaces.tasks import mail_invitation
from tests import factories
from tests.letters import sent


@pytest.fixture(autouse=True)
def old_accounts(ada, ben):
    factories.grown_up(ada)
    factories.grown_up(ben)


@pytest.fixture
def gate(ada, ben):
    """A public space into which a steward lets people."""
    space = factories.space(ada, "gate", name="The Gate", joining="approval")
    factories.member(ben, space)
    return space


def last():
    return Activity.objects.order_by("-id").first()


def role_of(person, space):
    return (
        Membership.objects.filter(space=space, actor=person).values_list("role", flat=True).first()
    )


def test_asking_puts_a_note_before_the_stewards(ada, cyn, gate):
    request = ask_to_join(actor=cyn, space=gate, note="I live  here.")

    assert (request.note, role_of(cyn, gate)) == ("I live here.", None)
    assert [tell.actor_id for tell in tell_stewards(last())] == [ada.id]
    assert last().data == {"request": str(request.id)}
    with pytest.raises(Conflict, match="have asked already"):
        ask_to_join(actor=cyn, space=gate)


def test_asking_is_refused_where_nobody_has_to_ask(ben, cyn, gate, meadow):
    with pytest.raises(Refused, match="does not take requests"):
        ask_to_join(actor=cyn, space=meadow)
    with pytest.raises(Conflict, match="already belong"):
        ask_to_join(actor=ben, space=gate)


def test_yes_makes_a_member_and_ends_the_request(ada, cyn, gate):
    request = ask_to_join(actor=cyn, space=gate)

    approve_request(actor=ada, request=request)

    gate.refresh_from_db()
    assert role_of(cyn, gate) == "member"
    assert gate.member_count == 3
    assert JoinRequest.objects.count() == 0
    with pytest.raises(Conflict, match="answered or withdrawn"):
        approve_request(actor=ada, request=request)


def test_no_carries_a_sentence_and_a_week_passes_before_asking_again(ada, cyn, gate):
    request = ask_to_join(actor=cyn, space=gate)
    with pytest.raises(Invalid, match="Nothing is written here yet"):
        decline_request(actor=ada, request=request, answer="")

    decline_request(actor=ada, request=request, answer="We are full this year.")

    request.refresh_from_db()
    assert (request.answer, request.declined_by) == ("We are full this year.", ada)
    with pytest.raises(Refused, match="after a week"):
        ask_to_join(actor=cyn, space=gate)
    with time_machine.travel(now() + timedelta(days=8)):
        again = ask_to_join(actor=cyn, space=gate, note="And now?")
    assert (again.id, again.answer, again.declined_at) == (request.id, "", None)


def test_requests_are_answered_by_stewards(ben, cyn, gate):
    request = ask_to_join(actor=cyn, space=gate)

    with pytest.raises(Refused):
        approve_request(actor=ben, request=request)
    with pytest.raises(Refused):
        decline_request(actor=ben, request=request, answer="No.")

    assert JoinRequest.objects.waiting().count() == 1


def test_request_can_be_taken_back(cyn, gate):
    ask_to_join(actor=cyn, space=gate)

    withdraw_request(actor=cyn, space=gate)

    assert JoinRequest.objects.count() == 0
    with pytest.raises(Conflict):
        withdraw_request(actor=cyn, space=gate)


def test_link_lets_in_as_many_as_it_has_uses(ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow, uses=2)
    people = [factories.person() for _ in range(3)]

    for person in people[:2]:
        accept_invitation(actor=person, invitation=link)
    with pytest.raises(Conflict, match="used, withdrawn or has expired"):
        accept_invitation(actor=people[2], invitation=link)

    burrow.refresh_from_db()
    assert burrow.member_count == 4
    assert last().data == {"invitation": str(link.id)}


def test_invitation_ends_after_ten_days(ada, cyn, burrow):
    link = make_invitation_link(actor=ada, space=burrow)

    with (
        time_machine.travel(now() + timedelta(days=10, minutes=1)),
        pytest.raises(Conflict, match="expired"),
    ):
        accept_invitation(actor=cyn, invitation=link)
    with time_machine.travel(now() + timedelta(days=9, hours=23)):
        accept_invitation(actor=cyn, invitation=link)

    assert role_of(cyn, burrow) == "member"


def test_withdrawn_invitation_lets_nobody_in(ada, cyn, burrow):
    link = make_invitation_link(actor=ada, space=burrow)

    withdraw_invitation(actor=ada, invitation=link)

    with pytest.raises(Conflict):
        accept_invitation(actor=cyn, invitation=link)
    with pytest.raises(Conflict, match="withdrawn already"):
        withdraw_invitation(actor=ada, invitation=link)


def test_invitation_makes_a_guest_where_it_says_so(ada, cyn, burrow):
    link = make_invitation_link(actor=ada, space=burrow, role="guest")

    accept_invitation(actor=cyn, invitation=link)

    assert role_of(cyn, burrow) == "guest"


@pytest.mark.parametrize(
    "choices", [{"uses": 0}, {"uses": 501}, {"days": 0}, {"days": 91}, {"role": "steward"}]
)
def test_link_keeps_within_bounds(ada, burrow, choices):
    with pytest.raises(Invalid):
        make_invitation_link(actor=ada, space=burrow, **choices)

    assert Invitation.objects.count() == 0


def test_members_invite_only_where_anyone_may_join(ada, ben, cyn, burrow, meadow):
    assert make_invitation_link(actor=ben, space=meadow).by == ben
    change_role(actor=ada, membership=Membership.objects.get(space=meadow, actor=ben), role="guest")

    for person, space in ((ben, burrow), (ben, meadow), (cyn, meadow)):
        with pytest.raises(Refused, match="Only stewards"):
            make_invitation_link(actor=person, space=space)


def test_removed_person_does_not_come_back_by_an_invitation(ada, ben, burrow):
    remove_member(
        actor=ada, membership=Membership.objects.get(space=burrow, actor=ben), reason="Noise."
    )

    with pytest.raises(Refused, match="until a steward lifts this"):
        accept_invitation(actor=ben, invitation=make_invitation_link(actor=ada, space=burrow))


def test_database_holds_no_way_in(ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow)

    kept = [str(value) for value in Invitation.objects.values().get().values()]
    assert len(link.token) == 43
    assert [value for value in kept if link.token in value] == []
    assert invitation_by(link.token) == link
    assert invitation_by(link.token[::-1]) is None


def test_mail_goes_to_one_address_once(ada, burrow):
    invitation = invite_by_email(actor=ada, space=burrow, email="Renee@Example.org")

    for _ in range(2):
        mail_invitation.call(str(invitation.id))

    assert [mail.to for mail in sent()] == [["renee@example.org"]]
    assert sent()[0].subject == "Ada invites you to The Burrow"
    assert f"/invitations/{invitation.token}/" in sent()[0].body


def test_mail_is_handed_to_the_worker(ada, burrow):
    invitation = invite_by_email(actor=ada, space=burrow, email="renee@example.org")

    project_pending()

    tasks = [(task.task_path, task.args_kwargs["args"]) for task in DBTaskResult.objects.all()]
    assert tasks == [("groundswell.spaces.tasks.mail_invitation", [str(invitation.id)])]


def test_withdrawn_invitation_sends_no_mail(ada, burrow):
    invitation = invite_by_email(actor=ada, space=burrow, email="renee@example.org")
    withdraw_invitation(actor=ada, invitation=invitation)

    mail_invitation.call(str(invitation.id))

    assert sent() == []


@pytest.mark.parametrize("email", ["", "renee", "a@b\nBcc: c@example.org", "x" * 250 + "@a.org"])
def test_what_is_no_address_is_refused(ada, burrow, email):
    with pytest.raises(Invalid):
        invite_by_email(actor=ada, space=burrow, email=email)

    assert Invitation.objects.count() == 0


def test_address_is_invited_once_and_not_without_end(ben, meadow):
    invite_by_email(actor=ben, space=meadow, email="renee@example.org")
    with pytest.raises(Conflict, match="still stands"):
        invite_by_email(actor=ben, space=meadow, email="RENEE@example.org")

    for number in range(9):
        invite_by_email(actor=ben, space=meadow, email=f"p{number}@example.org")
    with pytest.raises(Refused, match="You have made 10 invitations"):
        invite_by_email(actor=ben, space=meadow, email="one.more@example.org")


def test_account_of_today_mails_nobody_and_runs_the_organisation_if_it_must(cyn, meadow):
    space = factories.space(cyn, "bait", purpose="Cheap pills at pills.example")

    with pytest.raises(Refused, match="from tomorrow on"):
        invite_by_email(actor=cyn, space=space, email="renee@example.org")

    organiser = factories.person("boss", is_staff=True)
    assert invite_by_email(actor=organiser, space=meadow, email="renee@example.org")


def test_mail_to_a_stranger_holds_no_words_of_the_space(ada):
    space = factories.space(ada, "bait", purpose="Cheap pills at pills.example")
    mail_invitation.call(str(invite_by_email(actor=ada, space=space, email="r@example.org").id))

    assert "pills" not in sent()[-1].body


@pytest.mark.parametrize("end", ["removed", "left", "guest"])
def test_invitation_of_who_could_not_invite_any_longer_lets_nobody_in(ada, ben, cyn, meadow, end):
    link = make_invitation_link(actor=ben, space=meadow, uses=500, days=90)
    theirs = Membership.objects.get(space=meadow, actor=ben)
    if end == "removed":
        remove_member(actor=ada, membership=theirs, reason="Adverts")
    elif end == "left":
        leave_space(actor=ben, space=meadow)
    else:
        change_role(actor=ada, membership=theirs, role="guest")

    with pytest.raises(Conflict, match="Ask for a new one"):
        accept_invitation(actor=cyn, invitation=Invitation.objects.get(id=link.id))

    assert Invitation.objects.get(id=link.id).stands(now()) is (end == "guest")


def test_who_waits_for_approval_comes_in_no_way(ada, meadow):
    waiting = factories.person("wanda", approved_at=None)
    link = make_invitation_link(actor=ada, space=meadow)

    for come in (
        partial(accept_invitation, actor=waiting, invitation=link),
        partial(join_space, actor=waiting, space=meadow),
    ):
        with pytest.raises(Refused, match="has to let you in first"):
            come()
