"""Somebody without an account says what is wrong with a message, and hears what comes of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, report_as_guest, settle_reports
from groundswell.conversations.models import Case, Message, Report
from groundswell.core.errors import Conflict
from groundswell.core.signing import RECEIPT, sign, unsign
from groundswell.notifications.models import Notification
from groundswell.spaces.actions import change_space
from groundswell.spaces.models import Space
from tests import factories
from tests.core.test_counting import COUNTED_IN_TABLE

Browser = Callable[[Actor | None], Client]
SAID = {"about": "private", "words": "It names my child."}


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.topic(ben, meadow, title="The lane", text="Liar!").messages.get()


def receipt_of(client: Client, message: Message, **more: str) -> str:
    sent = client.post(f"/m/{message.id}/report/", SAID | more)
    assert sent.status_code == 303
    return sent["Location"]


def shown(client: Client, address: str) -> str:
    page = LexborHTMLParser(client.get(address).text).css("main")[0]
    return " ".join(page.text().split())


def test_stranger_reports_from_the_menu_and_keeps_a_receipt(
    as_: Browser, ada: Actor, message: Message, settings: object
) -> None:
    client = as_(None)
    page = LexborHTMLParser(client.get(message.get_absolute_url()).text)
    asking = page.css_first("form#at").attributes["action"]
    menu = client.get(f"{asking}?more={message.number}", follow=True).text
    unsaid = client.post(f"/m/{message.id}/report/", {"words": "Kept"})
    receipt = receipt_of(client, message)
    told = client.get(receipt)
    project_pending()
    (report,) = Report.objects.all()

    assert page.css_matches(f'.message-acts button[form=at][name=more][value="{message.number}"]')
    assert f'href="/m/{message.id}/report/"' in menu
    assert (
        "Those who look after The Meadow read what you say. You are not signed in, so nobody"
        " learns who you are;"
    ) in shown(client, f"/m/{message.id}/report/")
    assert (unsaid.status_code, "Kept" in unsaid.text) == (422, True)
    assert (report.actor, report.about, report.words) == (None, *SAID.values())
    assert "It waits for those who look after the space." in shown(client, receipt)
    assert f"http://127.0.0.1:8000{receipt}" in told.text
    assert told["Cache-Control"] == "private, no-store"
    assert list(Notification.objects.values_list("recipient__handle", "kind")) == [
        ("ada", "conversations.guest_reported")
    ]


def test_steward_reads_it_and_the_receipt_says_what_came_of_it(
    as_: Browser, ada: Actor, message: Message
) -> None:
    stranger = as_(None)
    receipt = receipt_of(stranger, message)
    project_pending()
    alert = as_(ada).get("/alerts/").text
    case = shown(as_(ada), f"/m/{message.id}/reports/")
    delete_message(actor=ada, message=message)
    settle_reports(actor=ada, case=Case.objects.get(), outcome="removed", reason="It was private.")
    project_pending()
    after = shown(stranger, receipt)

    assert "Somebody without an account reported a message in" in alert
    assert ("It names my child." in case, "Somebody without an account" in case) == (True, True)
    assert "The message was removed" in after
    assert "It was private." not in after
    assert "Keep this address" not in after
    kinds = Notification.objects.values_list("recipient__handle", "kind")
    assert list(kinds) == [("ben", "conversations.reports_settled")]


def test_the_same_form_twice_is_one_report_with_one_receipt(as_: Browser, message: Message) -> None:
    client = as_(None)

    tokens = [receipt_of(client, message, nonce="n").split("/")[-2] for _ in range(2)]

    assert [unsign(RECEIPT, token) for token in tokens] == [Report.objects.get().id] * 2


def test_log_names_the_group_and_holds_no_words(ada: Actor, message: Message) -> None:
    group = message.topic.space.actor
    report = report_as_guest(actor=group, message=message, **SAID)

    kept = Activity.objects.get(kind="conversations.guest_reported")
    assert kept.actor == group
    assert kept.data == {"case": str(report.case_id), "report": str(report.id)}


def test_one_network_reports_a_few_times_an_hour(
    as_: Browser, ben: Actor, meadow: Space, message: Message
) -> None:
    client, address = as_(None), f"/m/{message.id}/report/"
    answers = [client.post(address, SAID).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]
    assert Report.objects.count() == 5


def test_where_only_its_author_looks_after_the_space_the_organisation_reads(
    as_: Browser, ada: Actor, meadow: Space
) -> None:
    client, own = as_(None), factories.topic(ada, meadow, title="Mine").messages.get()
    page, receipt = shown(client, f"/m/{own.id}/report/"), receipt_of(client, own)

    assert (
        "Nobody but its author looks after The Meadow, so the stewards of the organisation read"
        " what you say. You are not signed in, so nobody learns who you are;"
    ) in page
    assert "It waits for the stewards of the organisation." in shown(client, receipt)


def test_counter_in_the_database_holds_no_network(
    as_: Browser, message: Message, settings: Any
) -> None:
    settings.CACHES = COUNTED_IN_TABLE
    receipt_of(as_(None), message)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM actors_cache WHERE cache_key LIKE '%report-guest%'")
        (kept,) = cursor.fetchall()

    assert re.fullmatch(r":1:limit:report-guest:[0-9a-f]{64}", kept[0])


def test_few_of_one_message_are_enough(message: Message) -> None:
    group = message.topic.space.actor
    for _ in range(20):
        report_as_guest(actor=group, message=message, **SAID)

    with pytest.raises(Conflict, match="passed on"):
        report_as_guest(actor=group, message=message, **SAID)


def test_what_only_members_read_is_missing_and_the_receipt_shows_none_of_it(
    as_: Browser, ada: Actor, message: Message
) -> None:
    client = as_(None)
    receipt = receipt_of(client, message)
    change_space(actor=ada, space=message.topic.space, visibility="members")
    page = shown(client, receipt)

    assert client.get(f"/m/{message.id}/report/").status_code == 404
    assert client.post(f"/m/{message.id}/report/", SAID).status_code == 404
    assert "The message is where only members read now." in page
    assert ("Liar!" in page, "The lane" in page, "The Meadow" in page) == (False, False, False)


def test_made_up_receipts_and_those_of_members_are_missing(
    as_: Browser, ada: Actor, cyn: Actor, message: Message
) -> None:
    as_(cyn).post(f"/m/{message.id}/report/", SAID)
    theirs = sign(RECEIPT, Report.objects.get().id)

    assert [
        as_(None).get(f"/reports/receipt/{token}/").status_code
        for token in (theirs, "x", sign(RECEIPT, 5))
    ] == [404, 404, 404]
