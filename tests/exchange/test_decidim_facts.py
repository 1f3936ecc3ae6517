"""What was published about Barcelona's plan of 2016 comes out of the imported rows."""

import pytest
from django.db.models import Count, Exists, F, OuterRef

from groundswell.conversations.models import Message, Tagging, Topic
from tests.exchange.test_decidim import counts

pytestmark = pytest.mark.slow

PER_CENT = 100


@pytest.fixture
def plan(db, barcelona, told):
    """The whole of it; gives what the import said."""
    return told("import", "decidim", barcelona, "--space", "Barcelona")


def share(part, whole):
    return round(PER_CENT * part / whole, 1)


def comments():
    answers = Message.objects.filter(parent=OuterRef("id"))
    return Message.objects.filter(number__gt=1).annotate(answered=Exists(answers))


def answered(alignment):
    rows = comments().filter(alignment=alignment)
    return share(rows.filter(answered=True).count(), rows.count())


def accepted(origin):
    def tagged(tag):
        return set(Tagging.objects.filter(tag=tag).values_list("topic_id", flat=True))

    return share(len(tagged(origin) & tagged("accepted")), len(tagged(origin)))


def test_published_facts_are_reproduced(plan):
    assert counts(plan) == {
        "created": {"proposals": 10_860, "comments": 18_192, "people": 3_792},
        "updated": {},
        "unchanged": {},
        "skipped": {},
    }
    assert (Topic.objects.count(), Message.objects.count()) == (10_860, 29_052)
    assert {"against": answered(-1), "in favour": answered(1), "neutral": answered(0)} == {
        "against": 36.0,
        "in favour": 9.0,
        "neutral": 2.4,
    }
    assert {origin: accepted(origin) for origin in ("meeting", "organisation", "citizen")} == {
        "meeting": 75.8,
        "organisation": 76.7,
        "citizen": 65.2,
    }
    assert Tagging.objects.filter(tag="meeting").count() == 4_498
    roots = comments().filter(parent=None)
    assert share(roots.filter(answered=True).count(), roots.count()) == 6.2
    _check_numbers()


def _check_numbers():
    """Dense in every topic, by time, and never an answer before what it answers."""
    odd = Topic.objects.annotate(count=Count("messages")).exclude(count=F("last_number"))
    assert list(odd) == []
    early = Message.objects.filter(parent__number__gte=F("number"))
    assert list(early) == []
