"""Guests of an opinion map, each by a signed link that is one row on the roll."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.core.signing import BALLOT, sign
from groundswell.decisions import charting
from groundswell.decisions.actions import (
    close_voting,
    invite_guest,
    name_voter,
    renew_link,
    withdraw_voter,
)
from groundswell.decisions.actions.stances import take_stance, take_stance_as_guest
from groundswell.decisions.models import Decision, OpinionSnapshot, Option, RollEntry, Stance
from groundswell.decisions.tasks import draw_maps
from groundswell.spaces.models import Space
from tests import factories
from tests.decisions.test_opinion import SEEDS, crowd, tally

As = Callable[..., Client]


@pytest.fixture
def streets(ada: Actor, burrow: Space) -> Decision:
    charting.forget()
    return factories.decision(
        ada,
        burrow,
        method="opinion_map",
        options=SEEDS,
        title="Our streets",
        text="Zqproposal",
        results="live",
        writers="voters",
    )


@pytest.fixture
def gil(ada: Actor, streets: Decision) -> RollEntry:
    return invite_guest(actor=ada, decision=streets, name="Gil")


def link(entry: RollEntry) -> str:
    return f"/ballot/{sign(BALLOT, str(entry.id))}/"


def answer(browser: Client, entry: RollEntry, number: int, value: str) -> int:
    return browser.post(link(entry), {"statement": number, "value": value}).status_code


def test_guest_says_what_they_think_by_their_link(
    ada: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    roll = as_(ada).get(f"/t/{streets.pk}/roll/").content.decode()
    assert link(gil).partition(":")[0] in roll
    guest = as_(None)
    page = guest.get(link(gil)).content.decode()
    assert "Gil, you are invited to say what you think" in page
    assert "Zqproposal" in page
    assert sum(f'dir="auto">{text}</p>' in page for text in SEEDS) == 1

    assert answer(guest, gil, 1, "agree") == 303
    assert answer(as_(None), gil, 1, "disagree") == 303

    assert tally(streets, 1) == (0, 1, 0)
    assert Stance.objects.count() == 1
    streets.refresh_from_db()
    assert streets.ballot_count == 1
    assert as_(None).get(f"/t/{streets.pk}/").status_code == 404


def test_links_of_guests_stand_above_the_roll_for_who_runs_it_alone(
    ada: Actor, ben: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    roll = f"/t/{streets.pk}/roll/"
    invited = as_(ada).post(roll, {"who": "Olga of the bakery"})
    page, bens = as_(ada).get(roll).text, as_(ben).get(roll).text
    links, _heading, listed = page.partition('<h2 id="roll">')

    assert invited["Location"] == f"{roll}#guests"
    assert links.count('<h2 id="guests"') == 1
    assert (links.count("/ballot/"), listed.count("/ballot/")) == (4, 0)
    assert listed.count("Gil") == 2, "in their row, and on the button that takes them off"
    assert (bens.count("/ballot/"), bens.count("Guests and their links")) == (0, 0)


def test_two_links_are_two_people_and_one_link_is_one(
    ada: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    olga = invite_guest(actor=ada, decision=streets, name="Olga")
    for one in (gil, gil, olga):
        answer(as_(None), one, 2, "agree")

    assert tally(streets, 2) == (2, 0, 0)


def test_who_votes_by_name_does_not_vote_as_a_guest_too(
    ben: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    page = as_(ben).post(link(gil), {"statement": 1, "value": "agree"}, follow=True)

    assert "You vote under your own name." in page.content.decode()
    assert Stance.objects.count() == 0


def test_right_ends_with_the_link(ada: Actor, streets: Decision, gil: RollEntry, as_: As) -> None:
    answer(as_(None), gil, 1, "agree")
    answer(as_(None), gil, 2, "pass")
    assert (tally(streets, 1), tally(streets, 2)) == ((1, 0, 0), (0, 0, 1))

    withdraw_voter(actor=ada, entry=gil)

    assert answer(as_(None), gil, 3, "agree") == 403
    assert as_(None).get(f"{link(gil)}map/").status_code == 403
    assert (tally(streets, 1), tally(streets, 2)) == ((0, 0, 0), (0, 0, 0))
    streets.refresh_from_db()
    assert streets.ballot_count == 0


def test_what_a_guest_said_leaves_the_map_with_them(
    ada: Actor, streets: Decision, gil: RollEntry
) -> None:
    crowd(streets)
    for number in range(100, 112):
        take_stance_as_guest(actor=gil, number=number, value=1)
    draw_maps()
    assert OpinionSnapshot.objects.get().shown["people"] == 41

    withdraw_voter(actor=ada, entry=RollEntry.objects.get(id=gil.id))
    draw_maps()

    assert OpinionSnapshot.objects.get().shown["people"] == 40


def test_person_taken_off_and_named_again_counts_again(
    ada: Actor, cyn: Actor, streets: Decision
) -> None:
    entry = name_voter(actor=ada, decision=streets, voter=cyn)
    take_stance(actor=cyn, decision=streets, number=1, value=1)
    withdraw_voter(actor=ada, entry=entry)
    assert tally(streets, 1) == (0, 0, 0)

    name_voter(actor=ada, decision=streets, voter=cyn)

    assert tally(streets, 1) == (1, 0, 0)


def test_link_of_a_closed_map_takes_nothing(
    ada: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    close_voting(actor=ada, decision=streets)

    assert answer(as_(None), gil, 1, "agree") == 409
    page = as_(None).get(link(gil)).content.decode()
    assert "Voting is not open now." in page
    assert Stance.objects.count() == 0


def test_lost_link_is_made_anew_and_the_old_one_opens_nothing(
    ada: Actor, ben: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    olga = invite_guest(actor=ada, decision=streets, name="Olga")
    old, roll = link(gil), f"/t/{streets.pk}/roll/"
    assert answer(as_(None), gil, 1, "agree") == 303

    stranger = as_(ben).post(roll, {"entry": gil.id, "act": "renew"})
    made = as_(ada).post(roll, {"entry": gil.id, "act": "renew"}, follow=True).text
    [new] = [
        href
        for href in re.findall(r'href="http://testserver(/ballot/[^"]+)"', made)
        if "Gil" in as_(None).get(href).text
    ]

    assert stranger.status_code == 403
    assert "the one before opens nothing any more" in made
    refused = [as_(None).get(f"{old}{path}") for path in ("", "map/")]
    refused.append(as_(None).post(old, {"statement": 1, "value": "disagree"}))
    refused.append(as_(None).post(f"{old}statements/", {"text": "Zqlate"}))
    assert [one.status_code for one in refused] == [403] * 4
    assert all("A newer link was made in place of this one." in one.text for one in refused)
    assert as_(None).post(new, {"statement": 1, "value": "disagree"}).status_code == 303
    assert as_(None).get(link(olga)).status_code == 200
    assert tally(streets, 1) == (0, 1, 0)


def test_link_is_made_anew_for_guests_alone_and_not_after_the_end(
    ada: Actor, ben: Actor, streets: Decision, gil: RollEntry
) -> None:
    with pytest.raises(Conflict, match="Only guests who were invited here"):
        renew_link(actor=ada, entry=streets.roll.get(actor=ben))
    close_voting(actor=ada, decision=streets)
    with pytest.raises(Conflict, match="Voting has ended"):
        renew_link(actor=ada, entry=RollEntry.objects.get(id=gil.id))


@pytest.mark.parametrize("token", ["x", "x:y:z", "..."])
def test_made_up_links_open_nothing(streets: Decision, as_: As, token: str) -> None:
    for path in ("", "map/"):
        assert as_(None).get(f"/ballot/{token}/{path}").status_code == 403
    assert as_(None).post(f"/ballot/{token}/statements/", {"text": "Hm"}).status_code == 403


def test_people_of_a_file_have_no_link(ada: Actor, streets: Decision, as_: As) -> None:
    crowd(streets)
    imported = RollEntry.objects.filter(decision=streets, guest="7").get()

    assert answer(as_(None), imported, 1, "agree") == 403
    assert "/ballot/" not in as_(ada).get(f"/t/{streets.pk}/roll/").content.decode()


def test_guest_writes_a_statement_where_the_map_lets_them(
    ada: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    guest, own = as_(None), link(gil)
    where = f"{own}statements/"
    made = guest.post(where, {"text": "Quiet nights"})
    option = Option.objects.get(text="Quiet nights")
    assert made["Location"] == f"{own}?statement={option.number}"
    assert (option.author, option.guest) == (None, gil)

    same = guest.post(where, {"text": "more trees."})
    assert same["Location"] == f"{own}?statement=1"
    assert "Yours, and what became of them" in guest.get(own).content.decode()

    Decision.objects.filter(pk=streets.pk).update(writers="people")
    refused = guest.post(where, {"text": "No fireworks"})
    assert refused.status_code == 422
    assert "are written by people with an account" in refused.content.decode()
    assert 'id="write"' not in guest.get(own).content.decode()


def test_statement_of_a_guest_may_wait(
    ada: Actor, streets: Decision, gil: RollEntry, as_: As
) -> None:
    Decision.objects.filter(pk=streets.pk).update(moderation="before")
    as_(None).post(f"{link(gil)}statements/", {"text": "Quiet nights"})
    option = Option.objects.get(text="Quiet nights")
    assert option.moderation == "waiting"
    own = f"/t/{streets.pk}/statements/{option.number}/"
    as_(ada).post(own, {"because": "It is said in number 3."})

    page = as_(None).get(link(gil)).content.decode()

    assert "It is said in number 3." in page


def test_guest_sees_where_they_stand_and_nobody_elses_place(
    streets: Decision, gil: RollEntry, as_: As
) -> None:
    crowd(streets)
    for number in range(100, 112):
        answer(as_(None), gil, number, "agree")
    draw_maps()

    page = as_(None).get(f"{link(gil)}map/").content.decode()

    assert page.count('class="here"') == 1
    assert f"/t/{streets.pk}/" not in page
    Decision.objects.filter(pk=streets.pk).update(results="after_close")
    assert as_(None).get(f"{link(gil)}map/").status_code == 409


def test_only_who_runs_the_map_writes_where_it_says_so(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    Decision.objects.filter(pk=streets.pk).update(writers="runners")
    where = f"/t/{streets.pk}/statements/"

    assert as_(ben).post(where, {"text": "Quiet nights"}).status_code == 422
    assert 'id="statement-form"' not in as_(ben).get(where).content.decode()
    assert as_(ada).post(where, {"text": "Quiet nights"}).status_code == 303
