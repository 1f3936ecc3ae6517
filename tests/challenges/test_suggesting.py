"""Suggested changes: made, merged, decided where they meet, declined, made ideas of their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Words,
    accept_suggestion,
    decline_suggestion,
    share_suggestion,
    suggest_change,
    withdraw_suggestion,
)
from groundswell.challenges.models import Challenge, Idea, Stage, Suggestion
from groundswell.conversations.actions import edit_message
from groundswell.conversations.models import Contribution, Link, Message, ReadPosition, Version
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories

BEFORE = "Plant willows along the stream.\n\nAsk the school to help."
AFTER = "Plant willows and alders along the stream.\n\nAsk the school to help."
ELSEWHERE = "Plant willows along the stream.\n\nAsk the school and the scouts to help."


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    return factories.idea(ben, floods, title="Willows", text=BEFORE)


@pytest.fixture
def dee(meadow: Space) -> Actor:
    person = factories.person("dee")
    factories.member(person, meadow)
    return person


@pytest.fixture
def alders(dee: Actor, willows: Idea) -> Suggestion:
    words = Words(title="Willows", text=AFTER)
    return suggest_change(actor=dee, idea=willows, words=words, why="Alders drink more.")


def opening(idea: Idea) -> Message:
    return Message.objects.select_related("topic__space").get(topic=idea.topic_id, number=1)


def told(kind: str) -> list[tuple[str, str]]:
    while project_pending():
        pass
    rows = Notification.objects.filter(kind=kind).order_by("recipient__handle")
    return list(rows.values_list("recipient__handle", "reason"))


def test_suggestion_is_a_message_that_carries_a_change(alders: Suggestion, willows: Idea) -> None:
    message = alders.message

    assert (message.kind, message.number, message.text) == ("suggestion", 2, "Alders drink more.")
    assert (alders.base_text, alders.text) == (BEFORE, AFTER)
    assert opening(willows).text == BEFORE
    assert told("challenges.change_suggested") == [("ben", "idea")]


def test_accepting_makes_a_version_with_joint_credit(
    ben: Actor, dee: Actor, alders: Suggestion, willows: Idea
) -> None:
    accept_suggestion(actor=ben, suggestion=alders)
    version = Version.objects.get(message__topic=willows.topic_id)
    alders.refresh_from_db()

    assert opening(willows).text == AFTER
    assert (version.text, version.by, version.reason) == (BEFORE, dee, "Alders drink more.")
    assert (alders.version, alders.settled_by) == (version, ben)
    credited = Contribution.objects.filter(topic=willows.topic_id).order_by("id")
    assert list(credited.values_list("actor__handle", "role", "message")) == [
        ("ben", "author", opening(willows).id),
        ("dee", "suggested", alders.message_id),
    ]
    assert told("challenges.suggestion_accepted") == [("dee", "credit")]


def test_accepting_as_co_author(ben: Actor, dee: Actor, alders: Suggestion) -> None:
    accept_suggestion(actor=ben, suggestion=alders, as_author=True)

    assert Contribution.objects.get(actor=dee).role == "co_author"
    assert Activity.objects.get(kind="challenges.suggestion_accepted").data == {"role": "co_author"}


def test_what_changed_elsewhere_meanwhile_is_kept(
    ben: Actor, alders: Suggestion, willows: Idea
) -> None:
    edit_message(actor=ben, message=opening(willows), text=ELSEWHERE, title="Roots")
    accept_suggestion(actor=ben, suggestion=alders)
    willows.topic.refresh_from_db()

    assert opening(willows).text == (
        "Plant willows and alders along the stream.\n\nAsk the school and the scouts to help."
    )
    assert willows.topic.title == "Roots"


def test_an_author_decides_where_two_changes_meet(
    ben: Actor, alders: Suggestion, willows: Idea
) -> None:
    edit_message(
        actor=ben, message=opening(willows), text=BEFORE.replace("willows", "willows or poplars")
    )
    with pytest.raises(Conflict, match="Decide what is to stand there"):
        accept_suggestion(actor=ben, suggestion=alders)
    stale = Words(title="Willows", text="Both", edition=0)
    with pytest.raises(Conflict, match="changed once more"):
        accept_suggestion(actor=ben, suggestion=alders, decided=stale)
    accept_suggestion(
        actor=ben, suggestion=alders, decided=Words(title="Trees", text="All three", edition=1)
    )

    assert opening(willows).text == "All three"
    assert Idea.objects.get(topic=willows.topic_id).topic.title == "Trees"


def test_deciding_for_what_stands_already_is_no_acceptance(
    ben: Actor, alders: Suggestion, willows: Idea
) -> None:
    with pytest.raises(Invalid, match="words as they stand"):
        accept_suggestion(actor=ben, suggestion=alders, decided=Words(title="Willows", text=BEFORE))


def test_change_of_an_earlier_wording_is_compared_with_that(
    ben: Actor, dee: Actor, willows: Idea
) -> None:
    edit_message(actor=ben, message=opening(willows), text=ELSEWHERE)
    words = Words(title="Willows", text=AFTER, edition=0)
    late = suggest_change(actor=dee, idea=willows, words=words, why="I began before that.")

    assert late.base_text == BEFORE


def test_only_authors_settle(ada: Actor, dee: Actor, alders: Suggestion) -> None:
    for work in (accept_suggestion, decline_suggestion):
        told = {"reason": "No"} if work is decline_suggestion else {}
        with pytest.raises(Refused, match="Only the authors"):
            work(actor=dee, suggestion=alders, **told)


def test_declining_needs_a_reason(ben: Actor, alders: Suggestion) -> None:
    with pytest.raises(Invalid, match="Nothing is written here yet"):
        decline_suggestion(actor=ben, suggestion=alders, reason=" ")
    decline_suggestion(actor=ben, suggestion=alders, reason="Alders lift the path.")
    alders.refresh_from_db()

    assert (alders.reason, alders.settled_by) == ("Alders lift the path.", ben)
    assert told("challenges.suggestion_declined") == [("dee", "credit")]
    with pytest.raises(Conflict, match="settled meanwhile"):
        accept_suggestion(actor=ben, suggestion=alders)


def test_declined_change_becomes_an_idea_of_its_own_once(
    ben: Actor, dee: Actor, alders: Suggestion, willows: Idea
) -> None:
    with pytest.raises(Conflict, match="Only a declined change"):
        share_suggestion(actor=dee, suggestion=alders)
    decline_suggestion(actor=ben, suggestion=alders, reason="Not here.")
    idea = share_suggestion(actor=dee, suggestion=alders)
    willows.challenge.refresh_from_db()

    assert (opening(idea).text, idea.topic.author) == (AFTER, dee)
    link = Link.objects.get(origin=idea.topic_id)
    assert (link.kind, link.target_id) == ("derived_from", willows.topic_id)
    assert willows.challenge.idea_count == 2
    assert told("challenges.suggestion_shared") == [("ben", "idea")]
    with pytest.raises(Conflict, match="already"):
        share_suggestion(actor=dee, suggestion=alders)


def test_proposer_takes_it_back(ben: Actor, dee: Actor, alders: Suggestion) -> None:
    with pytest.raises(Refused, match="Only the person who suggested"):
        withdraw_suggestion(actor=ben, suggestion=alders)
    withdraw_suggestion(actor=dee, suggestion=alders)

    with pytest.raises(Conflict, match="settled meanwhile"):
        accept_suggestion(actor=ben, suggestion=alders)


def test_nothing_is_suggested_in_a_stage_that_does_not_let_one(
    ben: Actor, dee: Actor, alders: Suggestion, willows: Idea
) -> None:
    Stage.objects.filter(id=willows.stage_id).update(opens="comment")

    with pytest.raises(Conflict, match="No changes are suggested"):
        suggest_change(actor=dee, idea=willows, words=Words(title="A", text="B"), why="C")
    with pytest.raises(Conflict, match="No changes are suggested"):
        accept_suggestion(actor=ben, suggestion=alders)


@pytest.mark.parametrize(
    ("told_", "says"),
    [
        ({"text": BEFORE}, "Nothing is changed yet."),
        ({"text": " "}, "Nothing is written here yet."),
        ({"why": ""}, "Nothing is written here yet."),
        ({"text": "x" * 10_001}, "Please shorten it by 1."),
        ({"text": "a\0b"}, "characters that cannot be stored"),
    ],
)
def test_refused_form_says_why_and_loses_nothing(
    dee: Actor, willows: Idea, as_: Callable[..., Client], told_: dict[str, str], says: str
) -> None:
    words = {"title": "My own title", "text": AFTER, "why": "My own reason", "edition": "0"}
    words |= {"title": "Willows"} if says.startswith("Nothing is changed") else {}
    answer = as_(dee).post(f"/t/{willows.topic_id}/suggest/", words | told_)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert says in page
    assert (words | told_)["title"] in page
    assert ("My own reason" in page) == ("why" not in told_)
    assert Suggestion.objects.count() == 0


def test_suggestion_in_the_browser(
    ben: Actor, dee: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    own = willows.get_absolute_url()
    begun = as_(dee).get(f"{own}suggest/").content.decode()
    made = as_(dee).post(
        f"{own}suggest/",
        {
            "title": "Willows",
            "text": f"{AFTER} <script>alert(1)</script>",
            "why": "So",
            "edition": "0",
        },
    )
    suggestion = Suggestion.objects.get()
    shown = as_(None).get(made["Location"]).content.decode()
    talk = as_(None).get(own).content.decode()
    accepted = as_(ben).post(f"{made['Location']}accept/", {"as_author": "on"})
    after = as_(ben).get(own).content.decode()

    assert begun.count(BEFORE.replace("\n", "\r\n")) + begun.count(BEFORE) == 1
    assert shown.count("and alders") == 1
    assert shown.count("<script>alert") == 0
    assert talk.count(f'href="{own}suggestions/{suggestion.message_id}/">Suggested change</a>') == 1
    assert accepted.status_code == 303
    assert after.count("Co-author") == 1


def test_author_decides_in_a_form_that_shows_both(
    ben: Actor, alders: Suggestion, willows: Idea, as_: Callable[..., Client]
) -> None:
    own = f"{willows.get_absolute_url()}suggestions/{alders.message_id}/"
    edit_message(
        actor=ben, message=opening(willows), text=BEFORE.replace("willows", "willows or poplars")
    )
    refused = as_(ben).post(f"{own}accept/", {})
    page = as_(ben).get(own).content.decode()
    decided = {"title": "Trees", "text": "All three", "edition": "1"}
    done = as_(ben).post(f"{own}accept/", decided)

    assert refused.status_code == 422
    assert page.count("changed in the same place since") == 1
    assert page.count('name="edition" value="1"') == 1
    assert done.status_code == 303
    assert opening(willows).text == "All three"


def test_declining_and_going_on_alone_in_the_browser(
    ben: Actor, dee: Actor, alders: Suggestion, willows: Idea, as_: Callable[..., Client]
) -> None:
    own = f"{willows.get_absolute_url()}suggestions/{alders.message_id}/"
    unsaid = as_(ben).post(f"{own}decline/", {"reason": ""})
    said = as_(ben).post(f"{own}decline/", {"reason": "Not here"})
    alone = as_(dee).post(f"{own}share/")
    page = as_(None).get(own).content.decode()

    assert [answer.status_code for answer in (unsaid, said, alone)] == [422, 303, 303]
    assert page.count("Not here") == 1
    assert page.count("It became an idea of its own:") == 1


@pytest.mark.parametrize("state", ["", "accepted", "declined", "withdrawn"])
def test_list_shows_each_state(
    ben: Actor, alders: Suggestion, willows: Idea, as_: Callable[..., Client], state: str
) -> None:
    if state == "accepted":
        accept_suggestion(actor=ben, suggestion=alders)
    if state == "declined":
        decline_suggestion(actor=ben, suggestion=alders, reason="No")
    if state == "withdrawn":
        withdraw_suggestion(actor=alders.message.author, suggestion=alders)
    own = f"{willows.get_absolute_url()}suggestions/?state="
    states = ["", "accepted", "declined", "withdrawn"]
    counts = [as_(None).get(own + it).content.decode().count('class="suggestion"') for it in states]

    assert counts == [int(it == state) for it in states]


@pytest.mark.parametrize("many", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(
    willows: Idea,
    dee: Actor,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    many: int,
) -> None:
    for number in range(many):
        words = Words(title="Willows", text=f"{AFTER} {number}")
        suggest_change(actor=dee, idea=willows, words=words, why="So")
    browser, address = as_(None), f"{willows.get_absolute_url()}suggestions/"
    browser.get(address)

    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[attr-defined]
        browser.get(address)


LIST_QUERIES = 3


@pytest.mark.parametrize("path", ["suggest/", "suggestions/", "suggestions/1/"])
def test_suggestions_of_a_closed_space_are_not_there_for_strangers(
    ben: Actor, cyn: Actor, burrow: Space, as_: Callable[..., Client], path: str
) -> None:
    hidden = factories.idea(ben, factories.challenge(ben, burrow))

    assert as_(cyn).get(f"{hidden.get_absolute_url()}{path}").status_code == 404


@pytest.mark.parametrize(("seen", "then"), [(1, 2), (0, 0)])
def test_suggestion_is_no_news_to_who_made_it(
    seen: int, then: int, dee: Actor, willows: Idea
) -> None:
    """Unless there were others before it that they had not read."""
    position = ReadPosition.objects.create(actor=dee, topic=willows.topic, number=seen)
    words = Words(title="Willows", text=AFTER)

    suggest_change(actor=dee, idea=willows, words=words, why="Alders drink more.")

    position.refresh_from_db()
    assert position.number == then
