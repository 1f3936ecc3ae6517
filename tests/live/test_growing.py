"""What was said in a session goes on as an idea or a topic, with credit and a link both ways."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Contribution, Topic, TopicFollow
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import (
    add_takeaway,
    begin_session,
    close_session,
    grow_said,
    grow_takeaway,
    say_too,
    undo_question,
    write_line,
)
from groundswell.live.models import Question, Session
from groundswell.live.selectors.recap import takeaways_of
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own

Browser = Callable[..., Client]
ROAD = "Which road stays open when it floods?"
WORDS = Words(title="A map of dry roads", text="Draw it, and keep it up to date.")


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River evening", guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


@pytest.fixture
def roads(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Roads", template="idea_board")


def credited(topic: Topic) -> set[tuple[str, str]]:
    rows = Contribution.objects.filter(topic=topic)
    return set(rows.values_list("actor__handle", "role"))


def told_of(topic: Topic) -> list[str]:
    project_pending()
    rows = Notification.objects.filter(topic_id=topic.id).order_by("recipient__handle")
    return list(rows.values_list("recipient__handle", flat=True))


def test_takeaway_becomes_an_idea_with_everybody_who_said_it_credited_and_told(
    ada: Actor, ben: Actor, evening: Session, roads: Challenge, as_: Browser
) -> None:
    dot = factories.member(factories.person("dot"), evening.topic.space).actor
    takeaway = add_takeaway(actor=ben, session=evening, text="We need a map of dry roads")
    say_too(actor=dot, takeaway=takeaway)
    page = f"/t/{evening.topic_id}/grow/{takeaway.message_id}/"
    offered = as_(ada).get(page).content.decode()
    sent = {"ground": f"idea-{roads.topic_id}", "title": "Map", "text": "A map."}
    made = as_(ada).post(page, sent)
    idea = Idea.objects.select_related("topic").get()
    listed = as_(ada).get(f"/t/{evening.topic_id}/takeaways/").content.decode()

    assert offered.count("We need a map of dry roads") >= 2
    assert (made.status_code, made["Location"]) == (303, idea.get_absolute_url())
    assert credited(idea.topic) == {("ada", "author"), ("ben", "co_author"), ("dot", "co_author")}
    assert told_of(idea.topic) == ["ben", "dot"]
    assert set(TopicFollow.objects.filter(topic=idea.topic).values_list("actor", flat=True)) == {
        ada.id, ben.id, dot.id,
    }  # fmt: skip
    assert list(idea.topic.links_out.values_list("kind", "target")) == [
        ("derived_from", evening.topic_id)
    ]
    assert listed.count("Became “Map”") == 1
    assert as_(ada).post(page, sent | {"title": "Again"}).status_code == 422


def test_question_goes_on_in_a_topic_by_whoever_leads(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    question = asks(came(ben, evening), evening, ROAD)
    close_session(actor=ada, session=own(evening))
    message = again(question).message
    page = f"/t/{evening.topic_id}/grow/{message.id}/"
    here = f"space-{evening.topic.space_id}"
    made = as_(ada).post(page, {"ground": here, "title": WORDS.title, "text": WORDS.text})
    topic = Topic.objects.get(title=WORDS.title)
    recap = as_(None).get(evening.get_absolute_url()).content.decode()

    assert made["Location"] == topic.get_absolute_url()
    assert (again(question).state, again(question).carried_to) == ("carried", topic)
    assert credited(topic) == {("ada", "author"), ("ben", "co_author")}
    assert told_of(topic) == ["ben"]
    assert recap.count(f'href="{topic.get_absolute_url()}"') >= 1
    with pytest.raises(Conflict):
        grow_said(actor=ada, session=own(evening), message=message, ground=here, words=WORDS)


def test_anybody_makes_something_of_a_question_and_its_state_stays(
    ada: Actor, ben: Actor, evening: Session, roads: Challenge
) -> None:
    question = asks(came(ada, evening), evening, ROAD)
    topic = grow_said(
        actor=ben, session=own(evening), message=again(question).message,
        ground=f"idea-{roads.topic_id}", words=WORDS,
    )  # fmt: skip

    assert (topic.kind, again(question).state) == ("idea", "open")
    assert credited(topic) == {("ben", "author"), ("ada", "co_author")}


def test_carrying_a_question_into_a_topic_is_undone_like_any_other(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    question = asks(came(ben, evening), evening, ROAD)
    message, here = again(question).message, f"space-{evening.topic.space_id}"
    grow_said(actor=ada, session=own(evening), message=message, ground=here, words=WORDS)
    undo_question(actor=ada, question=again(question), anonymous=ada)

    assert (again(question).state, again(question).carried_to) == ("open", None)


def test_who_asked_without_a_name_and_guests_are_named_nowhere(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    hidden = asks(came(ben, evening), evening, ROAD, voice="hidden")
    theirs = asks(guest(evening), evening, "Who has a key to the shed?")
    here = f"space-{evening.topic.space_id}"
    made = [
        grow_said(
            actor=ada, session=own(evening), message=again(one).message, ground=here,
            words=Words(title=str(one.id), text="Quoted."),
        )
        for one in (hidden, theirs)
    ]  # fmt: skip

    assert [credited(topic) for topic in made] == [{("ada", "author")}] * 2
    assert [told_of(topic) for topic in made] == [[], []]


def test_what_grew_where_one_may_not_read_is_named_to_nobody_else(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    closed = factories.space(ada, "shed", visibility="members")
    question = asks(came(ben, evening), evening, ROAD)
    takeaway = add_takeaway(actor=ben, session=evening, text="We need a map of dry roads")
    there = f"space-{closed.id}"
    grow_takeaway(actor=ada, takeaway=takeaway, ground=there, words=WORDS)
    message = again(question).message
    grow_said(actor=ada, session=own(evening), message=message, ground=there, words=WORDS)
    page = as_(ben).get(f"{evening.get_absolute_url()}takeaways/").content.decode()

    assert WORDS.title not in page
    assert [one.became is None for one in takeaways_of(evening, ben)] == [True]
    assert [one.became is None for one in takeaways_of(evening, ada)] == [False]
    assert (again(question).state, again(question).carried_to) == ("open", None)


def test_line_of_the_chat_has_a_way_to_go_on(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    line = write_line(actor=ben, session=evening, participant=came(ben, evening), text="Boats!")
    page = f"/t/{evening.topic_id}/grow/{line.id}/"
    menu = as_(ada).get(f"/m/{line.id}/acts/").content.decode()
    stranger = factories.person("eve")
    answer = as_(stranger).get(page)

    assert menu.count(f'href="{page}"') == 1
    assert (answer.status_code, "nowhere to begin" in answer.content.decode()) == (200, True)
    assert as_(ada).get(f"/t/{evening.topic_id}/grow/{evening.topic_id}/").status_code == 404
    with pytest.raises(Refused):
        grow_said(
            actor=stranger, session=own(evening), message=line,
            ground=f"space-{evening.topic.space_id}", words=WORDS,
        )  # fmt: skip
    assert Question.objects.count() == 0
