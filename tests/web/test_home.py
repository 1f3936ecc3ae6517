"""The start: what is new for oneself, and the door that strangers see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor, Organisation
from groundswell.conversations.actions import (
    accept_answer,
    follow_tag,
    follow_topic,
    mark_read,
    post_holding_reply,
    reshare,
)
from groundswell.conversations.models import Hashtag
from groundswell.core.clock import now
from groundswell.people.actions import follow_person, mute_person
from groundswell.people.models import PersonFollow
from groundswell.spaces.actions import follow_space
from groundswell.spaces.models import Space
from groundswell.web.selectors import front, unread
from groundswell.web.selectors.home import HomePage
from groundswell.web.selectors.layout import nav_spaces
from tests import factories

Browser = Callable[[Actor | None], Client]


def start_of(viewer: Actor) -> HomePage:
    return HomePage(viewer=viewer, spaces=nav_spaces(viewer))


def news_of(viewer: Actor) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (news.space.handle, [(topic.title, topic.unread) for topic in news.topics])
        for news in start_of(viewer).news
    ]


def test_news_counts_what_was_said_since_one_looked(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow, title="The lane")
    mark_read(actor=ben, topic=topic, number=1)
    assert news_of(ben) == []

    factories.reply(ada, topic)
    factories.reply(ada, topic)

    assert news_of(ben) == [("meadow", [("The lane", 2)])]
    [[row]] = [news.topics for news in start_of(ben).news]
    assert row.href == f"/t/{topic.id}/2/#m2"


def test_latest_words_decide_the_order(ada: Actor, ben: Actor, meadow: Space) -> None:
    orchard = factories.space(ada, "orchard")
    factories.member(ben, orchard)
    first = factories.topic(ada, meadow, title="First")
    factories.topic(ada, orchard, title="Second")
    factories.topic(ada, meadow, title="Third")
    factories.reply(ada, first)

    assert news_of(ben) == [
        ("meadow", [("First", 2), ("Third", 1)]),
        ("orchard", [("Second", 1)]),
    ]


def test_own_opening_and_what_was_said_before_joining_are_not_new(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    factories.topic(ada, meadow, title="Before Cyn came")
    factories.member(cyn, meadow)
    factories.topic(cyn, meadow, title="Cyn's own")

    assert news_of(cyn) == []


def test_news_stops_after_a_few_topics_and_says_how_many_more(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    for number in range(7):
        factories.topic(ada, meadow, title=f"Topic {number}")

    [news] = start_of(ben).news

    assert [topic.title for topic in news.topics] == [f"Topic {n}" for n in (6, 5, 4, 3, 2)]
    assert (news.more, nav_spaces(ben)[0].unread) == (2, 7)


def test_only_the_latest_topics_of_a_space_are_looked_at(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    for number in range(33):
        factories.topic(ada, meadow, title=f"Topic {number}")

    assert nav_spaces(ben)[0].unread == 30


def followed_by(viewer: Actor) -> list[tuple[str, list[str]]]:
    return [
        (news.space.handle, [topic.title for topic in news.topics])
        for news in start_of(viewer).followed
    ]


def test_what_one_follows_quietly_elsewhere_is_on_the_start_page(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    lane = factories.topic(ada, meadow, title="The lane")
    factories.topic(ada, meadow, title="The mill", text="Look, a #heron.")
    factories.topic(ben, meadow, title="The gate")
    factories.topic(ada, meadow, title="The bridge")
    assert followed_by(cyn) == []

    follow_topic(actor=cyn, topic=lane, level="quiet")
    follow_tag(actor=cyn, tag=Hashtag.objects.get(name="heron"), level="quiet")
    follow_person(actor=cyn, person=ben, level="quiet")
    assert followed_by(cyn) == [("meadow", ["The gate", "The mill", "The lane"])]
    page = as_(cyn).get("/").text
    assert ("You follow something here" in page, "The gate" in page) == (True, True)

    follow_space(actor=cyn, space=meadow, level="quiet")
    assert followed_by(cyn) == [("meadow", ["The bridge", "The gate", "The mill", "The lane"])]
    mark_read(actor=cyn, topic=lane, number=1)
    mute_person(actor=cyn, person=ben)
    assert followed_by(cyn) == [("meadow", ["The bridge", "The mill"])]


def test_followed_topic_shows_once_and_never_what_is_hidden(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    lane = factories.topic(ada, meadow, title="The lane")
    follow_person(actor=cyn, person=ada, level="quiet")
    follow_person(actor=ben, person=ada, level="quiet")
    assert (followed_by(cyn), followed_by(ben)) == ([("meadow", ["The lane"])], [])

    follow_topic(actor=cyn, topic=lane, level="all")
    factories.reply(ben, topic=lane, text="It floods.")
    factories.reply(ada, topic=lane, text="Every winter.")
    [[row]] = [news.topics for news in start_of(cyn).followed]
    assert (row.unread, row.words, row.by.handle) == (3, "Every winter.", "ada")
    Space.objects.filter(id=meadow.id).update(visibility="members")

    assert (followed_by(cyn), [handle for handle, _ in news_of(ben)]) == ([], ["meadow"])


def test_questions_wait_until_answered(ada: Actor, ben: Actor, meadow: Space) -> None:
    asked = factories.topic(ben, meadow, kind="question", title="Where is the key?")
    answer = factories.reply(ada, asked)
    assert [q.title for q in start_of(ada).questions] == ["Where is the key?"]
    assert start_of(ben).questions == []

    accept_answer(actor=ben, message=answer)

    assert start_of(ada).questions == []


def test_promises_stand_until_kept(ada: Actor, ben: Actor, meadow: Space) -> None:
    asked = factories.topic(ben, meadow, kind="question", title="Where is the key?")
    day = now().date() + timedelta(days=3)
    post_holding_reply(actor=ada, topic=asked, text="By Friday.", due_on=day)

    [promise] = start_of(ada).promises

    assert (promise.title, promise.due_on, promise.overdue) == ("Where is the key?", day, False)
    assert start_of(ben).promises == []


def test_reshares_of_followed_people_only_of_visible_words(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    PersonFollow.objects.create(actor=cyn, followed=ben)
    seen = factories.reply(ada, factories.topic(ada, meadow, title="Open"))
    orchard = factories.space(ben, "orchard")
    hidden = factories.topic(ben, orchard, title="Closed").messages.get()
    reshare(actor=ben, message=seen, text="Read this")
    reshare(actor=ben, message=hidden, text="Before the doors closed")
    Space.objects.filter(id=orchard.id).update(visibility="members")

    assert [(r.title, r.comment) for r in start_of(cyn).reshares] == [("Open", "Read this")]


def test_alerts_are_summed_up_by_reason(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.topic(ada, meadow, text="@ben look")
    factories.topic(ada, meadow, text="@ben and look")
    project_pending()

    page = as_(ben).get("/").text

    assert "2 alerts" in page
    assert "because you were mentioned" in page


def test_newcomer_is_shown_real_first_steps(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space
) -> None:
    question = factories.topic(ada, meadow, kind="question", title="Where is the key?")
    browser = as_(cyn)

    page = browser.get("/").text

    assert 'href="/spaces/"' in page
    assert 'href="/settings/profile/"' in page
    assert f'href="/t/{question.id}/"' in page


def test_start_takes_the_same_queries_for_one_and_three(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, django_assert_num_queries: Callable
) -> None:
    browser = as_(ben)
    factories.topic(ada, meadow, kind="question")
    # Session, account, organisation, spaces, bell; then steps, questions, alerts, promises,
    # news, what is followed, reshares.
    with django_assert_num_queries(13):
        browser.get("/")
    for name in ("orchard", "harbour"):
        space = factories.space(ada, name)
        factories.member(ben, space)
        factories.topic(ada, space)
        factories.topic(ada, space, kind="question")
    with django_assert_num_queries(13):
        browser.get("/")


def test_region_reads_nothing_of_the_layout(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.topic(ada, meadow, title="The lane")
    browser = as_(ben)

    with CaptureQueriesContext(
        connection,
    ) as seen:
        region = browser.get("/", headers={"HX-Request": "true"}).text

    # session, account, organisation, spaces, news, what is followed
    assert len(seen) == 6
    assert region.lstrip().startswith("<gs-region")
    assert region in browser.get("/").text


def test_stranger_sees_public_spaces_and_words(
    as_: Browser, ada: Actor, meadow: Space, burrow: Space
) -> None:
    Organisation(name="Tideway Commons", purpose="In the open.").save()
    factories.topic(ada, meadow, title="The open lane")
    factories.topic(ada, burrow, title="The hidden lane")

    answer = as_(None).get("/")

    shown = ["Tideway Commons", "In the open.", "The Meadow", "The open lane", "/accounts/signup/"]
    assert [words for words in shown if words not in answer.text] == []
    assert [words for words in ("The Burrow", "hidden lane") if words in answer.text] == []
    assert answer.headers["Groundswell-Shared"] == "1"
    assert answer.cookies == {}


def test_empty_site_has_a_door_too(as_: Browser, db: None) -> None:
    assert "Nothing to read from outside" in as_(None).get("/").text


@pytest.mark.parametrize("path", ["/", "/about/", "/guidelines/", "/tags/", "/s/meadow/"])
def test_page_is_shared_with_strangers_only(
    as_: Browser, ben: Actor, meadow: Space, path: str
) -> None:
    assert as_(None).get(path).headers.get("Groundswell-Shared") == "1"
    assert "Groundswell-Shared" not in as_(ben).get(path).headers
    assert "Groundswell-Shared" not in Client(headers={"Cookie": "a=b"}).get(path).headers


def test_about_offers_the_source(as_: Browser, ada: Actor, settings) -> None:
    ada.account.is_staff = True
    ada.account.save()
    assert "Ask whoever runs this site for the source" in as_(None).get("/about/").text

    settings.SOURCE_URL = "https://code.example/groundswell"

    page = as_(None).get("/about/").text
    assert 'href="https://code.example/groundswell"' in page
    assert 'href="/@ada/"' in page


def test_guidelines_are_the_organisations(as_: Browser, db: None) -> None:
    assert "None written yet" in as_(None).get("/guidelines/").text

    Organisation(guidelines="Be *kind*.").save()

    assert "<em>kind</em>" in as_(None).get("/guidelines/").text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are read as SQLite writes them.")
def test_what_is_new_is_found_by_the_index_of_the_latest_topics(cyn):
    """Without it a page of a large site takes seconds, and no other test is large enough to say."""
    for query in (unread._spaces(viewer=cyn.id), unread._topics(viewer=cyn.id)):
        sql, params = query.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plan = [step for *_ids, step in cursor.fetchall()]

        assert [step for step in plan if "INDEX topic_latest (space_id=?" in step] != []
        assert [step for step in plan if "INDEX conversations_topic_space_id" in step] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="It is another query on SQLite.")
def test_postgresql_asks_each_space_for_its_few_and_looks_those_up(cyn):
    """Numbering all topics of forty spaces took it 100 ms for 5,000 of them."""
    sql, params = unread._topics(viewer=cyn.id).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(step for (step,) in cursor.fetchall())

    assert "Index Cond: (id = ANY ($" in plan
    assert "WindowAgg" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are read as SQLite writes them.")
def test_front_door_walks_the_latest_topics_and_stops(db: None) -> None:
    sql, params = front._topics().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = [step for *_ids, step in cursor.fetchall()]

    assert [step.split(" USING ")[0] for step in plan if "topic_latest_anywhere" in step] == [
        "SCAN V0"
    ]
    assert [step for step in plan if step.startswith("SCAN spaces")] == []
