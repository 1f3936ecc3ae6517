"""Workers that work at the same instant send every mail once; on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from groundswell.activity.projector import project_pending
from groundswell.core.clock import now
from groundswell.notifications.models import Letter, Notification
from groundswell.notifications.tasks.mail import send_letters, write_digests, write_letters
from groundswell.people.models import AlertPreference
from tests import factories
from tests.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]

WORKERS, REPLIES = 4, 6


def told(times: str) -> None:
    """Somebody is answered a few times, each answer in a topic of its own."""
    ada, ben = factories.person("ada"), factories.person("ben")
    space = factories.space(ada, "lane")
    factories.member(ben, space)
    AlertPreference.objects.update_or_create(actor=ada, defaults={"mail": times})
    for _ in range(REPLIES):
        factories.reply(ben, factories.topic(ada, space))
    while project_pending():
        pass
    assert Notification.objects.filter(recipient=ada).count() == REPLIES


@pytest.mark.parametrize("times", ["at_once", "daily"])
def test_workers_that_race_write_and_send_every_mail_once(times: str) -> None:
    told(times)
    write_digests()
    mail.outbox.clear()

    with time_machine.travel(now() + timedelta(days=2), tick=False):
        together([write_letters, write_digests] * WORKERS)
        written = Letter.objects.count()
        results = together([send_letters] * WORKERS)

    assert results == [None] * WORKERS
    alerts = [alert for letter in Letter.objects.all() for alert in letter.alerts]
    assert sorted(alerts) == sorted(Notification.objects.values_list("id", flat=True))
    assert (written, len(mail.outbox)) == (1, 1)
    assert Letter.objects.filter(sent_at=None).count() == 0
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == len(mail.outbox)


def test_letters_of_several_people_are_shared_by_workers_and_sent_once() -> None:
    told("at_once")
    ada = Notification.objects.first().recipient
    with transaction.atomic():
        for alert in Notification.objects.values_list("id", flat=True):
            Letter.objects.create(recipient=ada, alerts=[alert])
    mail.outbox.clear()

    together([send_letters] * WORKERS)

    ids = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert (len(ids), len(set(ids))) == (REPLIES, REPLIES)
    assert Letter.objects.filter(sent_at=None).count() == 0
