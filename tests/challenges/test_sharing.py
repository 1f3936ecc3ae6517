"""Opening a challenge, sharing ideas for it, supporting them."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.actions import Asks, change_challenge, support_idea, withdraw_support
from groundswell.challenges.models import Challenge, Idea, Stage, Support
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Contribution, Topic
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Space
from tests import factories


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


def test_challenge_begins_with_the_flow_of_its_template(floods: Challenge) -> None:
    stages = list(floods.stages.values_list("name", "kind", "opens"))

    assert stages == [
        ("Early ideation", "early", "add comment support suggest"),
        ("Emerging", "emerging", "add comment support suggest"),
        ("Refining", "refining", "comment support suggest review decide"),
        ("Decided", "decided", "comment decide"),
        ("In pilot", "pilot", "comment"),
        ("Done", "done", "comment"),
        ("Parked", "parked", "comment decide"),
    ]


def test_challenge_is_opened_in_the_browser(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    answer = as_(ben).post(
        "/s/meadow/challenge/",
        {
            "template": "idea_board",
            "title": "Dry cellars",
            "purpose": "Fewer floods in the lower town",
            "plain": "The stream floods. We want it to stop.",
            "text": "Flow reaches 40 m³/s.",
            "asked_by": "The water board",
            "promise": "Read by the board in May.",
        },
    )
    challenge = Challenge.objects.get()
    page = as_(None).get(f"/t/{challenge.topic_id}/").content.decode()

    assert answer.status_code == 303
    assert answer["Location"] == f"/t/{challenge.topic_id}/"
    assert (challenge.topic.kind, challenge.topic.title) == ("challenge", "Dry cellars")
    for said in (
        "Fewer floods in the lower town",
        "The stream floods. We want it to stop.",
        "Flow reaches 40 m³/s.",
        "The water board",
        "Read by the board in May.",
    ):
        assert page.count(said) == 1


def test_nothing_typed_is_lost_when_the_purpose_is_missing(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    answer = as_(ben).post(
        "/s/meadow/challenge/",
        {"template": "blank", "title": "Dry cellars", "purpose": " ", "text": "Long words."},
    )

    assert answer.status_code == 422
    assert answer.content.decode().count("Long words.") == 1
    assert Challenge.objects.count() == 0


def test_idea_begins_in_the_first_open_stage(ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods, title="Willows", sector="Water")
    floods.refresh_from_db()

    assert (idea.stage.name, idea.topic.within_id, idea.sector) == (
        "Early ideation",
        floods.topic_id,
        "Water",
    )
    assert (floods.idea_count, idea.stage.__class__.objects.get(id=idea.stage_id).idea_count) == (
        1,
        1,
    )
    assert list(idea.topic.contributions.values_list("actor", "role")) == [
        (ben.id, Contribution.Role.AUTHOR)
    ]
    assert Activity.objects.filter(topic_id=idea.topic_id).get().kind == "challenges.idea_shared"


def test_idea_is_shared_in_the_browser_and_listed(
    ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    answer = as_(ben).post(
        f"/t/{floods.topic_id}/share/", {"title": "Willows", "text": "Roots drink."}
    )
    idea = Idea.objects.get()
    listed = as_(None).get(f"/t/{floods.topic_id}/ideas/").content.decode()
    shown = as_(None).get(idea.get_absolute_url()).content.decode()

    assert answer["Location"] == idea.get_absolute_url()
    assert listed.count(f'id="t{idea.topic_id}"') == 1
    assert shown.count("Roots drink.") == 1


def test_form_of_an_idea_says_what_its_fields_are_for(
    ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    """And offers the words that others used, so that one thing is not called by two names."""
    cache.clear()
    idea = factories.idea(ben, floods, sector="Water & wood")
    for place in (f"/t/{floods.topic_id}/share/", f"/t/{idea.topic_id}/build-on/"):
        page = as_(ben).get(place).text

        assert page.count('<label for="id_title">Your idea in one line</label>') == 1
        assert page.count('<label for="id_sector">Sector <span class="field-optional">') == 1
        assert page.count("What you know it from, such as nursing") == 1
        assert page.count("Where it would be done, such as schools") == 1
        assert page.count('<option value="Water &amp; wood"></option>') == 1
        assert (page.count('list="known-sector"'), page.count("known-discipline")) == (1, 0)


def test_no_idea_is_shared_when_no_stage_takes_any(ben: Actor, floods: Challenge) -> None:
    Stage.objects.filter(challenge=floods).update(opens="comment")

    with pytest.raises(Conflict, match="takes no new ideas now"):
        factories.idea(ben, floods)


def test_only_members_share(cyn: Actor, floods: Challenge) -> None:
    with pytest.raises(Refused, match="Join The Meadow first"):
        factories.idea(cyn, floods)


def test_who_is_no_member_is_led_to_the_door(
    cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    answer = as_(cyn).get(f"/t/{floods.topic_id}/share/")
    page = answer.content.decode()
    links = re.findall(r'<a href="([^"]+)"\s+class="btn[^>]*>(?:<[^>]+>)*([^<]+)<', page)

    head = as_(cyn).get(floods.topic.get_absolute_url()).content.decode()

    assert head.count("Join The Meadow to share an idea") == 1
    assert answer.status_code == 403
    assert links[-3:] == [
        ("/s/meadow/", "To The Meadow"),
        (f"/t/{floods.topic_id}/", "Go back"),
        ("/", "Go home"),
    ]


def test_lists_of_a_space_show_the_challenge_and_not_its_ideas(
    ben: Actor, floods: Challenge, meadow: Space, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    page = as_(ben).get("/s/meadow/").content.decode()
    meadow.refresh_from_db()

    assert page.count(f'id="t{floods.topic_id}"') == 1
    assert page.count(f'id="t{idea.topic_id}"') == 0
    assert meadow.topic_count == 1


def test_support_counts_a_person_once(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)
    support_idea(actor=ada, idea=idea)

    with pytest.raises(Conflict, match="You support this idea already"):
        support_idea(actor=ada, idea=idea)
    idea.refresh_from_db()
    assert (idea.support_count, Support.objects.count()) == (1, 1)


def test_support_is_taken_back(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)
    support_idea(actor=ada, idea=idea)
    withdraw_support(actor=ada, idea=idea)
    idea.refresh_from_db()

    assert (idea.support_count, Support.objects.count()) == (0, 0)
    with pytest.raises(Conflict, match="nothing to take back"):
        withdraw_support(actor=ada, idea=idea)


def test_support_in_the_browser(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    browser, address = as_(ada), f"/t/{idea.topic_id}/support/"
    given = browser.post(address, {"support": "1"}, headers={"HX-Request": "true"})
    taken = browser.post(address, {"withdraw": "1"})

    assert given.content.decode().count("1 supporter") == 1
    assert taken["Location"] == f"/t/{idea.topic_id}/#support"
    assert Support.objects.count() == 0


def test_stage_without_comments_says_so_where_one_would_write(
    ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    Stage.objects.filter(id=idea.stage_id).update(opens="support")
    sentence = "There are no comments while an idea is in “Early ideation”."
    page = as_(ben).get(idea.get_absolute_url()).content.decode()

    assert page.count(sentence) == 1
    with pytest.raises(Conflict, match="There are no comments"):
        post_reply(actor=ben, topic=idea.topic, text="Still")


def test_closed_stage_takes_nothing(ada: Actor, ben: Actor, floods: Challenge) -> None:
    idea = factories.idea(ben, floods)
    Stage.objects.filter(id=idea.stage_id).update(closed_at=timezone.now(), closed_by=ada)
    idea.stage.refresh_from_db()

    with pytest.raises(Conflict, match="Support is not counted"):
        support_idea(actor=ada, idea=idea)


def test_counts_stay_hidden_until_a_later_stage(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods)
    support_idea(actor=ada, idea=idea)
    Stage.objects.filter(id=idea.stage_id).update(counts="hidden")
    seen_by = [as_(who).get(idea.get_absolute_url()).content.decode() for who in (None, cyn, ada)]

    assert [page.count("1 supporter") for page in seen_by] == [0, 0, 1]


def test_history_hides_supporters_where_their_number_is_hidden(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods, title="Willows")
    factories.member(cyn, floods.topic.space)
    support_idea(actor=cyn, idea=idea)
    address, says = f"{idea.get_absolute_url()}history/?show=all", "</a> supports "

    def read() -> list[int]:
        people = (None, ben, cyn, ada)
        return [as_(person).get(address).content.decode().count(says) for person in people]

    shown = read()
    Stage.objects.filter(id=idea.stage_id).update(counts="hidden")

    assert (shown, read()) == ([1, 1, 1, 1], [0, 0, 1, 1])


def test_challenge_is_said_better(ada: Actor, ben: Actor, floods: Challenge) -> None:
    with pytest.raises(Refused, match="Only stewards"):
        change_challenge(actor=ben, challenge=floods, asks=Asks(purpose="Mine"))
    change_challenge(actor=ada, challenge=floods, asks=Asks(purpose="Dry by 2030", plain="*Dry*"))
    floods.refresh_from_db()

    assert (floods.purpose, floods.plain_html) == (
        "Dry by 2030",
        '<p dir="auto"><em>Dry</em></p>\n',
    )


@pytest.mark.parametrize("path", ["", "ideas/", "share/"])
def test_challenge_of_a_closed_space_is_not_there_for_strangers(
    ada: Actor, burrow: Space, cyn: Actor, as_: Callable[..., Client], path: str
) -> None:
    challenge = factories.challenge(ada, burrow)

    assert as_(cyn).get(f"/t/{challenge.topic_id}/{path}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_list_of_ideas_asks_as_often_for_three_as_for_one(
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    many: int,
) -> None:
    for _ in range(many):
        factories.idea(ben, floods)
    browser = as_(ben)
    browser.get(f"/t/{floods.topic_id}/ideas/")

    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[attr-defined]
        browser.get(f"/t/{floods.topic_id}/ideas/")


LIST_QUERIES = 10


def test_ideas_are_not_merged_or_moved_like_plain_topics(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ada, floods)
    other = Topic.objects.get(id=factories.topic(ada, floods.topic.space).id)
    answer = as_(ada).post(f"/t/{idea.topic_id}/merge/", {"into": other.id, "really": "1"})
    menu = as_(ada).get(idea.get_absolute_url()).content.decode()

    assert Topic.objects.get(id=idea.topic_id).last_number == 1
    assert answer.status_code in {409, 422, 200}
    assert menu.count(f"/t/{idea.topic_id}/merge/") == 0
