"""What stewards do about reports: one case a message, one at a time, and who hears of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions import (
    delete_message,
    edit_message,
    leave_reports,
    report_message,
    settle_reports,
    take_reports,
)
from groundswell.conversations.models import Case, Message
from groundswell.conversations.selectors.report import _waiting
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.people.actions import erase_account
from groundswell.spaces.actions import leave_space
from groundswell.spaces.models import Membership, Space
from tests import factories

Browser = Callable[[Actor | None], Client]


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.topic(ben, meadow, title="The lane", text="Liar!").messages.get()


def reported(message: Message, *people: Actor, about: str = "harm", words: str = "") -> Case:
    for person in people:
        report_message(actor=person, message=message, about=about, words=words)
    return Case.objects.open().get(message=message)


def joining(handle: str, space: Space, role: str = "member") -> Actor:
    person = factories.person(handle)
    factories.member(person, space)
    Membership.objects.filter(actor=person, space=space).update(role=role)
    return person


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def rows(client: Client, address: str = "/reports/") -> list[str]:
    page = LexborHTMLParser(client.get(address).text)
    return [node.text().strip() for node in page.css(".main h2.topic-title")]


def alerts(kind: str = "conversations.reports_settled") -> list[str]:
    project_pending()
    found = Notification.objects.filter(kind=kind).order_by("recipient__handle")
    return list(found.values_list("recipient__handle", flat=True))


def test_queue_holds_each_message_once_and_the_oldest_first(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    dan = joining("dan", meadow)
    reported(message, cyn, dan)
    reported(factories.topic(dan, meadow, title="Second").messages.get(), ben)
    elsewhere = factories.topic(cyn, factories.space(cyn, "hill"), title="Elsewhere")
    reported(elsewhere.messages.get(), ben)

    assert rows(as_(ada)) == ["The lane", "Second"]
    assert rows(as_(ada), "/reports/?space=meadow&show=open") == ["The lane", "Second"]
    assert "2 reports" in as_(ada).get("/reports/").text
    assert rows(as_(ben)) == []
    assert as_(ben).get("/reports/?space=meadow").status_code == 404
    assert as_(None).get("/reports/").status_code == 303


def test_queue_asks_as_much_of_three_as_of_one(
    as_: Browser, ada: Actor, cyn: Actor, ben: Actor, meadow: Space, message: Message
) -> None:
    reported(message, cyn)
    client = as_(ada)
    one = queries(client, "/reports/")
    for title in ("Two", "Three"):
        reported(factories.topic(ben, meadow, title=title).messages.get(), cyn)

    assert (one, queries(client, "/reports/")) == (8, 8)


def test_stewards_learn_where_they_look_that_something_waits(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    reported(message, cyn)

    for address in ("/", "/s/meadow/"):
        assert "1 message was reported." in as_(ada).get(address).text
        assert "was reported." not in as_(ben).get(address).text


def test_somebody_looks_at_it_and_nobody_does_it_twice(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    eve = joining("eve", meadow, "steward")
    case = reported(message, cyn)
    address = f"/m/{message.id}/reports/"
    taken = as_(ada).post(f"{address}take/")
    late = as_(eve).post(f"{address}take/")
    over = as_(eve).post(f"{address}take/", {"seen": str(ada.id)})

    assert (taken.status_code, late.status_code, over.status_code) == (303, 409, 303)
    assert "Eve is looking at this." in as_(ada).get("/reports/").text
    assert "You are looking at this." in as_(eve).get(address).text
    with pytest.raises(Conflict, match="not looking at this"):
        leave_reports(actor=ada, case=case)
    leave_reports(actor=eve, case=case)
    assert Case.objects.values_list("taken_by", "taken_at").get() == (None, None)


def test_removing_tells_the_author_why_and_reporters_the_outcome(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    reported(message, cyn, words="It calls Ada a liar.")
    address = f"/m/{message.id}/reports/settle/"
    said = {"outcome": "removed", "reason": "Speak of what was done.", "note": "The second time."}
    unsaid = as_(ada).post(address, said | {"reason": ""})
    still = Message.objects.get(id=message.id).tombstoned_at
    settled = as_(ada).post(address, said)
    message.refresh_from_db()
    own = as_(ben).get(f"/m/{message.id}/outcome/").text
    theirs = as_(cyn).get(f"/m/{message.id}/outcome/").text

    assert (unsaid.status_code, still, "The second time." in unsaid.text) == (422, None, True)
    assert (settled.status_code, settled["Location"]) == (303, "/reports/")
    assert (message.text, message.tombstoned_by) == ("", ada)
    assert alerts() == ["ben", "cyn"]
    assert ("Speak of what was done." in own, "Your message was removed:" in own) == (True, True)
    assert ("Speak of what" in theirs, "The message was removed." in theirs) == (False, True)
    assert [word in own for word in ("Cyn", "liar", "second time")] == [False] * 3
    assert "The message was removed" in as_(cyn).get("/reports/own/").text
    assert "Speak of what was done." in as_(ben).get("/alerts/").text
    assert "Speak of what" not in as_(cyn).get("/alerts/").text


def test_author_learns_nothing_where_there_was_nothing_to_do(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    case = reported(message, cyn)
    settle_reports(actor=ada, case=case, outcome="nothing", reason="Unsent.", note="All is well.")
    case.refresh_from_db()

    assert (case.reason, case.note) == ("", "All is well.")
    assert alerts() == ["cyn"]
    assert as_(ben).get(f"/m/{message.id}/outcome/").status_code == 404
    assert as_(ada).get(f"/m/{message.id}/outcome/").status_code == 404
    assert "There was nothing to do" in as_(cyn).get(f"/m/{message.id}/outcome/").text
    assert "All is well." in as_(ada).get("/reports/?show=settled").text
    assert "All is well." in as_(ada).get(f"/m/{message.id}/reports/").text


def test_author_is_spoken_to_in_words(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    case = reported(message, cyn)
    with pytest.raises(Invalid):
        settle_reports(actor=ada, case=case, outcome="talked")
    with pytest.raises(Conflict, match="still stands"):
        settle_reports(actor=ada, case=case, outcome="removed", reason="No.")
    settle_reports(actor=ada, case=case, outcome="talked", reason="Please say it kindly.")
    project_pending()
    alert = Notification.objects.get(kind="conversations.reports_settled", recipient=ben)
    led = as_(ben).get(f"/alerts/{alert.id}/")["Location"]

    assert led == f"/m/{message.id}/outcome/"
    assert "Please say it kindly." in as_(ben).get(led).text
    assert "has a word for you about what you wrote" in as_(ben).get("/alerts/").text


def test_it_is_settled_once_and_the_next_report_opens_another(
    ada: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    eve = joining("eve", meadow, "steward")
    case = reported(message, cyn)
    settle_reports(actor=ada, case=case, outcome="nothing")
    with pytest.raises(Conflict, match="Ada has settled this already"):
        settle_reports(actor=eve, case=case, outcome="nothing")
    with pytest.raises(Conflict, match="settled this already"):
        take_reports(actor=eve, case=case)
    again = reported(message, cyn)

    assert again.id != case.id
    assert Case.objects.count() == 2


@pytest.mark.parametrize("page", ["reports", "outcome"])
def test_message_that_cannot_be_is_not_there(ada: Actor, as_: Browser, page: str) -> None:
    assert as_(ada).get(f"/m/{2**63}/{page}/").status_code == 404


def test_nobody_settles_reports_of_their_own_words(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space
) -> None:
    own = factories.topic(ada, meadow, title="Mine").messages.get()
    organiser = factories.person("olga")
    Account.objects.filter(actor=organiser).update(is_staff=True)
    case = reported(own, cyn)
    with pytest.raises(Refused, match="your own words"):
        settle_reports(actor=ada, case=case, outcome="nothing")

    assert rows(as_(ada)) == []
    assert as_(ada).post(f"/m/{own.id}/reports/settle/", {"outcome": "nothing"}).status_code == 403
    assert rows(as_(organiser)) == ["Mine"]
    settled = as_(organiser).post(f"/m/{own.id}/reports/settle/", {"outcome": "nothing"})
    assert settled.status_code == 303


def test_stewards_read_what_was_reported_though_it_was_deleted_or_changed(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    case = reported(message, cyn)
    edit_message(actor=ben, message=message, text="Dear friend!")
    address = f"/m/{message.id}/reports/"
    changed = as_(ada).get(address).text
    delete_message(actor=ben, message=Message.objects.get(id=message.id))
    deleted = LexborHTMLParser(as_(ada).get(address).text)
    choices = [one.attributes["value"] for one in deleted.css("input[name=outcome]")]
    settle_reports(actor=ada, case=case, outcome="nothing")

    assert ("Dear friend!" in changed, "Liar!" in changed) == (True, True)
    assert [one.text().strip() for one in deleted.css(".as-typed")] == ["Liar!"]
    assert choices == ["talked", "nothing"]
    assert "Liar!" not in as_(ada).get(address).text
    assert Case.objects.get().words == ""


def test_deleting_from_the_menu_leads_to_settling(
    as_: Browser, ada: Actor, cyn: Actor, message: Message
) -> None:
    reported(message, cyn)
    deleted = as_(ada).post(f"/m/{message.id}/delete/")
    page = LexborHTMLParser(as_(ada).get(deleted["Location"]).text)

    assert deleted["Location"] == f"/m/{message.id}/reports/#settle"
    assert [one.attributes["value"] for one in page.css("input[name=outcome]")] == [
        "removed",
        "talked",
        "nothing",
    ]


def test_whoever_left_a_private_space_reads_the_outcome_and_none_of_its_words(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space
) -> None:
    dan = joining("dan", burrow)
    eli = joining("eli", burrow)
    hidden = factories.topic(dan, burrow, title="Zqsecret", text="Zqwords").messages.get()
    case = reported(hidden, eli)
    leave_space(actor=eli, space=burrow)
    settle_reports(actor=ada, case=case, outcome="talked", reason="Zqreason")
    seen = [as_(eli).get(path).text for path in ("/reports/own/", f"/m/{hidden.id}/outcome/")]

    assert ["Its author was spoken to" in text for text in seen] == [True, True]
    assert ["Zq" in text for text in seen] == [False, False]
    assert as_(ben).get(f"/m/{hidden.id}/outcome/").status_code == 404
    assert alerts() == ["dan"]


def test_cases_go_with_the_author_and_words_with_whoever_settled_them(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    other = factories.topic(joining("dan", meadow), meadow).messages.get()
    reported(message, cyn)
    settle_reports(
        actor=ada, case=reported(other, ben), outcome="talked", reason="Kindly.", note="Hm."
    )
    erase_account(actor=ben)
    project_pending()
    joining("eve", meadow, "steward")
    erase_account(actor=ada)
    project_pending()
    gone = "Removed with the account of who wrote it."

    assert list(Case.objects.values_list("message", "reason", "note")) == [(other.id, gone, gone)]


def test_organisation_sees_to_an_only_steward_of_a_private_space(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space
) -> None:
    olga = factories.person("olga")
    Account.objects.filter(actor=olga).update(is_staff=True)
    own = factories.topic(ada, burrow, title="Mine", text="Zqwords").messages.get()
    other = factories.topic(ada, burrow, text="Zqother").messages.get()
    address = f"/m/{own.id}/reports/"
    before = as_(olga).get(address).status_code
    asked = as_(ben).get(f"/m/{own.id}/report/").text
    thanked = as_(ben).post(f"/m/{own.id}/report/", {"about": "harm"}, follow=True).text
    project_pending()
    told = " ".join(LexborHTMLParser(as_(olga).get("/alerts/").text).css("main")[0].text().split())
    page = as_(olga).get(address).text
    removed = {"outcome": "removed", "reason": "It demeans Ben."}
    settled = as_(olga).post(f"{address}settle/", removed)

    assert before == 404
    assert "Ben reported a message in a conversation among members" in told
    assert "so the stewards of the organisation read what you say" in asked
    assert "The stewards of the organisation see to it" in thanked
    assert ("Zqwords" in page, f"/t/{own.topic_id}/" in page) == (True, False)
    assert settled["Location"] == "/reports/"
    assert Message.objects.get(id=own.id).tombstoned_by == olga
    assert [as_(olga).get(f"/m/{one.id}/reports/").status_code for one in (own, other)] == [
        200,
        404,
    ]
    assert as_(olga).get(f"/t/{own.topic_id}/").status_code == 404
    joining("eve", burrow, "steward")
    assert as_(olga).get(address).status_code == 404


def test_alerts_of_reports_leave_once_they_are_settled(
    ada: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    joining("eve", meadow, "steward")
    case = reported(message, cyn)
    told = alerts("conversations.message_reported")
    settle_reports(actor=ada, case=case, outcome="nothing")

    assert told == ["ada", "eve"]
    assert alerts("conversations.message_reported") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are read as SQLite writes them.")
def test_start_page_looks_for_cases_and_not_through_topics(ada: Actor) -> None:
    sql, params = _waiting(ada.id).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = [step for *_ids, step in cursor.fetchall()]

    assert plan[0].startswith("SEARCH conversations_case USING INDEX")
    assert [step for step in plan if step.startswith("SCAN conversations_topic")] == []
