"""Following people, and keeping away from them."""

import pytest

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.conversations.models import Mention, Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.people.actions import (
    block_person,
    follow_person,
    mute_person,
    release_person,
    unfollow_person,
)
from groundswell.people.models import Block, PersonFollow
from groundswell.people.rules import apart_from, are_apart
from groundswell.people.selectors.people import hidden_from, person_at
from tests import factories

pytestmark = pytest.mark.django_db


def test_followed_person_is_told_once(ada, ben):
    follow_person(actor=ben, person=ada)
    follow_person(actor=ben, person=ada, level="all")
    project_pending()

    assert PersonFollow.objects.get().level == "all"
    assert [(n.recipient, n.kind, n.reason) for n in Notification.objects.all()] == [
        (ada, "people.person_followed", "follower")
    ]


def test_unfollowing_twice_says_so(ada, ben):
    follow_person(actor=ben, person=ada)
    unfollow_person(actor=ben, person=ada)

    with pytest.raises(Conflict):
        unfollow_person(actor=ben, person=ada)


def test_following_needs_a_known_level(ada, ben):
    with pytest.raises(Invalid):
        follow_person(actor=ben, person=ada, level="loud")

    assert PersonFollow.objects.count() == 0


@pytest.mark.parametrize("act", [follow_person, mute_person, block_person])
def test_nobody_meets_themself(ada, act):
    with pytest.raises(Refused):
        act(actor=ada, person=ada)


@pytest.mark.parametrize("act", [follow_person, mute_person, block_person])
def test_spaces_are_not_people(ada, meadow, act):
    with pytest.raises(Refused):
        act(actor=ada, person=meadow.actor)


def test_block_keeps_both_apart(ada, ben, meadow):
    follow_person(actor=ben, person=ada)
    follow_person(actor=ada, person=ben)
    topic = factories.topic(ada, meadow)
    answer = factories.reply(ada, factories.topic(ben, meadow))

    block_person(actor=ada, person=ben)

    assert PersonFollow.objects.count() == 0
    assert (are_apart(ada.id, ben.id), are_apart(ben.id, ada.id)) == (True, True)
    for one, other in ((ada, ben), (ben, ada)):
        with pytest.raises(Refused):
            follow_person(actor=one, person=other)
    with pytest.raises(Refused):
        factories.reply(ben, topic)
    with pytest.raises(Refused):
        factories.reply(ben, answer.topic, parent=answer)
    assert Message.objects.filter(topic=topic).count() == 1


def test_blocked_people_do_not_mention_each_other(ada, ben, cyn, meadow):
    block_person(actor=ada, person=ben)

    message = factories.topic(ben, meadow, text="@ada and @cyn, look").messages.get()

    assert [mention.actor for mention in Mention.objects.all()] == [cyn]
    assert "@ada and <a" in message.html


def test_muted_person_notices_nothing(ada, ben, meadow):
    mute_person(actor=ada, person=ben)

    topic = factories.topic(ada, meadow)
    factories.reply(ben, topic, text="Hello @ada")
    follow_person(actor=ben, person=ada)
    project_pending()

    assert Notification.objects.filter(recipient=ada).count() == 0
    assert PersonFollow.objects.get().followed == ada


def test_who_is_hidden_and_from_whom(ada, ben, cyn):
    mute_person(actor=ada, person=ben)
    block_person(actor=cyn, person=ada)

    assert hidden_from(ada) == {ben.id, cyn.id}
    assert hidden_from(ben) == frozenset()
    assert hidden_from(cyn) == {ada.id}
    assert hidden_from(None) == frozenset()
    assert apart_from(ada.id) == {cyn.id}


def test_mute_becomes_block_and_ends(ada, ben):
    mute_person(actor=ada, person=ben)
    block_person(actor=ada, person=ben)
    assert Block.objects.get().kind == "block"

    release_person(actor=ada, person=ben)

    assert Block.objects.count() == 0
    with pytest.raises(Conflict):
        release_person(actor=ada, person=ben)


def test_log_does_not_name_whom_somebody_avoids(ada, ben):
    mute_person(actor=ada, person=ben)
    block_person(actor=ada, person=ben)
    release_person(actor=ada, person=ben)

    rows = Activity.objects.filter(kind__startswith="people.person_")
    assert [(row.target_actor_id, row.data) for row in rows] == [(None, {})] * 3


@pytest.mark.parametrize(
    "address", ["nobody", "", "@", "ada@elsewhere.example", "meadow", "a" * 999]
)
def test_unknown_person_is_not_found(as_, ada, ben, meadow, address):
    assert person_at(address, None) is None

    response = as_(ben).post(f"/@{address}/follow/")

    assert response.status_code == 404


@pytest.mark.parametrize("act", ["follow", "unfollow", "avoid", "release"])
def test_stranger_is_led_to_sign_in(as_, ada, act):
    response = as_(None).post(f"/@ada/{act}/")

    assert response.headers["Location"].startswith("/accounts/login/?next=")


def test_forms_lead_back_where_they_stood(as_, ada, ben):
    browser = as_(ben)

    away = [
        browser.post("/@ada/follow/", {"level": "quiet", "next": place}).headers["Location"]
        for place in ("/settings/people/", "https://evil.example/", "//evil.example", "")
    ]
    browser.post("/@ada/avoid/", {"kind": "block"})
    page = browser.get("/settings/people/").content.decode()
    browser.post("/@ada/release/")

    assert away == ["/settings/people/", "/@ada/", "/@ada/", "/@ada/"]
    assert "Blocked" in page
    assert Block.objects.count() == 0


def test_lists_cost_the_same_for_one_and_three(as_, ada, django_assert_num_queries):
    browser = as_(ada)
    follow_person(actor=ada, person=factories.person())
    mute_person(actor=ada, person=factories.person())
    browser.get("/settings/people/")
    with django_assert_num_queries(7):
        browser.get("/settings/people/")

    for _number in range(2):
        follow_person(actor=ada, person=factories.person())
        mute_person(actor=ada, person=factories.person())
    with django_assert_num_queries(7):
        browser.get("/settings/people/")


def test_words_of_muted_people_wait_until_asked_for(as_, ada, ben, cyn, meadow):
    topic = factories.topic(ada, meadow)
    said = factories.reply(ben, topic, text="What Ben said")
    factories.member(cyn, meadow)
    factories.reply(cyn, topic, text="An answer", parent=said)
    mute_person(actor=ada, person=ben)

    hidden = as_(ada).get(f"/t/{topic.id}/").content.decode()
    open_ = as_(cyn).get(f"/t/{topic.id}/").content.decode()

    waiting = "Somebody you keep away from wrote this. Show it"
    assert (hidden.count(waiting), open_.count(waiting)) == (1, 0)
    assert (hidden.count("What Ben said"), open_.count("What Ben said")) == (1, 2)


def test_lists_leave_out_those_one_keeps_away_from(as_, ada, ben, cyn, meadow):
    factories.topic(ben, meadow, text="#bees by Ben")
    factories.member(cyn, meadow)
    factories.topic(cyn, meadow, text="#bees by Cyn")
    project_pending()
    block_person(actor=ada, person=ben)

    pages = {
        (who.handle, where): as_(who).get(where).content.decode()
        for who in (ada, ben, cyn)
        for where in ("/tags/bees/", "/search/?q=bees")
    }

    assert {key: ("by Ben" in page, "by Cyn" in page) for key, page in pages.items()} == {
        ("ada", "/tags/bees/"): (False, True),
        ("ada", "/search/?q=bees"): (False, True),
        ("ben", "/tags/bees/"): (True, True),
        ("ben", "/search/?q=bees"): (True, True),
        ("cyn", "/tags/bees/"): (True, True),
        ("cyn", "/search/?q=bees"): (True, True),
    }
