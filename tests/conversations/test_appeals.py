"""The author of words that were removed, or spoken of, asks somebody else to look again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    appeal_decision,
    delete_message,
    report_message,
    settle_reports,
)
from groundswell.conversations.models import Case, Message, Report
from groundswell.core.errors import Conflict, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Membership, Space
from tests import factories

Browser = Callable[[Actor | None], Client]
WHY = "It names a child."


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.topic(ben, meadow, title="The lane", text="Liar!").messages.get()


@pytest.fixture
def eve(meadow: Space) -> Actor:
    person = factories.person("eve", name="Eve")
    factories.member(person, meadow)
    Membership.objects.filter(actor=person).update(role="steward")
    return person


def decided(ada: Actor, cyn: Actor, message: Message, outcome: str = "removed") -> Case:
    case = report_message(actor=cyn, message=message, about="private").case
    if outcome == "removed":
        delete_message(actor=ada, message=message)
    return settle_reports(actor=ada, case=case, outcome=outcome, reason=WHY)


def shown(client: Client, address: str) -> str:
    page = LexborHTMLParser(client.get(address).text).css("main")[0]
    return " ".join(page.text().split())


def told(kind: str) -> list[str]:
    project_pending()
    rows = Notification.objects.filter(kind=f"conversations.{kind}")
    return sorted(rows.values_list("recipient__handle", flat=True))


def test_somebody_else_looks_again_and_the_author_reads_why(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, eve: Actor, message: Message
) -> None:
    decided(ada, cyn, message)
    own, queue = f"/m/{message.id}/outcome/", f"/m/{message.id}/reports/"
    author = as_(ben)
    offered = shown(author, own)
    empty = author.post(own, {"words": " "})
    sent = author.post(own, {"words": "It is my own child."})

    assert "Ask for another look" in offered
    assert (empty.status_code, sent.status_code, sent["Location"]) == (422, 303, own)
    assert "You asked for another look." in shown(author, own)
    assert told("decision_appealed") == ["eve"]
    assert "It is for others to settle." in shown(as_(ada), queue)
    assert "It is my own child." in shown(as_(eve), queue)

    said = {"outcome": "reversed", "reason": "You may name your own. Please say it again."}
    settled = as_(eve).post(f"{queue}settle/", said)
    after = shown(author, own)

    assert (settled.status_code, settled["Location"]) == (303, "/reports/")
    assert "The decision was wrong:You may name your own." in after.replace(": ", ":")
    assert "Ask for another look" not in after
    assert told("reports_settled") == ["ben", "ben", "cyn"]
    assert told("decision_appealed") == []


def test_whoever_decided_does_not_decide_again(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, eve: Actor, message: Message
) -> None:
    decided(ada, cyn, message)
    case = appeal_decision(actor=ben, message=message, words="No.").case

    with pytest.raises(Refused, match="It is for others"):
        settle_reports(actor=ada, case=case, outcome="stands", reason="As I said.")
    settle_reports(actor=eve, case=case, outcome="stands", reason="I agree.")
    assert Case.objects.get(id=case.id).outcome == "stands"


def test_only_steward_looks_again_where_nobody_else_can(
    ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    decided(ada, cyn, message)
    case = appeal_decision(actor=ben, message=message, words="No.").case

    assert told("decision_appealed") == ["ada"]
    settle_reports(actor=ada, case=case, outcome="reversed", reason="You are right.")
    assert Case.objects.get(id=case.id).outcome == "reversed"


def test_organisation_looks_again_at_what_an_only_steward_decided_in_public(
    ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    olu = factories.person("olu", is_staff=True)
    decided(ada, cyn, message)
    case = appeal_decision(actor=ben, message=message, words="No.").case

    assert told("decision_appealed") == ["olu"]
    with pytest.raises(Refused, match="It is for others"):
        settle_reports(actor=ada, case=case, outcome="stands", reason="As I said.")
    settle_reports(actor=olu, case=case, outcome="stands", reason="I agree.")
    assert told("reports_settled") == ["ben", "ben", "cyn"]


def test_organisation_looks_again_at_what_an_only_steward_decided_among_members(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    olu = factories.person("olu", is_staff=True)
    other = factories.topic(ben, meadow, title="The well", text="Dry.").messages.get()
    Space.objects.filter(id=meadow.id).update(visibility="invitation")
    factories.member(cyn, meadow)
    queue = f"/m/{message.id}/reports/"

    decided(ada, cyn, message, outcome="talked")
    before = as_(olu).get(queue).status_code
    case = appeal_decision(actor=ben, message=message, words="It is true.").case
    told_of_it = told("decision_appealed")

    with pytest.raises(Refused, match="It is for others"):
        settle_reports(actor=ada, case=case, outcome="stands", reason="As I said.")
    page = shown(as_(olu), queue)
    settled = as_(olu).post(f"{queue}settle/", {"outcome": "reversed", "reason": "It is."})

    assert (before, told_of_it, settled["Location"]) == (404, ["olu"], "/reports/")
    assert "nobody else looks after this space, so it is yours to see to" in page
    assert "It is true." in page
    assert Case.objects.get(id=case.id).outcome == "reversed"
    closed = [f"/m/{other.id}/reports/", other.get_absolute_url(), message.get_absolute_url()]
    assert [as_(olu).get(address).status_code for address in closed] == [404, 404, 404]


def test_steward_who_came_later_hears_the_appeal_and_the_organisation_does_not(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message, eve: Actor
) -> None:
    olu = factories.person("olu", is_staff=True)
    Space.objects.filter(id=meadow.id).update(visibility="invitation")
    factories.member(cyn, meadow)
    decided(ada, cyn, message)

    appeal_decision(actor=ben, message=message, words="No.")

    assert told("decision_appealed") == ["eve"]
    assert as_(olu).get(f"/m/{message.id}/reports/").status_code == 404


def test_words_that_stand_can_still_be_removed_after_another_look(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, eve: Actor, message: Message
) -> None:
    decided(ada, cyn, message, outcome="talked")
    appeal_decision(actor=ben, message=message, words="No.")
    page = as_(eve).get(f"/m/{message.id}/reports/").text
    values = [node.attributes["value"] for node in LexborHTMLParser(page).css("[name=outcome]")]

    assert values == ["stands", "reversed", "removed", "talked"]


def test_appeal_is_made_once_within_a_month_by_the_author_alone(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, eve: Actor, message: Message
) -> None:
    case = decided(ada, cyn, message)
    late = case.settled_at - timedelta(days=31)

    assert "Ask for another look" not in shown(as_(cyn), f"/m/{message.id}/outcome/")
    with pytest.raises(Conflict, match="once"):
        appeal_decision(actor=cyn, message=message, words="No.")
    Case.objects.filter(id=case.id).update(settled_at=late)
    with pytest.raises(Conflict, match="within a month"):
        appeal_decision(actor=ben, message=message, words="No.")
    Case.objects.filter(id=case.id).update(settled_at=case.settled_at)
    appeal_decision(actor=ben, message=message, words="No.")
    with pytest.raises(Conflict, match="once"):
        appeal_decision(actor=ben, message=message, words="No.")


def test_nothing_is_appealed_where_nothing_was_done_or_by_a_report(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    decided(ada, cyn, message, outcome="nothing")
    forged = as_(cyn).post(f"/m/{message.id}/report/", {"about": "appeal", "words": "x"})

    assert as_(ben).get(f"/m/{message.id}/outcome/").status_code == 404
    assert (forged.status_code, Report.objects.filter(about="appeal").count()) == (422, 0)
