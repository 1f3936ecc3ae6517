"""Voting for one another: given, seen by the two alone, counted, and never beyond the cap."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.config.cli import main
from groundswell.conversations.actions import edit_message
from groundswell.conversations.models import Hashtag
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.actions import (
    Cast,
    cast_ballot,
    cast_secret,
    close_voting,
    end_delegation,
    give_delegation,
    name_voter,
    reopen_voting,
)
from groundswell.decisions.models import Decision, Delegation, Result, ShownCount
from groundswell.decisions.selectors.delegation import stand_in
from groundswell.decisions.tasks import count_what_moved
from groundswell.notifications.models import Notification
from groundswell.spaces.actions import change_space
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


@pytest.fixture
def people(ada: Actor, ben: Actor, meadow: Space) -> list[Actor]:
    """Ada and Ben, with three more members: Dot, Eve and Fay."""
    more = [factories.person(name) for name in ("dot", "eve", "fay")]
    for one in more:
        factories.member(one, meadow)
    return [ada, ben, *more]


@pytest.fixture
def path(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, method="consensus", text="Shut the path #money")


def take(person: Actor, decision: Decision, position: str = "agree") -> None:
    cast_ballot(actor=person, decision=decision, cast=Cast(position=position))


def lets(giver: Actor, delegate: Actor, space: Space, tag: str = "") -> Delegation:
    found = Hashtag.objects.get(key=tag) if tag else None
    return give_delegation(actor=giver, space=space, delegate=delegate, tag=found)


def counted(decision: Decision) -> tuple[int, dict[str, int]]:
    close_voting(actor=decision.topic.author, decision=decision)
    found = Result.objects.latest("at").counted
    return found["cast"], {key: value for key, value in found["totals"].items() if value}


def told(person: Actor, kind: str) -> int:
    project_pending()
    return Notification.objects.filter(recipient=person, activity__kind=kind).count()


def test_page_of_delegates_asks_as_little_of_many_as_of_one(
    people: list[Actor], meadow: Space, path: Decision, as_: As
) -> None:
    ada, ben, dot, eve, fay = people
    Hashtag.objects.create(key="trees", name="trees")
    browser, found = as_(ada), []
    few = [(ada, ben, ""), (dot, ada, "")]
    many = [(ada, eve, "money"), (ada, fay, "trees"), (eve, ada, ""), (fay, ada, "")]
    for given in (few, many):
        for giver, delegate, tag in given:
            lets(giver, delegate, meadow, tag)
        browser.get("/s/meadow/delegates/")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/s/meadow/delegates/").text
        found.append(len(asked))

    assert (page.count("Take it back"), page.count("Decline")) == (3, 3)
    assert found[0] == found[1]


def test_delegate_votes_for_who_does_not_and_own_ballot_goes_first(
    people: list[Actor], meadow: Space, path: Decision
) -> None:
    ada, ben, dot, eve, _fay = people
    lets(dot, ben, meadow)
    lets(eve, dot, meadow)
    lets(ada, ben, meadow)
    take(ben, path)
    take(ada, path, "disagree")

    assert counted(path) == (4, {"agree": 3, "disagree": 1})


def test_delegate_and_giver_see_it_on_the_decision_and_nobody_else_does(
    people: list[Actor], meadow: Space, path: Decision, as_: As
) -> None:
    _ada, ben, dot, _eve, fay = people
    lets(dot, ben, meadow)
    before = as_(dot).get(path.get_absolute_url()).text
    take(ben, path, "abstain")
    after = as_(dot).get(path.get_absolute_url()).text
    bens = as_(ben).get(path.get_absolute_url()).text
    others = as_(fay).get(path.get_absolute_url()).text + as_(fay).get("/s/meadow/delegates/").text
    take(dot, path, "block")
    own = as_(dot).get(path.get_absolute_url()).text

    assert "Ben votes for you here unless you vote yourself. They have not voted yet." in before
    assert re.search(r'Their ballot: <b dir="auto">Abstain</b>\s+<a', after)
    assert "1 person who has not voted gave you their vote." in bens
    assert "Dot" not in others
    assert "Your own ballot counts here, and not that of Ben." in own


def test_who_votes_in_the_end_is_between_them_and_the_delegate(
    people: list[Actor], meadow: Space, path: Decision, as_: As
) -> None:
    _ada, ben, dot, eve, _fay = people
    lets(dot, ben, meadow)
    lets(eve, dot, meadow)
    take(ben, path, "abstain")
    own, through = (stand_in(one, path, voted=False) for one in (dot, eve))
    page = as_(eve).get(path.get_absolute_url()).text
    told_to_eve = page.partition('class="delegated"')[2].partition("</p>")[0]

    assert own is not None
    assert through is not None
    assert (own.delegate, own.passed_on, own.ballot) == (ben, False, "Abstain")
    assert (through.delegate, through.passed_on, through.ballot) == (dot, True, "")
    assert "Dot passes votes on, and whoever has them votes for you here" in told_to_eve
    assert "Ben" not in told_to_eve


def test_shown_count_follows_the_cap_and_the_tags(
    people: list[Actor], meadow: Space, path: Decision
) -> None:
    ada = people[0]
    Decision.objects.filter(pk=path.pk).update(results="live")
    moments = []
    for change in (
        lambda: change_space(actor=ada, space=meadow, delegate_cap=3),
        lambda: edit_message(actor=ada, message=path.topic.messages.get(), text="Shut it #now"),
    ):
        project_pending()
        for _round in range(2):
            count_what_moved()
        counted_at = ShownCount.objects.get(decision=path).until
        change()
        project_pending()
        moments.append((counted_at is None, ShownCount.objects.get(decision=path).until))

    assert moments == [(False, None), (False, None)]


def test_space_page_gives_takes_back_and_declines(
    people: list[Actor], meadow: Space, as_: As
) -> None:
    _ada, ben, dot, eve, _fay = people
    where = "/s/meadow/delegates/"
    given = as_(dot).post(where, {"who": "@Ben", "tag": ""})
    lets(eve, dot, meadow)
    bens = as_(ben).get(where).text
    row = Delegation.objects.get(giver=dot)
    stranger = as_(eve).post(where, {"delegation": row.id})
    declined = as_(ben).post(where, {"delegation": row.id})
    unknown = as_(dot).post(where, {"who": "@ben", "tag": "#nothing"})

    statuses = [one.status_code for one in (given, stranger, declined, unknown)]
    assert statuses == [303, 404, 303, 422]
    assert "1 person gave you their vote." in bens
    assert "and 1 more through them" in bens
    assert "Nobody has used the tag #nothing yet." in unknown.text
    assert told(ben, "decisions.delegation_given") == 1
    assert told(dot, "decisions.delegation_declined") == 1
    mine = lets(dot, ben, meadow)
    end_delegation(actor=dot, delegation=mine)
    assert told(ben, "decisions.delegation_revoked") == 1
    with pytest.raises(Conflict, match="ended already"):
        end_delegation(actor=dot, delegation=mine)


def test_tag_goes_before_the_space(people: list[Actor], meadow: Space, path: Decision) -> None:
    ada, ben, dot, eve, _fay = people
    lets(dot, ada, meadow)
    lets(dot, eve, meadow, tag="money")
    other = factories.decision(ada, meadow, method="consensus")
    for decision in (path, other):
        take(ada, decision, "agree")
        take(eve, decision, "disagree")

    assert counted(path) == (3, {"agree": 1, "disagree": 2})
    assert counted(other) == (3, {"agree": 2, "disagree": 1})
    assert ben is not None


def test_circle_is_said_in_words_and_counts_for_nobody(
    people: list[Actor], meadow: Space, path: Decision, as_: As
) -> None:
    ada, ben, dot, eve, _fay = people
    lets(dot, eve, meadow)
    answer = as_(eve).post("/s/meadow/delegates/", {"who": "dot"}, follow=True).text
    page = as_(dot).get(path.get_absolute_url()).text
    take(ada, path)
    assert ben is not None

    assert "This vote goes round in a circle" in answer
    assert "it goes round in a circle: it counts for nobody" in page
    assert counted(path) == (1, {"agree": 1})


def test_cap_is_refused_when_given_and_never_counted_beyond(
    people: list[Actor], meadow: Space, path: Decision
) -> None:
    ada, ben, dot, eve, fay = people
    for one in (dot, eve, fay):
        lets(one, ben, meadow)
    Space.objects.filter(id=meadow.id).update(delegate_cap=2)
    meadow.refresh_from_db()
    with pytest.raises(Conflict, match="votes for as many as one may here, which is 2"):
        lets(ada, ben, meadow)
    with pytest.raises(Conflict, match="Dot passes votes on to somebody"):
        lets(ada, dot, meadow)
    take(ben, path)
    path.refresh_from_db()
    last = stand_in(fay, path, voted=False)

    assert last is not None
    assert last.state == "over"
    assert counted(path) == (3, {"agree": 3})
    Space.objects.filter(id=meadow.id).update(delegate_cap=0)
    with pytest.raises(Conflict, match="everybody votes themselves"):
        lets(ada, eve, meadow)


def test_only_members_give_and_take(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, as_: As
) -> None:
    with pytest.raises(Refused, match="Only members vote here"):
        lets(cyn, ben, meadow)
    with pytest.raises(Invalid, match="cannot vote for you here"):
        lets(ben, cyn, meadow)
    with pytest.raises(Invalid, match="That is yourself"):
        lets(ada, ada, meadow)
    assert as_(None).get("/s/meadow/delegates/").status_code in {302, 303}


def test_secret_ballots_are_never_given_away(people: list[Actor], meadow: Space, as_: As) -> None:
    ada, ben, dot, _eve, _fay = people
    lets(dot, ben, meadow)
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret"
    )
    mark = Cast(marks={decision.options.get(number=1).id: 1})
    cast_secret(actor=ben, decision=decision, cast=mark)

    assert "Ben votes for you" not in as_(dot).get(decision.get_absolute_url()).text
    assert counted(decision) == (1, {"1": 1})


def test_result_stays_what_it_was_when_delegations_change_after_the_end(
    people: list[Actor], meadow: Space, path: Decision, as_: As, tmp_path: Path
) -> None:
    ada, ben, dot, eve, _fay = people
    given = lets(dot, ben, meadow)
    lets(eve, dot, meadow)
    take(ben, path)
    cast, _totals = counted(path)
    end_delegation(actor=dot, delegation=given)
    browser, file = as_(None), tmp_path / "decision.json"
    file.write_bytes(browser.get(f"/t/{path.topic_id}/export/decision.json").content)
    page = browser.get(f"/t/{path.topic_id}/result/").text
    listed = browser.get(f"/t/{path.topic_id}/ballots/").text
    table = browser.get(f"/t/{path.topic_id}/export/ballots.csv").content.decode("utf-8-sig")
    mine = as_(dot).get(path.get_absolute_url()).text
    exported = json.loads(file.read_text())
    path.refresh_from_db()
    reopen_voting(actor=ada, decision=path, closes_at=None, reason="Once more.")
    path.refresh_from_db()

    assert (cast, exported["result"]["cast"]) == (3, 3)
    assert [one["weight"] for one in exported["ballots"]] == [3]
    assert "For 2 more their delegates voted" in page
    assert ("Ben" in listed, "for 3 people" in listed) == (True, False)
    assert table == "voter,version,position\r\nBen,1,agree\r\n"
    assert "Ben voted for you here." in mine
    assert counted(path) == (1, {"agree": 1})
    # Last: a command closes its connections.
    assert main(["recount", str(file)]) == 0


def test_group_counts_the_voices_of_its_own_people(
    people: list[Actor], ada: Actor, meadow: Space, as_: As
) -> None:
    _ada, ben, dot, eve, _fay = people
    decision = factories.decision(
        ada, meadow, method="sense_check", electorate="named", voters=(ben, dot, eve)
    )
    name_voter(actor=ada, decision=decision, voter=dot, group="Tenants")
    lets(dot, ben, meadow)
    take(ben, decision, "agree")
    close_voting(actor=ada, decision=decision)
    page = as_(None).get(f"/t/{decision.topic_id}/result/").text

    assert page.count("2 of 2 are in favour, 0 against.") >= 1
    assert "1 of 1 are in favour, 0 against." not in page.partition("Tenants")[0]
