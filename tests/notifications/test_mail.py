"""Mail about alerts: when it goes, what it says, and that it goes once."""

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message, react
from groundswell.conversations.models import Topic, TopicFollow
from groundswell.core.signing import unsign_reply
from groundswell.notifications.actions import Wishes, change_alert_preference, mark_alerts_read
from groundswell.notifications.models import DigestClock, Letter, Notification
from groundswell.notifications.tasks import mail as mail_tasks
from groundswell.notifications.tasks.mail import (
    forget_letters,
    send_letters,
    write_digests,
    write_letters,
)
from groundswell.people.models import AlertPreference
from groundswell.people.tasks.mail import take
from groundswell.spaces.models import Membership, Space
from tests import factories

Clock = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel("2026-02-02T10:00:00Z", tick=False) as moment:
        yield moment


@pytest.fixture
def flood(clock: Clock, ada: Actor, meadow: Space) -> Topic:
    wish(ada, "at_once")
    return factories.topic(ada, meadow, title="Why does the lane flood?")


def wish(person: Actor, when: str, **more: object) -> None:
    AlertPreference.objects.update_or_create(actor=person, defaults={"mail": when, **more})


def later(clock: Clock, **time: float) -> list[mail.EmailMultiAlternatives]:
    """Lets the time pass and the worker work; the mails of the meantime."""
    project_pending()
    write_digests()
    mail.outbox.clear()
    clock.shift(timedelta(**time))
    write_letters()
    write_digests()
    send_letters()
    return list(mail.outbox)


def test_reply_is_mailed_after_a_minute(clock: Clock, ada: Actor, ben: Actor, flood: Topic) -> None:
    reply = factories.reply(ben, flood, text="The *culvert* is blocked.")

    assert later(clock, seconds=59) == []
    (letter,) = later(clock, seconds=1)
    assert letter.to == ["ada@example.org"]
    assert letter.from_email == "Ben (Groundswell) <hello@127.0.0.1>".replace(
        "Ben (Groundswell)", '"Ben (Groundswell)"'
    )
    assert letter.subject == "Re: [The Meadow] Why does the lane flood?"
    assert "Ben answered you in Why does the lane flood?" in letter.body
    assert "The *culvert* is blocked." in letter.body
    assert f"/t/{flood.id}/2/#m{reply.number}" in letter.body
    assert "You get this mail because somebody answered you." in letter.body
    assert "The <em>culvert</em> is blocked." in letter.alternatives[0].content
    assert later(clock, hours=1) == []


def test_headers_make_a_thread(clock: Clock, ben: Actor, flood: Topic, meadow: Space) -> None:
    first = factories.reply(ben, flood)
    (letter,) = later(clock, minutes=1)
    opening = flood.messages.get(number=1)

    assert letter.extra_headers["Message-ID"] == f"<message-{first.id}@127.0.0.1>"
    assert letter.extra_headers["In-Reply-To"] == f"<message-{opening.id}@127.0.0.1>"

    answer = factories.reply(ben, flood, text="@ada and more", parent=first)
    (letter,) = later(clock, minutes=1)
    assert letter.extra_headers["Message-ID"] == f"<message-{answer.id}@127.0.0.1>"
    assert letter.extra_headers["In-Reply-To"] == f"<message-{first.id}@127.0.0.1>"
    assert letter.extra_headers["References"] == (
        f"<message-{opening.id}@127.0.0.1> <message-{first.id}@127.0.0.1>"
    )
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_second_thoughts_count(clock: Clock, ada: Actor, ben: Actor, flood: Topic) -> None:
    hasty = factories.reply(ben, flood, text="You are wrong!")
    regretted = factories.reply(ben, flood, text="Forget it.")
    project_pending()
    edit_message(actor=ben, message=hasty, text="I see it otherwise.")
    delete_message(actor=ben, message=regretted)

    (letter,) = later(clock, minutes=2)

    assert "I see it otherwise." in letter.body
    assert "wrong" not in letter.message().as_string()


def test_what_was_read_here_is_not_mailed(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    project_pending()
    mark_alerts_read(actor=ada)

    assert later(clock, minutes=2) == []


def test_what_was_read_between_writing_and_sending_is_not_sent(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    project_pending()
    clock.shift(timedelta(minutes=2))
    write_letters()
    mark_alerts_read(actor=ada)
    send_letters()

    assert mail.outbox == []
    assert Letter.objects.get().sent_at is not None


def test_lost_rights_count(clock: Clock, ada: Actor, ben: Actor, burrow: Space) -> None:
    wish(ben, "at_once")
    topic = factories.topic(ben, burrow)
    factories.reply(ada, topic)
    project_pending()
    Membership.objects.filter(actor=ben).delete()

    assert later(clock, minutes=2) == []


def test_private_words_stay_here_on_request(
    clock: Clock, ada: Actor, ben: Actor, burrow: Space
) -> None:
    topic = factories.topic(ben, burrow, title="Secret plans")
    for private_words in (True, False):
        wish(ben, "at_once", private_words=private_words)
        factories.reply(ada, topic, text="Very secret.")
        (letter,) = later(clock, minutes=2)
        whole = letter.message().as_string()
        assert ("Very secret" in whole, "Secret plans" in whole) == (private_words, private_words)
        assert f"/t/{topic.id}/" in letter.body


def test_quiet_hours_hold_mail_back(clock: Clock, ada: Actor, ben: Actor, flood: Topic) -> None:
    account = ada.account
    account.time_zone = "America/New_York"
    account.save(update_fields=["time_zone"])
    wish(ada, "at_once", quiet_from="22:00", quiet_until="07:00")
    factories.reply(ben, flood)

    # Ten in the morning UTC is five in New York.
    assert later(clock, minutes=119) == []
    assert len(later(clock, minutes=2)) == 1


def test_those_who_sleep_keep_nobody_from_mail(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, ada: Actor, ben: Actor, cyn: Actor, flood: Topic
) -> None:
    monkeypatch.setattr(mail_tasks, "AT_ONCE_AT_A_TIME", 2)
    wish(ada, "at_once", quiet_from="00:00", quiet_until="23:59")
    wish(cyn, "at_once", quiet_from=None, quiet_until=None)
    for _ in range(3):
        factories.reply(ben, flood)
    factories.reply(ben, flood, text="@cyn may know")

    assert [letter.to for letter in later(clock, minutes=2)] == [["cyn@example.org"]]


def test_many_at_once_come_as_one(clock: Clock, ada: Actor, ben: Actor, meadow: Space) -> None:
    wish(ada, "at_once")
    for number in range(4):
        topic = factories.topic(ada, meadow, title=f"Field {number}")
        factories.reply(ben, topic)

    (letter,) = later(clock, minutes=2)

    assert letter.subject == "4 things happened at Groundswell"
    assert letter.body.count("* Ben answered you in Field") == 4


def test_daily_digest_comes_at_the_persons_hour(
    clock: Clock, ada: Actor, ben: Actor, meadow: Space
) -> None:
    account = ada.account
    account.time_zone = "Europe/Lisbon"
    account.save(update_fields=["time_zone"])
    topic = factories.topic(ada, meadow, title="Why?")
    factories.reply(ben, topic, text="Because.")
    react(actor=ben, message=topic.messages.get(number=1), sign="👍")

    # It is ten; the default hour is eight of the next day.
    assert later(clock, hours=21, minutes=59) == []
    (letter,) = later(clock, minutes=1)
    assert letter.subject == "2 things happened at Groundswell"
    assert "Because." in letter.body
    assert later(clock, hours=24) == []

    factories.reply(ben, topic, text="And yet.")
    (letter,) = later(clock, hours=24)
    assert letter.subject == "1 thing happened at Groundswell"


def test_weekly_digest_comes_on_its_day(
    clock: Clock, ada: Actor, ben: Actor, meadow: Space
) -> None:
    wish(ada, "weekly", digest_hour=9, digest_weekday=6)
    factories.reply(ben, factories.topic(ada, meadow))

    # 2 February 2026 is a Monday.
    assert later(clock, days=5, hours=22) == []
    assert len(later(clock, hours=1)) == 1


def test_changed_wishes_set_the_clock_anew(
    clock: Clock, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    assert later(clock, minutes=5) == []
    wishes = Wishes(
        mail="daily", digest_hour=11, digest_weekday=0,
        quiet_from=None, quiet_until=None, private_words=True,
    )  # fmt: skip
    change_alert_preference(actor=ada, wishes=wishes)

    assert later(clock, minutes=1) == []
    assert len(later(clock, hours=1)) == 1


def test_never_is_never(clock: Clock, ada: Actor, ben: Actor, flood: Topic) -> None:
    wish(ada, "never")
    factories.reply(ben, flood)

    assert later(clock, minutes=2) == later(clock, days=2) == []
    assert DigestClock.objects.count() == 0


def test_unconfirmed_address_gets_nothing(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    ada.account.emailaddress_set.update(verified=False)
    factories.reply(ben, flood)

    assert later(clock, minutes=2) == []


def test_two_workers_write_and_send_once(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, ada: Actor, ben: Actor, flood: Topic
) -> None:
    """The second worker reads its lists before the first has written anything."""
    factories.reply(ben, flood)
    project_pending()
    clock.shift(timedelta(minutes=2))
    alerts = list(Notification.objects.values_list("id", flat=True))
    mail_tasks._write(ada.id, alerts)
    mail_tasks._write(ada.id, alerts)
    seen_by_both = Letter.objects.get()

    assert take(seen_by_both, Letter.objects.all())
    assert not take(seen_by_both, Letter.objects.all())


def test_failed_letter_is_tried_again_ever_later(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, ada: Actor, ben: Actor, flood: Topic
) -> None:
    real = EmailBackend.send_messages

    def broken(_self: EmailBackend, _messages: object) -> int:
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    factories.reply(ben, flood)
    assert later(clock, minutes=2) == []
    monkeypatch.setattr(EmailBackend, "send_messages", real)

    assert later(clock, seconds=59) == []
    assert len(later(clock, seconds=1)) == 1
    assert later(clock, days=1) == []
    assert Letter.objects.get().attempts == 2


def test_sent_letters_are_forgotten_after_a_month(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    later(clock, minutes=2)
    forget_letters()
    assert Letter.objects.count() == 1

    clock.shift(timedelta(days=31))
    forget_letters()
    assert Letter.objects.count() == 0


def test_title_with_a_line_break_cannot_add_a_header(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    Topic.objects.update(title="Hello\nBcc: all@example.org")
    Actor.objects.filter(id=ben.id).update(name='Ben "B"\r\nBcc: x@example.org')
    factories.reply(ben, flood)

    (letter,) = later(clock, minutes=2)

    assert letter.message()["Bcc"] is None
    assert letter.recipients() == ["ada@example.org"]


def test_reply_address_is_the_readers_own(
    clock: Clock, settings, ada: Actor, ben: Actor, flood: Topic
) -> None:
    settings.REPLY_DOMAIN = "talk.example.org"
    reply = factories.reply(ben, flood)

    (letter,) = later(clock, minutes=2)

    local, _, host = letter.reply_to[0].partition("@")
    meant = unsign_reply(local.removeprefix("reply+"))
    assert (meant.actor_id, meant.message_id, host) == (ada.id, reply.id, "talk.example.org")
    assert "Answer this mail to reply." in letter.body


def link(letter: mail.EmailMultiAlternatives) -> str:
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    return address.removeprefix("http://127.0.0.1:8000")


def test_one_click_ends_exactly_this_mail(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    (letter,) = later(clock, minutes=2)
    stranger = Client(enforce_csrf_checks=True)

    asked = stranger.get(link(letter))
    assert asked.status_code == 200
    assert "Why does the lane flood?" in asked.text
    assert TopicFollow.objects.get(actor=ada).level == "normal"

    done = stranger.post(link(letter), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "Why does the lane flood?" in done.text
    assert TopicFollow.objects.get(actor=ada).level == "quiet"
    assert AlertPreference.objects.get(actor=ada).mail == "at_once"


def test_all_mail_is_stopped_from_a_digest(
    clock: Clock, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    (letter,) = later(clock, days=1)
    Client().post(link(letter), {"List-Unsubscribe": "One-Click"})

    assert AlertPreference.objects.get(actor=ada).mail == "never"
    assert Client().get("/alerts/unsubscribe/forged/").status_code == 404
    assert "more mail" in Client().post(link(letter)).text


@pytest.mark.parametrize(
    "evil", ["<img src=x onerror=alert(1)>", "![x](https://evil.example/p.png)"]
)
def test_mail_holds_no_picture_and_no_markup_of_others(
    clock: Clock, ada: Actor, ben: Actor, flood: Topic, evil: str
) -> None:
    factories.reply(ben, flood, text=f"Look @ada {evil}")

    (letter,) = later(clock, minutes=2)

    html = letter.alternatives[0].content
    assert "<img" not in html
    assert 'href="http://127.0.0.1:8000/@ada/"' in html
