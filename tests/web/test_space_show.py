"""A space's front page, from each person's side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Organisation
from groundswell.conversations.models import Pin, ReadPosition, Reshare
from groundswell.spaces.actions import (
    ask_to_join,
    change_role,
    close_space,
    decline_request,
    edit_guidelines,
    remove_member,
)
from groundswell.spaces.models import Membership
from tests import factories

# What a page costs, whatever its lists hold: session, account, organisation and layout included.
QUERIES = {"stranger": 9, "member": 17}


def page(client, address="/s/meadow/", status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return LexborHTMLParser(answer.text)


def texts(tree, selector):
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def acts(tree):
    """What one can do from the head of the page."""
    return texts(tree, ".space-acts .btn")


def test_stranger_reads_purpose_stewards_and_members_one_click_away(as_, meadow):
    tree = page(as_(None))

    assert texts(tree, ".space-purpose") == ["What meadow is for"]
    assert texts(tree, "aside .actor") == ["Ada"]
    assert [a.attributes["href"] for a in tree.css('main .meta a[href$="/members/"]')] == [
        "/s/meadow/members/"
    ]
    assert texts(tree, '.meta a[href$="/members/"]') == ["2 members"]


@pytest.mark.parametrize(
    ("who", "can"),
    [
        ("ada", ["Start something", "More ways", "Follow"]),
        ("ben", ["Start something", "More ways", "Follow"]),
        ("cyn", ["Join", "Follow"]),
        (None, ["Sign in to take part"]),
    ],
)
def test_everyone_is_offered_what_they_can_do(request, as_, meadow, who, can):
    person = request.getfixturevalue("cyn") if who == "cyn" else None
    person = person or (request.getfixturevalue(who) if who else None)

    assert acts(page(as_(person))) == can


def test_members_begin_other_things_from_one_menu(as_, ben, meadow):
    links = page(as_(ben)).css(".space-acts .menu-items > a")

    assert [link.attributes["href"] for link in links] == [
        "/s/meadow/challenge/",
        "/s/meadow/decide/",
        "/s/meadow/session/",
    ]


def test_asking_is_offered_where_a_steward_lets_people_in(as_, ada, cyn):
    space = factories.space(ada, "gate", joining="approval")
    assert acts(page(as_(cyn), "/s/gate/")) == ["Ask to join", "Follow"]

    request = ask_to_join(actor=cyn, space=space)
    assert acts(page(as_(cyn), "/s/gate/")) == ["Follow"]
    assert "A steward will answer you." in as_(cyn).get("/s/gate/").text
    assert "1 person asks to join." in as_(ada).get("/s/gate/").text

    decline_request(actor=ada, request=request, answer="We are full.")
    assert "We are full." in as_(cyn).get("/s/gate/").text
    assert "We are full." not in as_(None).get("/s/gate/").text


def test_guest_is_not_offered_to_start_something(as_, ada, ben, meadow):
    change_role(actor=ada, membership=Membership.objects.get(space=meadow, actor=ben), role="guest")

    assert acts(page(as_(ben))) == ["Follow"]


def test_removed_person_reads_why(as_, ada, ben, meadow):
    membership = Membership.objects.get(space=meadow, actor=ben)
    remove_member(actor=ada, membership=membership, reason="Five advertisements.")

    assert acts(page(as_(ben))) == ["Follow"]
    assert "Five advertisements." in as_(ben).get("/s/meadow/").text
    assert "Five advertisements." not in as_(None).get("/s/meadow/").text


def test_closed_space_says_why_at_its_head(as_, ada, meadow):
    close_space(actor=ada, space=meadow, reason="The festival is over.")

    assert acts(page(as_(ada))) == ["Follow"]
    assert "The festival is over." in as_(None).get("/s/meadow/").text


def test_topics_are_listed_latest_first_with_pinned_ones_at_the_head(as_, ada, ben, meadow):
    first = factories.topic(ben, meadow, title="First")
    factories.topic(ben, meadow, title="Second")
    pinned = factories.topic(ben, meadow, title="Pinned")
    factories.topic(ben, meadow, title="Third")
    Pin.objects.create(topic=pinned, by=ada)
    factories.reply(ada, first)

    rows = page(as_(None)).css(".topic-row")

    assert [row.css_first("h3").text().strip() for row in rows] == [
        "Pinned",
        "First",
        "Third",
        "Second",
    ]
    assert "1 reply" in rows[1].text()
    assert "Pinned" in rows[0].css_first(".meta").text()


def test_new_messages_are_counted_since_one_last_read(as_, ada, ben, meadow):
    topic = factories.topic(ada, meadow)
    for _ in range(3):
        factories.reply(ada, topic)
    ReadPosition.objects.create(actor=ben, topic=topic, number=1)
    factories.topic(ada, meadow, title="Never opened")
    factories.topic(ben, meadow, title="My own")

    assert texts(page(as_(ben)), ".topic-row .badge") == ["New", "3 new"]
    assert texts(page(as_(None)), ".topic-row .badge") == []


def test_kinds_filter_the_list(as_, ada, ben, meadow):
    factories.topic(ben, meadow, title="Talk")
    factories.topic(ben, meadow, title="Why?", kind="question")

    tree = page(as_(None), "/s/meadow/?kind=question")

    assert texts(tree, ".topic-row h3") == ["Why?"]
    assert texts(tree, ".segments [aria-current]") == ["Question"]
    assert texts(page(as_(None), "/s/meadow/?kind=article"), ".empty h2") == [
        "None of this kind yet"
    ]
    page(as_(None), "/s/meadow/?kind=nonsense", status=404)


def test_older_topics_are_on_pages_that_neither_skip_nor_repeat(as_, ben, meadow):
    titles = [f"Topic {number:02}" for number in range(60)]
    for title in titles:
        factories.topic(ben, meadow, title=title)

    seen, address = [], "/s/meadow/"
    while address:
        tree = page(as_(None), address)
        seen.append(texts(tree, ".topic-row h3"))
        older = tree.css_first('.pager a[rel="next"]')
        address = older.attributes["href"] if older else None

    assert [len(part) for part in seen] == [25, 25, 10]
    assert [title for part in seen for title in part] == titles[::-1]
    page(as_(None), "/s/meadow/?after=i1.i2.i3", status=404)


def test_empty_space_speaks_to_who_can_begin_and_to_who_cannot(as_, ben, cyn, meadow):
    assert texts(page(as_(ben)), ".empty h2") == ["Say the first words"]
    assert texts(page(as_(cyn)), ".empty h2") == ["Quiet, for now"]


def test_aside_shows_children_guidelines_and_reshares_one_can_see(as_, ada, ben, cyn, meadow):
    factories.space(ada, "brook", name="The Brook", parent=meadow)
    factories.space(ada, "den", name="The Den", parent=meadow, visibility="members")
    factories.space(ada, "cave", name="The Cave", parent=meadow, visibility="invitation")
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    elsewhere = factories.topic(ada, factories.space(ada, "hill"), title="Passed on")
    Reshare.objects.create(
        message=elsewhere.messages.get(), actor=ada, into=meadow, text="For you."
    )

    def children(person):
        return sorted(texts(page(as_(person)), 'aside a[href^="/s/"].plain-link'))

    assert children(ada) == ["The Brook", "The Cave", "The Den"]
    assert children(ben) == ["The Brook", "The Den"]
    assert children(cyn) == ["The Brook"]
    assert texts(page(as_(ben)), "aside .words") == ["Be kind."]
    assert texts(page(as_(cyn)), "main form .guidelines-note .words") == ["Be kind."]
    assert texts(page(as_(cyn)), "aside .strong") == ["Passed on"]


def test_reshare_of_words_one_cannot_see_is_not_shown(as_, ada, cyn, meadow, burrow):
    secret = factories.topic(ada, burrow, title="Burrow business")
    Reshare.objects.create(message=secret.messages.get(), actor=ada, into=meadow)

    assert "Burrow business" in as_(ada).get("/s/meadow/").text
    assert "Burrow business" not in as_(cyn).get("/s/meadow/").text


def test_space_above_is_shown_to_who_sees_it(as_, ada, cyn, burrow):
    factories.space(ada, "field", parent=burrow)

    assert texts(page(as_(ada), "/s/field/"), ".crumbs") == ["The Burrow"]
    assert texts(page(as_(cyn), "/s/field/"), ".crumbs") == []


def test_feeds_are_named_for_public_spaces_only(as_, ada, meadow, burrow):
    def feeds(address):
        return [
            node.attributes["href"] for node in page(as_(ada), address).css('link[rel="alternate"]')
        ]

    assert feeds("/s/meadow/") == ["/s/meadow/feed.atom", "/s/meadow/feed.json"]
    assert feeds("/s/burrow/") == []


def test_region_is_a_slice_of_the_page(as_, ben, meadow):
    factories.topic(ben, meadow)
    client = as_(ben)

    whole = client.get("/s/meadow/").text
    part = client.get("/s/meadow/", headers={"HX-Request": "true"}).text

    assert part.strip().startswith("<gs-region")
    assert part.strip() in whole


@pytest.mark.parametrize("topics", [1, 3])
def test_page_costs_the_same_however_much_is_on_it(as_, ada, ben, meadow, topics):
    Organisation().save()
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    hill = factories.space(ada, "hill")
    for number in range(topics):
        topic = factories.topic(ada, meadow)
        factories.reply(ada, topic)
        Pin.objects.create(topic=factories.topic(ada, meadow), by=ada)
        factories.space(ada, f"child{number}", parent=meadow)
        factories.member(factories.person(), meadow)
        Reshare.objects.create(
            message=factories.topic(ada, hill).messages.get(), actor=ada, into=meadow
        )

    counted = {}
    for who, client in (("stranger", as_(None)), ("member", as_(ben))):
        client.get("/s/meadow/")
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted[who] = len(queries)

    assert counted == QUERIES


def test_who_waits_to_be_let_in_is_told_so_and_offered_nothing_that_is_refused(as_, meadow):
    waiting = factories.person("wanda", approved_at=None)
    tree = page(as_(waiting))

    assert acts(tree) == ["Follow"]
    [notice] = texts(tree, "main .notice")
    assert notice == (
        "A steward has not let your account in yet. "
        "You can read everything here, and join as soon as they have."
    )


def test_where_one_starts_a_topic_one_finds_the_other_ways(ben, meadow, as_):
    tree = page(as_(ben), "/s/meadow/new/")

    found = [node.attributes["href"] for node in tree.css("main .topic-head p a")]
    assert found == ["/s/meadow/decide/", "/s/meadow/challenge/", "/s/meadow/session/"]
