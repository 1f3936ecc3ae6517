"""Values that nobody's browser makes by itself: they are answered, on both databases alike."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.conversations.models import Draft
from groundswell.core.pagination import encode_cursor
from groundswell.people.models import PersonFollow
from tests import factories

BEYOND = "9999999999999999999"
TEXT_CURSOR = encode_cursor(["abc"])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/s/mea%00dow/", 404),
        ("/@a%00da/", 404),
        ("/compose/complete/?q=@%00", 200),
        ("/compose/complete/?q=%23%00", 200),
        ("/compose/complete/?q=@a&space=%00", 200),
        ("/compose/complete/?q=@%%0000", 200),
        ("/search/?q=a%00b&tag=%00&person=%00", 200),
        ("/s/meadow/members/?q=%00", 200),
        ("/people/?q=%00", 200),
        ("/spaces/?q=%00", 200),
        ("/spaces/new/?under=%00", 200),
        ("/bookmarks/?q=%00", 200),
        ("/s/meadow/similar/?title=abcd%00", 200),
        ("/t/{topic}/merge/?q=%00", 200),
        ("/t/{topic}/?from=%00", 200),
        ("/?x=%00", 200),
    ],
)
def test_nul_in_an_address_is_answered(as_, ada, meadow, address, status):
    topic = factories.topic(ada, meadow)

    answer = as_(ada).get(address.format(topic=topic.id))

    assert answer.status_code == status


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=meadow&order=latest&after={text}",
        "/feed.atom?after={text}",
        "/s/meadow/feed.json?after=t5",
        "/s/meadow/?after={text}",
        "/@ada/?after={text}",
        "/spaces/?after={text}.i5",
        "/alerts/?after={text}",
        "/settings/alerts/follows/?after=t5",
        "/t/9223372036854775808/",
        "/m/99999999999999999999999/",
    ],
)
def test_place_in_a_list_that_was_never_given_is_missing(as_, ada, meadow, address):
    answer = as_(ada).get(address.format(text=TEXT_CURSOR))

    assert answer.status_code == 404


def test_names_of_files_and_drafts_beyond_any_id_are_only_words(as_, ada, meadow):
    topic = factories.topic(ada, meadow)
    ada_s = as_(ada)

    said = ada_s.post(f"/t/{topic.id}/reply/", {"text": f"see /media/a/{BEYOND}/x"})
    kept = ada_s.post("/drafts/", {"key": f"topic-{BEYOND}", "text": "x"})

    assert said.headers["Location"] == f"/t/{topic.id}/2/#m2"
    assert kept.status_code == 422
    assert ada_s.get("/drafts/").status_code == 200


def test_drafts_of_an_impossible_place_are_listed_all_the_same(as_, ada):
    Draft.objects.create(actor=ada, place=f"topic-{BEYOND}", text="Kept long ago")

    assert as_(ada).get("/drafts/").status_code == 200


def test_numbers_beyond_any_id_name_no_alert(as_, ada):
    ada_s = as_(ada)

    assert ada_s.post("/alerts/read/", {"id": BEYOND}).status_code == 303
    assert ada_s.post("/alerts/unread/", {"id": BEYOND}).status_code == 303
    assert ada_s.post("/alerts/off/", {"reason": "person", "about": BEYOND}).status_code == 303
    change = {"kind": "people", "id": BEYOND, "level": "all"}
    assert ada_s.post("/settings/alerts/follows/change/", change).status_code == 404
    assert PersonFollow.objects.count() == 0


def test_nul_in_a_form_is_refused_or_left_out(as_, ada, meadow):
    topic = factories.topic(ada, meadow)
    ada_s = as_(ada)
    ada_s.post("/drafts/", {"key": f"topic-{topic.id}", "text": "x", "title": "a\0b"})
    tag = {"kind": "tags", "id": "a\0", "level": "all"}
    key = {"endpoint": "https://push.example.org/x", "p256dh": "a" * 87, "auth": "\0"}
    file = {"file": SimpleUploadedFile("a.txt", b"words")}

    assert Draft.objects.get().title == "a\N{REPLACEMENT CHARACTER}b"
    assert ada_s.post(f"/t/{topic.id}/reply/", {"text": "a\0b"}).status_code == 422
    assert ada_s.post("/settings/alerts/follows/change/", tag).status_code == 404
    assert ada_s.post("/settings/alerts/push/", key).status_code == 303
    assert ada_s.post("/attachments/?space=%00", file).status_code == 404
