"""Requests and invitations in the browser, with and without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.clock import now
from groundswell.people.tasks import withdraw_unconfirmed
from groundswell.spaces.actions import (
    ask_to_join,
    change_role,
    edit_guidelines,
    invite_by_email,
    make_invitation_link,
    withdraw_invitation,
)
from groundswell.spaces.models import HeldPlace, Invitation, JoinRequest, Membership
from groundswell.spaces.rules import accepted_number
from tests import factories
from tests.letters import sent


@pytest.fixture(autouse=True)
def old_accounts(ada, ben):
    factories.grown_up(ada)
    factories.grown_up(ben)


@pytest.fixture
def gate(ada, ben):
    space = factories.space(ada, "gate", name="The Gate", joining="approval")
    factories.member(ben, space)
    return space


def belongs(person, space):
    return Membership.objects.filter(space=space, actor=person).exists()


def main(answer):
    return " ".join(LexborHTMLParser(answer.text).css_first("main").text().split())


def test_asking_is_a_form_with_a_word_about_oneself(as_, cyn, gate):
    client = as_(cyn)
    assert "A word about you" in client.get("/s/gate/ask/").text
    assert client.post("/s/gate/ask/", {"note": "x" * 501}).status_code == 422

    answer = client.post("/s/gate/ask/", {"note": "I live here."})

    assert (answer.status_code, answer["Location"]) == (303, "/s/gate/")
    assert JoinRequest.objects.get().note == "I live here."
    assert client.get("/s/gate/ask/").status_code == 409
    assert client.post("/s/gate/ask/withdraw/").status_code == 303
    assert JoinRequest.objects.count() == 0


def test_steward_lets_in_by_one_button(as_, ada, cyn, gate):
    asked = ask_to_join(actor=cyn, space=gate, note="I live here.")
    client = as_(ada)
    assert "I live here." in client.get("/s/gate/ways-in/").text

    answer = client.post(f"/s/gate/ways-in/requests/{asked.id}/approve/")

    assert answer.status_code == 303
    assert belongs(cyn, gate)
    assert client.post(f"/s/gate/ways-in/requests/{asked.id}/approve/").status_code == 404


def test_steward_declines_with_a_sentence_that_is_kept_when_refused(as_, ada, cyn, gate):
    asked = ask_to_join(actor=cyn, space=gate)
    address = f"/s/gate/ways-in/requests/{asked.id}/decline/"

    refused = as_(ada).post(address, {"answer": "long " * 200})
    assert refused.status_code == 422
    assert "long long long" in refused.text

    assert as_(ada).post(address, {"answer": "We are full."}).status_code == 303
    assert "We are full." in as_(cyn).get("/s/gate/").text


def test_requests_of_another_space_are_missing_here(as_, ada, cyn, gate, meadow):
    asked = ask_to_join(actor=cyn, space=gate)

    for act in ("approve", "decline"):
        path = f"/s/meadow/ways-in/requests/{asked.id}/{act}/"
        assert as_(ada).post(path, {"answer": "No."}).status_code == 404


def test_links_are_made_shown_again_and_withdrawn(as_, ada, gate):
    client = as_(ada)
    answer = client.post("/s/gate/ways-in/link/", {"uses": "5", "days": "3", "role": "guest"})
    link = Invitation.objects.get()
    assert answer["Location"] == f"/s/gate/ways-in/#invitation-{link.id}"
    assert (link.uses, link.role, link.by) == (5, "guest", ada)

    page = client.get("/s/gate/ways-in/").text
    assert f"http://testserver{link.get_absolute_url()}" in page
    assert "0 of 5 came in" in page

    client.post(f"/s/gate/ways-in/invitations/{link.id}/withdraw/")
    assert link.get_absolute_url() not in client.get("/s/gate/ways-in/").text


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("link/", {"uses": "0", "days": "3", "role": "member"}, "greater than or equal to 1"),
        ("link/", {"uses": "1", "days": "3", "role": "steward"}, "not one of the available"),
        ("mail/", {"email": "renee"}, "This is not an e-mail address"),
        ("mail/", {"email": ""}, "Nothing is written here yet"),
    ],
)
def test_refused_invitation_says_why(as_, ada, gate, path, data, sentence):
    answer = as_(ada).post(f"/s/gate/ways-in/{path}", data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Invitation.objects.count() == 0


def test_mail_is_announced(as_, ada, gate):
    answer = as_(ada).post("/s/gate/ways-in/mail/", {"email": "renee@example.org"}, follow=True)

    assert "renee@example.org will get a mail." in answer.text


def test_members_see_their_own_invitations_only(as_, ada, ben, meadow):
    theirs = make_invitation_link(actor=ada, space=meadow)
    own = make_invitation_link(actor=ben, space=meadow)

    page = as_(ben).get("/s/meadow/ways-in/").text

    assert own.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page
    path = f"/s/meadow/ways-in/invitations/{theirs.id}/withdraw/"
    assert as_(ben).post(path).status_code == 403


def test_ways_in_are_closed_to_who_may_not_invite(as_, ben, gate):
    answer = as_(ben).get("/s/gate/ways-in/")

    assert answer.status_code == 403
    assert "Only stewards of The Gate invite people." in answer.text


def test_invitation_shows_who_invites_to_what(as_, ada, cyn, burrow):
    edit_guidelines(actor=ada, space=burrow, text="Be kind.")
    link = make_invitation_link(actor=ada, space=burrow)

    shown = main(as_(cyn).get(link.get_absolute_url()))

    assert "Ada invites you to" in shown
    assert "What burrow is for" in shown
    assert "Be kind." in shown


def test_invitation_is_accepted_with_the_guidelines(as_, ada, cyn, burrow):
    edit_guidelines(actor=ada, space=burrow, text="Be kind.")
    link = make_invitation_link(actor=ada, space=burrow)

    unticked = as_(cyn).post(f"{link.get_absolute_url()}accept/", {"guidelines_number": "1"})
    assert (unticked.status_code, belongs(cyn, burrow)) == (422, False)

    answer = as_(cyn).post(
        f"{link.get_absolute_url()}accept/",
        {"accept_guidelines": "on", "guidelines_number": "1"},
    )

    assert (answer.status_code, answer["Location"]) == (303, "/s/burrow/")
    assert belongs(cyn, burrow)
    assert accepted_number(cyn, burrow) == 1
    assert as_(cyn).get(link.get_absolute_url()).status_code == 410


def test_member_who_follows_an_invitation_is_led_inside(as_, ada, ben, burrow):
    link = make_invitation_link(actor=ada, space=burrow)

    assert as_(ben).get(link.get_absolute_url())["Location"] == "/s/burrow/"
    assert as_(ben).post(f"{link.get_absolute_url()}accept/").status_code == 409


def sign_in(client, person):
    person.account.set_password(factories.PASSWORD)
    person.account.save(update_fields=["password"])
    words = {"login": person.account.email, "password": factories.PASSWORD}
    return client.post("/accounts/login/", words)


def test_invitation_waits_until_its_bearer_has_signed_in(as_, ada, cyn, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    client = as_(None)

    answer = client.post(f"{link.get_absolute_url()}accept/", {"sign_in": "1"})
    assert answer["Location"] == "/accounts/login/?next=/s/burrow/"
    sign_in(client, cyn)

    assert belongs(cyn, burrow)
    assert "invitation" not in client.session
    assert "You belong to The Burrow now." in client.get("/s/burrow/").text


def test_invitation_lets_a_newcomer_in_where_others_cannot_sign_up(as_, ada, burrow):
    Organisation(sign_up="invitation").save()
    link = make_invitation_link(actor=ada, space=burrow)
    client = as_(None)
    client.post(f"{link.get_absolute_url()}accept/")

    words = {"name": "Sam", "handle": "", "email": "sam@example.org"}
    client.post("/accounts/signup/", {**words, "password1": "three blue otters"})
    code = {"code": sent()[-1].subject.split()[0]}
    answer = client.post("/accounts/confirm-email/", code)

    assert belongs(Actor.objects.get(handle="sam"), burrow)
    assert answer["Location"] == "/s/burrow/"
    assert "You belong to The Burrow now." in client.get("/s/burrow/").text


def bearer_of(link):
    client = Client()
    client.post(f"{link.get_absolute_url()}accept/")
    return client


def sign_up(client, name):
    words = {"name": name, "handle": "", "email": f"{name.lower()}@example.org"}
    return client.post("/accounts/signup/", {**words, "password1": "three blue otters"})


@pytest.mark.parametrize(
    ("mode", "accounts", "approved"),
    [("open", 3, 3), ("approval", 3, 1), ("invitation", 1, 1), ("closed", 0, 0)],
)
def test_invitation_of_one_use_opens_one_account(ada, burrow, mode, accounts, approved):
    Organisation(sign_up=mode).save()
    link = make_invitation_link(actor=ada, space=burrow)
    bearers = [bearer_of(link) for _browser in range(3)]

    for number, client in enumerate(bearers):
        sign_up(client, f"Sam{number}")

    made = Account.objects.filter(email__startswith="sam")
    assert made.count() == accounts
    assert made.exclude(approved_at=None).count() == approved


def test_invitation_that_was_withdrawn_opens_no_account(ada, burrow):
    Organisation(sign_up="invitation").save()
    link = make_invitation_link(actor=ada, space=burrow)
    client = bearer_of(link)
    withdraw_invitation(actor=ada, invitation=link)

    sign_up(client, "Sam")

    assert list(Account.objects.filter(email="sam@example.org")) == []


def test_place_of_who_never_confirms_is_given_back(ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    sign_up(bearer_of(link), "Sam")
    link.refresh_from_db()
    held = link.uses_left

    with time_machine.travel(now() + timedelta(days=2)):
        withdraw_unconfirmed()
        project_pending()

    link.refresh_from_db()
    assert (held, link.uses_left, HeldPlace.objects.count()) == (0, 1, 0)


def test_place_is_kept_for_who_confirms_in_another_browser(ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    client = bearer_of(link)
    sign_up(client, "Sam")
    session = client.session
    del session["invitation"]
    session.save()

    client.post("/accounts/confirm-email/", {"code": sent()[-1].subject.split()[0]})

    assert belongs(Actor.objects.get(handle="sam"), burrow)
    assert HeldPlace.objects.count() == 0


def test_somebody_without_an_account_is_led_to_make_one(as_, ada, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    client = as_(None)

    answer = client.post(f"{link.get_absolute_url()}accept/")

    assert answer["Location"] == "/accounts/signup/?next=/s/burrow/"
    assert client.session["invitation"] == link.token


def test_invitation_that_ended_meanwhile_is_said_after_sign_in(as_, ada, cyn, burrow):
    link = make_invitation_link(actor=ada, space=burrow)
    client = as_(None)
    client.post(f"{link.get_absolute_url()}accept/")
    withdraw_invitation(actor=ada, invitation=link)

    sign_in(client, cyn)

    assert not belongs(cyn, burrow)
    assert "Ask for a new one." in client.get("/spaces/").text
    assert as_(None).post(f"{link.get_absolute_url()}accept/").status_code == 410


def test_sign_in_with_a_forged_invitation_changes_nothing(as_, cyn):
    client = as_(None)
    session = client.session
    session["invitation"] = "x" * 43
    session.save()

    assert sign_in(client, cyn).status_code == 302
    assert "invitation" not in client.session
    assert Membership.objects.filter(actor=cyn).count() == 0


def test_mailed_invitation_opens_a_door_for_its_address(as_, ada, ben, cyn):
    space = factories.space(ada, "party", name="Party", visibility="invitation")
    invitation = invite_by_email(actor=ada, space=space, email="cyn@example.org")

    door = as_(cyn).get("/s/party/")

    assert invitation.get_absolute_url() in door.text
    assert as_(ben).get("/s/party/").status_code == 404


@pytest.fixture
def stale(ada, ben, burrow):
    """A link and a mail by somebody who may not invite any longer."""
    change_role(actor=ada, membership=Membership.objects.get(actor=ben), role="steward")
    made = make_invitation_link(actor=ben, space=burrow)
    mailed = invite_by_email(actor=ben, space=burrow, email="cyn@example.org")
    change_role(actor=ben, membership=Membership.objects.get(actor=ben), role="member")
    return made, mailed


def test_invitation_of_one_who_lost_the_role_is_over_for_everybody(as_, ada, cyn, burrow, stale):
    made, _mailed = stale

    pages = [as_(who).get(link.get_absolute_url()) for who in (cyn, None) for link in stale]
    accepted = as_(None).post(f"{made.get_absolute_url()}accept/")

    assert [page.status_code for page in pages] == [410] * 4
    assert [burrow.name in page.text for page in pages] == [False] * 4
    assert accepted.status_code == 410
    assert as_(cyn).get("/s/burrow/").status_code == 404
    assert burrow.name not in as_(cyn).get("/spaces/").text
    assert f'id="invitation-{made.id}"' not in as_(ada).get("/s/burrow/ways-in/").text


def test_somebody_else_may_invite_the_same_address_then(ada, burrow, stale):
    again = invite_by_email(actor=ada, space=burrow, email="cyn@example.org")

    assert again.id != stale[1].id


def test_invitation_stands_again_with_the_role(as_, ada, ben, cyn, burrow, stale):
    change_role(actor=ada, membership=Membership.objects.get(actor=ben), role="steward")

    assert as_(cyn).get(stale[0].get_absolute_url()).status_code == 200
