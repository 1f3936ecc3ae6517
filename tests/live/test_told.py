"""Who asked learns what becomes of it, each by a way of their own; also whom nobody knows."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core import limits
from groundswell.core.bus import subscribe
from groundswell.live.actions import (
    Answered,
    answer_question,
    begin_session,
    dismiss_question,
    merge_questions,
    take_question,
)
from groundswell.live.models import Question, Session
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own

Browser = Callable[..., Client]
Told = Callable[[Callable[[], object]], set[str]]
DYKE, ROAD = "How high is the dyke at the mill?", "Which road stays open when it floods?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True, moderation="off", most_unanswered=10)
    begin_session(actor=ada, session=session)
    return own(session)


@pytest.fixture
def told(tmp_path, settings, django_capture_on_commit_callbacks) -> Told:
    """Does something and gives whom of those who asked their own channel called."""
    settings.DATA_DIR, settings.BUS = tmp_path, "local"

    def run(act: Callable[[], object]) -> set[str]:
        heard = []
        with subscribe() as ear:
            with django_capture_on_commit_callbacks(execute=True):
                act()
            while "worker" not in [signal.channel for signal in heard]:
                heard += ear.receive(3)
        people = {one.channel for one in heard if one.channel.startswith("person-")}
        return people | {one.event for one in heard if one.event == "asked"}

    return run


@pytest.mark.parametrize("voice", ["named", "hidden", "unknown"])
def test_asker_is_called_whatever_becomes_of_it(
    ada: Actor, ben: Actor, evening: Session, told: Told, voice: str
) -> None:
    naming = {"named": "named", "hidden": "hidden", "unknown": "unknown"}[voice]
    Session.objects.update(naming=naming)
    who, mine = came(ben, evening), {"voice": voice, "key": "a" * 64}
    one, two, three, four = (asks(who, evening, f"{DYKE} {n}", **mine) for n in range(4))
    others = asks(guest(evening), evening, ROAD, voice=voice, key="b" * 64)

    heard = [
        told(lambda: take_question(actor=ada, question=again(one))),
        told(lambda: dismiss_question(actor=ada, question=again(two), reason="double")),
        told(lambda: merge_questions(actor=ada, source=again(three), into=again(four))),
        told(lambda: answer_question(actor=ada, question=again(four), answered=Answered())),
    ]
    next_on = told(lambda: take_question(actor=ada, question=again(others)))

    own_channel = "asked" if voice == "unknown" else f"person-{ben.id}"
    assert heard == [{own_channel}] * 4
    assert own_channel in next_on
    if voice == "unknown":
        assert next_on == {"asked"}


def test_unknown_asker_reads_what_became_of_it_and_nobody_else_does(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    Session.objects.update(naming="unknown")
    mine, theirs = as_(ben), as_(ada)
    for words in (DYKE, ROAD):
        mine.post(f"{evening.room_url}questions/", {"words": words})
        limits.reset()
    dyke, road = Question.objects.order_by("id")
    before = mine.get(evening.room_url).content.decode()
    take_question(actor=ada, question=again(dyke))
    on, other = (one.get(evening.room_url).content.decode() for one in (mine, theirs))
    answer_question(actor=ada, question=again(dyke), answered=Answered())
    part = mine.get(f"{evening.room_url}?part=mine", headers={"HX-Request": "true"})
    taken = mine.post(f"/t/{evening.topic_id}/questions/{road.id}/withdraw/")

    assert (before.count("2 questions of yours"), before.count(' asked" data-key')) == (1, 1)
    says = "<span>Your question is on now"
    assert (on.count(says), other.count(says)) == (1, 0)
    assert (other.count("own-told"), other.count(' asked" data-key')) == (0, 0)
    assert part.content.decode().count("1 question of yours is answered") == 1
    assert (taken.status_code, again(road).state) == (303, "withdrawn")


def test_who_was_on_before_is_alerted_that_it_is_answered(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    one = asks(came(ben, evening), evening, DYKE, voice="hidden")
    two = asks(came(ada, evening), evening, ROAD)
    for question in (one, two):
        page = f"/t/{evening.topic_id}/questions/{question.id}/move/"
        assert as_(ada).post(page, {"act": "take"}).status_code == 303
    project_pending()

    kinds = Notification.objects.filter(recipient=ben).order_by("id").values_list("kind", flat=True)
    assert [again(question).state for question in (one, two)] == ["answered", "current"]
    assert list(kinds)[-2:] == ["live.question_on", "live.question_answered"]
