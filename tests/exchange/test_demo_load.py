"""The demonstration community, from an empty site to one that can be signed in to."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Account, Actor
from groundswell.challenges.models import Idea
from groundswell.conversations.models import (
    AcceptedAnswer,
    HoldingReply,
    Link,
    Message,
    Reaction,
    Reshare,
    Topic,
)
from groundswell.decisions.models import Decision, Delegation, Objection, Outcome, Result
from groundswell.exchange.importers.demo.loader import PASSWORD, load, sign_ins
from groundswell.live.models import Poll, Question, Session, Takeaway
from groundswell.live.tallying import tally
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Membership, Space
from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_story_is_told_whole() -> None:
    load(date(2026, 11, 20), lambda _done, _total: None)

    own = Message.objects.exclude(kind="note")
    assert Actor.objects.people().count() == 40
    assert sorted(Space.objects.values_list("actor__handle", flat=True)) == [
        "commons", "lane", "riverwatch", "schoolrun", "stewards-table",
    ]  # fmt: skip
    # The story's own, and those of its challenge: it, nine ideas, four replies, three answers and
    # what came of one of them.
    # Those of its decisions: five proposals, five replies, four reasons and an outcome.
    # Those of its sessions: two announcements, seven questions, 17 lines, three prompts, a poll,
    # two answers in writing and two takeaways.
    assert (Topic.objects.count(), own.count()) == (45 + 10 + 5 + 2, 310 + 18 + 15 + 34)
    assert Membership.objects.count() == 152
    assert Reshare.objects.count() == 32
    assert AcceptedAnswer.objects.count() == 5
    assert HoldingReply.objects.count() == 4
    assert Message.objects.exclude(tombstoned_at=None).count() == 1
    links = Link.objects.order_by("id").values_list("kind", flat=True)
    assert sorted(links) == ["combined_into", *["decides"] * 4, "split_into"]
    assert _ideas() == [
        ("Two hundred water butts on Brock Rise and Tanner's Field", "Emerging", 12, ""),
        ("A few trunks across the young ditch", "Decided", 12, "accepted"),
        ("One name for each gully", "Done", 9, "accepted"),
        ("Leave the fallen wood in Brock Ditch where it falls", "Early ideation", 6, ""),
        ("Strips of long grass along the hill, not down it", "Early ideation", 5, ""),
        ("A gate at Tanner's corner, as the surveyor of 1887 had it", "Emerging", 6, ""),
        ("A pond where the car park is", "Parked", 3, "declined"),
        ("Year 6 measure the ditch on Fridays", "Early ideation", 7, ""),
    ]
    _decisions()
    _sessions()
    assert Reaction.objects.count() == Activity.objects.filter(kind__endswith=".reacted").count()
    assert list(Outbox.objects.all()) == []
    told = Notification.objects.order_by("id").values_list("created_at", flat=True)
    assert list(told) == sorted(told)
    _every_page_opens()
    _people_can_sign_in()


def _ideas() -> list[tuple[str, str, int, str]]:
    """The ideas that stand, with their stage, their supporters and how they were answered."""
    standing = Idea.objects.filter(merged_into=None).order_by("topic_id")
    rows = standing.select_related("topic", "stage", "answer")
    return [
        (
            i.topic.title,
            i.stage.name,
            i.support_count,
            i.answer.verdict if hasattr(i, "answer") else "",
        )
        for i in rows
    ]


def _decisions() -> None:
    """Where they are in their life, how many voted, and what was made of the one that ended."""
    rows = Decision.objects.order_by("topic_id").values_list("method", "state", "ballot_count")
    assert list(rows) == [
        ("equal_shares", "decided", 22),
        ("consent", "open", 7),
        ("opinion_map", "open", 24),
        ("approval", "open", 10),
        ("stv", "draft", 0),
    ]
    counted = Result.objects.get().counted
    adopted = Outcome.objects.get().adopted.values_list("number", flat=True)
    assert sorted(int(key) for key in counted["winners"]) == list(adopted) == [1, 2, 3, 4, 6]
    states = sorted(Objection.objects.values_list("by__handle", "state"))
    assert states == [("bryn", "heard"), ("ray", "integrated")]
    assert Decision.objects.get(method="consent").version == 2
    assert Delegation.objects.count() == 8


def _sessions() -> None:
    """One that was held, with what became of its questions, and one to come that takes guests."""
    rows = Session.objects.order_by("topic_id").values_list("state", "code")
    assert [(state, len(code or "")) for state, code in rows] == [("recapped", 0), ("announced", 6)]
    asked = Question.objects.order_by("id").values_list("state", "how", "vote_count")
    assert list(asked) == [
        ("answered", "live", 9),
        ("answered", "writing", 5),
        ("answered", "writing", 5),
        ("answered", "live", 7),
        ("carried", "", 3),
        ("merged", "", 1),
        ("open", "", 3),
    ]
    [poll] = Poll.objects.all()
    assert [row.count for row in tally(poll).rows] == [5, 6, 4, 2]
    said = Takeaway.objects.order_by("message_id").values_list("said_count", flat=True)
    assert list(said) == [3, 1]


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
