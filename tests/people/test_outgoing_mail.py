"""Mail about accounts waits for the worker, and pages wait for no mail server."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from groundswell.actors.models import Account
from groundswell.core.clock import now
from groundswell.people.models import OutgoingMail
from groundswell.people.tasks import post, send_outgoing
from tests.letters import sent

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
WORDS = {"name": "Sam Lee", "email": "sam@example.org", "password1": "three blue otters"}


@pytest.fixture
def away(settings):
    """No mail server listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_sign_up_needs_no_mail_server_and_the_code_comes_later(away, settings):
    client = Client()
    answer = client.post("/accounts/signup/", WORDS)
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    send_outgoing()

    settings.EMAIL_BACKEND = LOCMEM
    with time_machine.travel(now() + timedelta(minutes=2)):
        code = sent()[0].subject.split()[0]
        client.post("/accounts/confirm-email/", {"code": code})

    assert Account.objects.get().emailaddress_set.get().verified


def test_mail_is_tried_again_ever_later_and_then_given_up(away):
    post("people/mail/erased", "sam@example.org", {})
    pauses = []
    for _ in range(12):
        row = OutgoingMail.objects.get()
        with time_machine.travel(row.next_try_at + timedelta(seconds=1), tick=False):
            send_outgoing()
            pauses.append(OutgoingMail.objects.get().next_try_at - now())

    seconds = [pause.total_seconds() for pause in pauses]
    assert seconds == [60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600, 21600]
    with time_machine.travel(now() + timedelta(days=30)):
        send_outgoing()
        assert OutgoingMail.objects.get().attempts == 12


def test_what_was_sent_is_not_kept():
    post("people/mail/erased", "sam@example.org", {})
    assert mail.outbox == []

    assert [letter.to for letter in sent()] == [["sam@example.org"]]
    assert OutgoingMail.objects.count() == 0
    assert len(sent()) == 1
