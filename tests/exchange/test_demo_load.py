"""The demonstration community, from an empty site to one that can be signed in to."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Account, Actor
from groundswell.conversations.models import (
    AcceptedAnswer,
    HoldingReply,
    Link,
    Message,
    Reaction,
    Reshare,
    Topic,
)
from groundswell.exchange.importers.demo.loader import PASSWORD, load, sign_ins
from groundswell.spaces.models import Membership, Space
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_story_is_told_whole() -> None:
    load(date(2026, 11, 20), lambda _done, _total: None)

    own = Message.objects.exclude(kind="note")
    assert Actor.objects.people().count() == 40
    assert sorted(Space.objects.values_list("actor__handle", flat=True)) == [
        "commons", "lane", "riverwatch", "schoolrun", "stewards-table",
    ]  # fmt: skip
    assert (Topic.objects.count(), own.count()) == (45, 310)
    assert Membership.objects.count() == 152
    assert Reshare.objects.count() == 32
    assert AcceptedAnswer.objects.count() == 5
    assert HoldingReply.objects.count() == 4
    assert Message.objects.exclude(tombstoned_at=None).count() == 1
    assert list(Link.objects.values_list("kind", flat=True)) == ["split_into"]
    assert Reaction.objects.count() == Activity.objects.filter(kind__endswith=".reacted").count()
    assert list(Outbox.objects.all()) == []
    _every_page_opens()
    _people_can_sign_in()


def _every_page_opens() -> None:
    stranger = Client()
    public = Topic.objects.visible_to(None)
    pages = {stranger.get(topic.get_absolute_url()).status_code for topic in public}
    hidden = Topic.objects.exclude(id__in=public.values("id"))
    behind = {stranger.get(topic.get_absolute_url()).status_code for topic in hidden}
    assert (pages, behind) == ({200}, {404})


def _people_can_sign_in() -> None:
    assert [line.split()[0] for line in sign_ins()] == [
        "marek@alderford.example",
        "nessa@alderford.example",
        "amara@alderford.example",
    ]
    for email in ("marek@alderford.example", "amara@alderford.example"):
        assert Account.objects.get(email=email).check_password(PASSWORD)


def test_site_of_others_is_not_replaced() -> None:
    factories.person("ada")

    with pytest.raises(CommandError, match="1 accounts of its own"):
        call_command("demo")

    assert Account.objects.count() == 1
