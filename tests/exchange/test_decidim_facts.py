"""What was published about Barcelona's plan of 2016 comes out of the imported rows."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from groundswell.challenges.models import Challenge
from groundswell.challenges.selectors.figures import comments_counted, ideas_counted
from groundswell.challenges.tasks import count_figures
from groundswell.conversations.models import Message, Topic
from tests.exchange.test_decidim import counts

# 29,052 messages: a minute where nothing else runs.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_200)]


@pytest.fixture
def plan(db, barcelona, told):
    """The whole of it; gives what the import said."""
    return told("import", "decidim", barcelona, "--space", "Barcelona")


def test_published_facts_are_reproduced(plan, told, client):
    assert counts(plan) == {
        "created": {"proposals": 10_860, "comments": 18_192, "people": 3_792},
        "updated": {},
        "unchanged": {},
        "skipped": {},
    }
    assert Topic.objects.filter(kind="idea").count() == 10_860
    assert Message.objects.exclude(topic__kind="challenge").count() == 29_052
    _check_figures(told("figures", "Proposals", "--space", "Barcelona"))
    count_figures()  # The worker's, for a challenge of this size.
    _check_page(client, Challenge.objects.get())
    _check_numbers()


def _check_figures(said):
    """The published ones, by the command that anybody can run."""
    comments = said["comments"]
    assert {it["alignment"]: it["answered_share"] for it in comments["by_alignment"]} == {
        "against": 36.0,
        "favour": 9.0,
        "neutral": 2.4,
        "-": 32.2,
    }
    assert comments["roots"]["answered_share"] == 6.2
    origins = {it["key"]: (it["ideas"], it["accepted_share"]) for it in said["origins"]}
    assert origins == {
        "citizen": (3_445, 65.2),
        "meeting": (4_498, 75.8),
        "organisation": (1_617, 76.7),
        "official": (1_300, 95.7),
    }
    assert {it["name"]: it["ideas"] for it in said["stages"]} == {
        "Accepted": 8_142,
        "Not accepted": 2_718,
    }
    assert (said["ideas"], comments["comments"], len(said["categories"])) == (10_860, 18_192, 29)


def _check_page(client, challenge):
    """The same on the challenge's page, and each leads to what it counts."""
    page = client.get(f"/t/{challenge.topic_id}/figures/").content.decode()
    for shown in ("36.0", "9.0", "2.4", "6.2", "75.8", "76.7", "65.2", "4,498"):
        assert page.count(f">{shown}<") + page.count(f"{shown} %") >= 1, shown
    born = ideas_counted(challenge, {"origin": "meeting", "accepted": "1"})
    assert {(it.origin, it.stage.name) for it in born.items} == {("meeting", "Accepted")}
    against = comments_counted(challenge, {"stance": "against", "answered": "1"})
    assert {message.alignment for message in against.items} == {-1}
    for path in ("ideas/?origin=meeting&accepted=1", "comments/?stance=against&answered=1"):
        assert client.get(f"/t/{challenge.topic_id}/figures/{path}").status_code == 200


def _check_numbers():
    """Dense in every topic, by time, and never an answer before what it answers."""
    odd = Topic.objects.annotate(count=Count("messages")).exclude(count=F("last_number"))
    assert list(odd) == []
    early = Message.objects.filter(parent__number__gte=F("number"))
    assert list(early) == []


def test_figures_of_no_challenge_are_a_sentence(db):
    with pytest.raises(CommandError, match="There is no challenge Nothing"):
        call_command("figures", "Nothing")
