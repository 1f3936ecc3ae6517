"""Who asked learns what becomes of it, each by a way of their own; also whom nobody knows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core import limits
from groundswell.core.bus import subscribe
from groundswell.live import tasks
from groundswell.live.actions import (
    Answered,
    answer_question,
    begin_session,
    close_session,
    dismiss_question,
    merge_questions,
    take_question,
    the_anonymous,
    undo_question,
)
from groundswell.live.models import Question, QuestionChange, Session
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, worker_follows

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


def alerts(person: Actor) -> list[str]:
    worker_follows()
    rows = Notification.objects.filter(recipient=person, kind__startswith="live.question")
    return list(rows.order_by("id").values_list("kind", flat=True))


def test_who_asked_what_was_merged_is_told_what_becomes_of_both(
    ada: Actor, ben: Actor, cyn: Actor, evening: Session, as_: Browser
) -> None:
    factories.member(cyn, evening.topic.space)
    his = asks(came(ben, evening), evening, DYKE, voice="hidden")
    hers = asks(came(cyn, evening), evening, ROAD, voice="hidden")
    merge_questions(actor=ada, source=again(his), into=again(hers))
    take_question(actor=ada, question=again(hers))
    on = as_(ben).get(evening.room_url).content.decode()
    answer_question(actor=ada, question=again(hers), answered=Answered())
    done = as_(ben).get(evening.room_url).content.decode()
    both = ["live.question_on", "live.question_answered"]

    assert alerts(ben) == ["live.question_merged", *both]
    assert alerts(cyn) == both
    assert on.count("<span>Your question is on now") == 1
    assert done.count("1 question of yours is answered") == 1
    page = as_(ben).get("/alerts/").content.decode()
    assert (page.count("merged your question"), page.count("answered your question")) == (1, 1)
    assert page.count("Cyn") == 0


def test_end_is_told_to_each_asker_and_kept_question_by_question(
    ada: Actor, ben: Actor, cyn: Actor, evening: Session
) -> None:
    factories.member(cyn, evening.topic.space)
    on, left = asks(came(ben, evening), evening, DYKE), asks(came(cyn, evening), evening, ROAD)
    take_question(actor=ada, question=again(on))
    Session.objects.update(moderation="all")
    waits = asks(came(cyn, evening), evening, f"{ROAD} And which one floods first?")
    close_session(actor=ada, session=own(evening))

    assert alerts(ben) == ["live.question_on", "live.question_answered"]
    assert alerts(cyn) == ["live.question_carried", "live.question_dismissed"]
    closing = Activity.objects.get(kind="live.session_closed")
    assert closing.data == {"questions": [str(it.id) for it in (on, left, waits)]}
    ends = QuestionChange.objects.filter(at=own(evening).closed_at, by=ada).order_by("id")
    assert list(ends.values_list("question", "before", "after")) == [
        (on.id, "current", "answered"),
        (left.id, "open", "carried"),
        (waits.id, "pending", "dismissed"),
    ]


def test_end_is_told_in_lots_and_goes_on_where_it_stopped(
    ada: Actor, ben: Actor, evening: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "TOLD_AT_ONCE", 2)
    left = [asks(came(ben, evening), evening, f"{DYKE} {n}") for n in range(5)]
    close_session(actor=ada, session=own(evening))
    told = Activity.objects.filter(kind="live.question_carried")
    closing, ids = Activity.objects.get(kind="live.session_closed"), [one.id for one in left]

    project_pending()
    at_once = told.count()
    tasks._tell_some(closing, ids[:2])  # and the worker is killed
    before = told.count()
    tasks.tell_ends.call(closing.id)
    tasks.tell_ends.call(closing.id)

    assert (at_once, before) == (0, 2)
    assert [int(one.data["question"]) for one in told.order_by("id")] == ids


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_end_is_told_while_others_write_what_points_at_the_session(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    asks(came(ben, evening), evening, DYKE)
    close_session(actor=ada, session=own(evening))
    closing = Activity.objects.get(kind="live.session_closed")
    with CaptureQueriesContext(connection) as queries:
        tasks.tell_ends.call(closing.id)
    said = [query["sql"] for query in queries.captured_queries]
    locks = [sql for sql in said if 'FROM "live_session"' in sql and " FOR " in sql]

    assert len(locks) > 0
    assert [sql for sql in locks if "FOR NO KEY UPDATE" not in sql] == []


def test_end_is_not_undone_question_by_question(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    left = asks(came(ben, evening), evening, DYKE)
    close_session(actor=ada, session=own(evening))
    desk = as_(ada).get(evening.desk_url).content.decode()
    as_(ada).post(f"/t/{evening.topic_id}/questions/{left.id}/move/", {"act": "undo"})

    assert (desk.count("desk-undo"), again(left).state) == (0, "carried")


def test_what_is_undone_is_told_no_more(ada: Actor, ben: Actor, evening: Session) -> None:
    one, two = (asks(came(ben, evening), evening, words) for words in (DYKE, ROAD))
    take_question(actor=ada, question=again(one))
    dismiss_question(actor=ada, question=again(two), reason="double")
    for _again in range(2):
        answer_question(actor=ada, question=again(one), answered=Answered())
        project_pending()
        undo_question(actor=ada, question=again(one), anonymous=the_anonymous(actor=ada))
        project_pending()

    alerts = Notification.objects.filter(recipient=ben).order_by("id")

    assert [(alert.activity.kind, alert.activity.data["question"]) for alert in alerts] == [
        ("live.question_on", str(one.id)),
        ("live.question_dismissed", str(two.id)),
    ]
