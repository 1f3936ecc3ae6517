"""News of a person's own: what a steward decided about them reaches them, with the reason, also
when they can no longer see the space."""

from collections.abc import Callable

from django.core import mail
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, report_message, settle_reports
from groundswell.notifications.grouping import grouped
from groundswell.notifications.models import Letter, Notification
from groundswell.notifications.tasks.mail import send_letters
from groundswell.notifications.tasks.push import note_of
from groundswell.people.models import AlertPreference
from groundswell.spaces.actions import ask_to_join, change_space, decline_request, remove_member
from groundswell.spaces.models import Membership, Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def removed(steward: Actor, person: Actor, space: Space, reason: str) -> None:
    membership = Membership.objects.get(actor=person, space=space)
    remove_member(actor=steward, membership=membership, reason=reason)
    project_pending()


def lines(client: Client) -> list[list[str]]:
    """What each alert says, and below it."""
    page = LexborHTMLParser(client.get("/alerts/").text)
    return [[" ".join(p.text().split()) for p in row.css("p")] for row in page.css(".alert-row")]


def mailed(person: Actor, **wishes: object) -> str:
    """The mail about everything that the person has not read."""
    wished = {"mail": "at_once", **wishes}
    AlertPreference.objects.update_or_create(actor=person, defaults=wished)
    ids = list(Notification.objects.of(person).values_list("id", flat=True))
    Letter.objects.create(recipient=person, alerts=ids)
    mail.outbox.clear()
    send_letters()
    return "".join(letter.body for letter in mail.outbox)


def test_removal_tells_why_also_where_the_space_is_hidden_now(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space
) -> None:
    factories.topic(ada, burrow, title="Secret plans", text=f"@{ben.handle}, very secret.")
    project_pending()
    removed(ada, ben, burrow, "Advertising, twice.")
    client = as_(ben)
    alert = Notification.objects.get(recipient=ben, kind="spaces.member_removed")
    led = client.get(f"/alerts/{alert.id}/")

    assert lines(client) == [
        ["Ada removed you from The Burrow", "Advertising, twice."],
        ["New: Ada mentioned you in something you can no longer see"],
    ]
    assert led["Location"] == "/alerts/"
    assert client.get("/s/burrow/").status_code == 404


def test_removal_is_mailed_with_the_reason(ada: Actor, ben: Actor, burrow: Space) -> None:
    removed(ada, ben, burrow, "Advertising, twice.")

    body = mailed(ben)

    assert "Ada removed you from The Burrow" in body
    assert "Advertising, twice." in body
    assert "/alerts/" in body


def test_reason_keeps_out_of_mail_and_locked_screens_where_words_of_members_do(
    ada: Actor, ben: Actor, burrow: Space
) -> None:
    removed(ada, ben, burrow, "Advertising, twice.")
    (group,) = grouped(Notification.objects.of(ben), ben)

    assert "Advertising" not in mailed(ben, private_words=False)
    assert note_of(group).body == "There is something new for you among members."


def test_answer_to_asking_stands_in_the_alert(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space
) -> None:
    change_space(actor=ada, space=meadow, joining="approval")
    request = ask_to_join(actor=cyn, space=meadow, note="Hello")
    decline_request(actor=ada, request=request, answer="We are full until May.")
    project_pending()

    assert lines(as_(cyn)) == [
        ["New: Ada did not let you into The Meadow", "We are full until May."]
    ]


def test_author_who_was_removed_reads_what_came_of_reports(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space
) -> None:
    message = factories.topic(ben, burrow, title="Secret plans", text="Liar!").messages.get()
    factories.member(factories.person("eli", name="Eli"), burrow)
    eli = Membership.objects.get(space=burrow, actor__handle="eli").actor
    report = report_message(actor=eli, message=message, about="harm")
    delete_message(actor=ada, message=message)
    settle_reports(actor=ada, case=report.case, outcome="removed", reason="It names a child.")
    removed(ada, ben, burrow, "Twice now.")
    client = as_(ben)
    alert = Notification.objects.get(recipient=ben, kind="conversations.reports_settled")

    assert lines(client)[1] == [
        "New: Ada has a word for you about what you wrote in something you can no longer see",
        "It names a child.",
    ]
    assert client.get(f"/alerts/{alert.id}/")["Location"] == f"/m/{message.id}/outcome/"
    assert "It names a child." in client.get(f"/m/{message.id}/outcome/").text
