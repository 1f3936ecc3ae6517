"""Many people at once, each on a connection of their own: every count is exact."""

import pytest

from groundswell.actors.models import Actor
from groundswell.conversations.actions import ask_too, react, report_message, settle_reports
from groundswell.conversations.models import Case, Message, MeToo, Reaction, Report, Topic
from groundswell.conversations.selectors.acts import acts_on
from groundswell.conversations.selectors.window import Span
from groundswell.core.errors import Conflict
from groundswell.spaces.models import Membership
from tests import factories
from tests.racing import together

CROWD = 20


pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
]


@pytest.fixture
def crowd(real_database: None) -> tuple[list[Actor], Message]:
    ada = factories.person("ada")
    space = factories.space(ada, "meadow")
    topic = factories.topic(ada, space, kind="question")
    people = [factories.person() for _ in range(CROWD)]
    for person in people:
        factories.member(person, space)
    return people, topic.messages.select_related("topic__space__actor").get()


def own(message: Message) -> Message:
    """A copy, as each request reads its own."""
    return Message.objects.select_related("topic__space__actor").get(id=message.id)


def test_twenty_people_react_at_once_and_twenty_are_counted(
    crowd: tuple[list[Actor], Message],
) -> None:
    people, message = crowd

    done = together([lambda p=p: react(actor=p, message=own(message), sign="💡") for p in people])
    span = Span(message.topic_id, message.number, message.number)

    assert {type(one) for one in done} == {Reaction}
    assert [(t.sign, t.count) for t in acts_on(span, None)[message.id].tallies] == [("💡", CROWD)]


def test_twenty_clicks_of_one_person_count_once(crowd: tuple[list[Actor], Message]) -> None:
    people, message = crowd

    done = together(
        [lambda: react(actor=people[0], message=own(message), sign="💡") for _ in range(CROWD)]
    )

    assert [type(one) for one in done if not isinstance(one, Conflict)] == [Reaction]
    assert Reaction.objects.count() == 1


def test_twenty_people_ask_too_at_once(crowd: tuple[list[Actor], Message]) -> None:
    people, message = crowd

    done = together(
        [lambda p=p: ask_too(actor=p, topic=Topic.objects.get(id=message.topic_id)) for p in people]
    )

    assert done == [None] * CROWD
    assert MeToo.objects.count() == CROWD


def test_twenty_reports_at_once_are_one_case_which_one_steward_settles(
    crowd: tuple[list[Actor], Message],
) -> None:
    people, message = crowd
    Membership.objects.filter(actor__in=people[:5]).update(role="steward")

    told = together(
        [lambda p=p: report_message(actor=p, message=own(message), about="spam") for p in people]
    )
    case = Case.objects.get()
    done = together(
        [lambda p=p: settle_reports(actor=p, case=case, outcome="nothing") for p in people[:5]]
    )

    assert {type(one) for one in told} == {Report}
    assert case.reports.count() == CROWD
    assert sorted(type(one).__name__ for one in done) == ["Case", *["Conflict"] * 4]
