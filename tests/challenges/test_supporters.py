"""Who supports an idea: the people behind the number."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import combine_ideas, support_idea
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories

As = Callable[[Actor | None], Client]


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Floods")


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    return factories.idea(ben, floods, title="Willows")


def again(idea: Idea) -> Idea:
    return Idea.objects.get(topic=idea.topic_id)


def people(answer: str) -> list[str]:
    """Handles of those who are listed, in the order of the page."""
    rows = answer.split('<ul class="rows"')[1].split("</ul>", maxsplit=1)[0].split("<li")[1:]
    return [row.split('href="/@')[1].split('"')[0].rstrip("/") for row in rows]


def test_number_of_supporters_leads_to_them(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, as_: As
) -> None:
    factories.member(cyn, willows.topic.space)
    for person in (ada, cyn):
        support_idea(actor=person, idea=again(willows))
    page = as_(None).get(willows.get_absolute_url()).content.decode()
    listed = as_(None).get(f"/t/{willows.topic_id}/supporters/").content.decode()

    assert page.count(f'href="/t/{willows.topic_id}/supporters/">2 supporters</a>') == 1
    assert people(listed) == ["cyn", "ada"]


def test_who_supports_two_ideas_that_were_combined_is_listed_once(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, willows: Idea, as_: As
) -> None:
    factories.member(cyn, floods.topic.space)
    rushes = factories.idea(ada, floods, title="Rushes")
    for person, idea in ((cyn, rushes), (ada, willows), (cyn, willows)):
        support_idea(actor=person, idea=again(idea))
    combine_ideas(actor=ada, survivor=again(willows), sources=[again(rushes)])
    pages = [
        as_(None).get(f"/t/{idea.topic_id}/supporters/").content.decode()
        for idea in (willows, rushes)
    ]

    assert again(willows).support_count == 2
    assert [people(page) for page in pages] == [["ada", "cyn"]] * 2
    assert [page.count("by way of") for page in pages] == [1, 1]


def test_hidden_supporters_are_told_to_who_runs_the_challenge_alone(
    ada: Actor, ben: Actor, willows: Idea, as_: As
) -> None:
    Stage.objects.filter(id=willows.stage_id).update(counts="hidden")
    support_idea(actor=ada, idea=again(willows))
    project_pending()
    answers = [as_(who).get(f"/t/{willows.topic_id}/supporters/") for who in (None, ben, ada)]

    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert "is shown in a later stage" in answers[1].content.decode()
    assert people(answers[2].content.decode()) == ["ada"]
    assert Notification.objects.filter(recipient=ben).count() == 0


def test_whoever_shared_it_hears_of_support_that_everybody_sees(
    ada: Actor, ben: Actor, willows: Idea
) -> None:
    support_idea(actor=ada, idea=again(willows))
    project_pending()

    assert Notification.objects.filter(recipient=ben).count() == 1


def test_list_asks_the_same_for_one_and_three(
    ada: Actor, ben: Actor, willows: Idea, as_: As, django_assert_num_queries: Callable
) -> None:
    address = f"/t/{willows.topic_id}/supporters/"
    support_idea(actor=ada, idea=again(willows))
    as_(None).get(address)

    with django_assert_num_queries(3):
        as_(None).get(address)
    for name in ("dot", "eve"):
        person = factories.person(name)
        factories.member(person, willows.topic.space)
        support_idea(actor=person, idea=again(willows))
    with django_assert_num_queries(3):
        listed = as_(None).get(f"{address}?").content.decode()

    assert len(people(listed)) == 3
