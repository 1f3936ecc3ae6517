"""Who waited for a row acts on the row as it is then, and on what belongs to it then."""

from datetime import UTC, date, datetime

import pytest

from groundswell.actors.models import Actor
from groundswell.challenges.actions import move_ideas, support_idea
from groundswell.challenges.models import Idea, Stage
from groundswell.conversations.actions import report_message, settle_reports
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Case, Topic
from groundswell.core.errors import Conflict
from groundswell.decisions.actions.growing import grow_statement
from groundswell.decisions.models import Option
from groundswell.live.actions import (
    Rhythm,
    add_takeaway,
    begin_series,
    begin_session,
    close_session,
    grow_takeaway,
)
from groundswell.live.models import Series, Session
from groundswell.live.tasks import Pressed, announce_ahead, announce_where_none_is_ahead
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import own
from tests.racing import while_it_waits

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
]
WORDS = Words(title="Quiet nights", text="Close the bypass to lorries at ten.")


@pytest.fixture
def ada(real_database: None) -> Actor:
    return factories.person("ada")


@pytest.fixture
def meadow(ada: Actor) -> Space:
    return factories.space(ada, "meadow")


def kinds(results: list[object]) -> list[type]:
    return [type(one) for one in results]


def test_case_is_settled_once(ada: Actor, meadow: Space) -> None:
    ben, cyn = factories.person("ben"), factories.person("cyn")
    factories.member(ben, meadow)
    factories.member(cyn, meadow)
    topic = factories.topic(cyn, meadow)
    report_message(actor=ben, message=topic.messages.get(), about="spam")
    case = Case.objects.get()

    done = while_it_waits(
        lambda: settle_reports(actor=ada, case=case, outcome="nothing"),
        lambda: settle_reports(actor=ada, case=case, outcome="talked", reason="Be kind"),
    )

    assert kinds(done) == [Case, Conflict]
    assert Case.objects.get().outcome == "nothing"


def test_idea_that_moves_meanwhile_is_supported_where_it_went(ada: Actor, meadow: Space) -> None:
    challenge = factories.challenge(ada, meadow)
    ben = factories.person("ben")
    factories.member(ben, meadow)
    idea = factories.idea(ben, challenge)
    to = Stage.objects.get(challenge=challenge, name="Emerging")

    done = while_it_waits(
        lambda: move_ideas(
            actor=ada,
            challenge=challenge,
            ideas={idea.topic_id: idea.stage_id},
            to=to,
            reason="It grew",
        ),
        lambda: support_idea(actor=ada, idea=Idea.objects.get(topic=idea.topic_id)),
    )
    idea = Idea.objects.get(topic=idea.topic_id)

    assert type(done[1]) is Idea
    assert (idea.stage_id, idea.support_count) == (to.id, 1)


def test_statement_grows_once(ada: Actor, meadow: Space) -> None:
    streets = factories.decision(ada, meadow, method="opinion_map", options=["More trees"])
    ground = f"space-{meadow.id}"

    def grow() -> Topic:
        option = Option.objects.get(decision=streets)
        return grow_statement(
            actor=ada, decision=streets, option=option, ground=ground, words=WORDS
        )

    assert kinds(while_it_waits(grow, grow)) == [Topic, Conflict]
    assert Topic.objects.filter(title="Quiet nights").count() == 1


def test_next_session_of_a_series_is_announced_once(ada: Actor, meadow: Space) -> None:
    starts = datetime(2093, 3, 19, 17, 30, tzinfo=UTC)
    evening = own(factories.session(ada, meadow, starts_at=starts))
    rhythm = Rhythm(title="River chat", weeks=1, hosts=[ada])
    series = begin_series(actor=ada, session=evening, rhythm=rhythm)
    pressed = Pressed(day=date(2093, 3, 26), focus="Willows")

    def announce() -> Session:
        return announce_ahead(actor=ada, series=series, pressed=pressed)

    def worker() -> None:
        announce_where_none_is_ahead(Series.objects.all())

    pressed_twice = kinds(while_it_waits(announce, announce))
    Session.objects.update(state="recapped", began_at=starts, closed_at=starts)
    pressed = Pressed(day=date(2093, 4, 2), focus="Reeds")
    with_the_worker = while_it_waits(announce, worker)

    assert pressed_twice == [Session, Conflict]
    assert (type(with_the_worker[0]), with_the_worker[1]) == (Session, None)
    assert list(Topic.objects.order_by("id").values_list("title", flat=True)[1:]) == [
        "River chat: Willows",
        "River chat: Reeds",
    ]


def test_takeaway_grows_once(ada: Actor, meadow: Space) -> None:
    evening = factories.session(ada, meadow)
    begin_session(actor=ada, session=evening)
    close_session(actor=ada, session=own(evening))
    takeaway = add_takeaway(actor=ada, session=own(evening), text="We need a map of dry roads")
    ground = f"space-{meadow.id}"

    def grow() -> Topic:
        return grow_takeaway(actor=ada, takeaway=takeaway, ground=ground, words=WORDS)

    assert kinds(while_it_waits(grow, grow)) == [Topic, Conflict]
    assert Topic.objects.filter(title="Quiet nights").count() == 1
