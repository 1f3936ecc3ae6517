"""Saying what is wrong with a message, to those who look after the space and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Account, Actor
from groundswell.conversations.actions import delete_message, report_message
from groundswell.conversations.models import Case, Message, Report
from groundswell.core.errors import Conflict
from groundswell.notifications.models import Notification
from groundswell.people.actions import erase_account
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
SAID = {"about": "harm", "words": "It calls Ben\na liar."}


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.topic(ben, meadow, title="The lane", text="Liar!").messages.get()


def menu(client: Client, message: Message) -> dict[str, str]:
    """What the menu of the message offers, and where that leads."""
    page = LexborHTMLParser(client.get(f"/m/{message.id}/acts/").text)
    return {
        " ".join(link.text().split()): link.attributes["href"] or ""
        for link in page.css(".menu-page a")
    }


def told() -> list[tuple[str, str]]:
    project_pending()
    rows = Notification.objects.filter(kind="conversations.message_reported")
    return sorted(rows.values_list("recipient__handle", "reason"))


def test_report_goes_from_the_menu_to_those_who_look_after_the_space(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    client = as_(cyn)
    address = menu(client, message)["Report"]
    unsaid = client.post(address, {"words": "Kept"})
    sent = client.post(address, SAID)
    thanks = client.get(message.get_absolute_url()).text

    assert "Report" not in menu(as_(ben), message)
    assert (unsaid.status_code, "Kept" in unsaid.text) == (422, True)
    assert (sent.status_code, sent["Location"]) == (303, message.get_absolute_url())
    assert "Those who look after The Meadow are told" in thanks
    assert told() == [("ada", "steward")]
    assert Activity.objects.get(kind="conversations.message_reported").data == {
        "case": str(Case.objects.get().id),
        "report": str(Report.objects.get().id),
    }


def test_alert_leads_to_what_was_said(
    as_: Browser, ada: Actor, cyn: Actor, message: Message
) -> None:
    report_message(actor=cyn, message=message, **SAID)
    project_pending()
    client = as_(ada)
    alert = Notification.objects.get(kind="conversations.message_reported")
    led = client.get(f"/alerts/{alert.id}/")["Location"]
    page = LexborHTMLParser(client.get(led).text)

    assert led == f"/m/{message.id}/reports/"
    assert menu(client, message)["1 report"] == led
    assert [p.text() for p in page.css(".event p:not(.meta)")] == [
        "It attacks, threatens or demeans somebody",
        "It calls Ben a liar.",
    ]
    delete_message(actor=ada, message=message)
    assert client.get(led).status_code == 200


def test_only_those_who_look_after_the_space_read_it(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message, burrow: Space
) -> None:
    hidden = factories.topic(ada, burrow).messages.get()
    report_message(actor=cyn, message=message, **SAID)
    address = f"/m/{message.id}/reports/"

    assert [as_(who).get(address).status_code for who in (None, cyn, ben, ada)] == [
        303,
        403,
        403,
        200,
    ]
    assert as_(cyn).get(f"/m/{hidden.id}/reports/").status_code == 404
    assert as_(cyn).post(f"/m/{hidden.id}/report/", SAID).status_code == 404
    assert as_(None).get(f"/m/{hidden.id}/report/").status_code == 404
    assert (
        "No reports" in as_(ada).get(address.replace(str(message.id), str(again(message).id))).text
    )


def again(message: Message) -> Message:
    return factories.reply(message.author, message.topic, text="And once more.")


def test_steward_neither_hears_of_nor_reads_reports_of_their_own_words(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space
) -> None:
    own = factories.topic(ada, meadow).messages.get()
    organiser = factories.person("olga")
    Account.objects.filter(actor=organiser).update(is_staff=True)
    report_message(actor=cyn, message=own, **SAID)

    assert told() == [("olga", "steward")]
    assert as_(ada).get(f"/m/{own.id}/reports/").status_code == 403
    assert "1 report" not in menu(as_(ada), own)
    assert as_(organiser).get(f"/m/{own.id}/reports/").status_code == 200


def test_once_and_never_of_ones_own_or_of_what_is_gone(
    ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    report_message(actor=cyn, message=message, **SAID)
    with pytest.raises(Conflict, match="already"):
        report_message(actor=cyn, message=message, about="spam")
    with pytest.raises(Conflict, match="your own words"):
        report_message(actor=ben, message=message, **SAID)
    delete_message(actor=ben, message=message)
    with pytest.raises(Conflict, match="deleted"):
        report_message(actor=ada, message=message, **SAID)

    assert Report.objects.count() == 1


def test_reports_go_with_whoever_wrote_them_or_what_they_are_about(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, message: Message
) -> None:
    report_message(actor=cyn, message=message, **SAID)
    report_message(actor=ben, message=factories.topic(ada, meadow).messages.get(), **SAID)
    erase_account(actor=ben)
    project_pending()

    assert list(Report.objects.all()) == []
