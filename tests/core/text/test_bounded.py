"""Pages of others are cut to what parsers read in a moment."""

from groundswell.core.links import MOST_TAGS, preview, rel_me
from groundswell.core.text.bounded import LONGEST_TAG, bounded


def test_page_of_ordinary_size_stays_as_it_is():
    page = "<p>Hello <b>you</b></p>" * 20

    assert bounded(page, length=10_000, tags=80) == page


def test_tags_are_counted():
    page = bounded("<div>" * 100_000, length=1_000_000, tags=500)

    assert page == "<div>" * 500


def test_characters_are_counted():
    assert bounded("x" * 5_000 + "<p>", length=1_000, tags=10) == "x" * 1_000


def test_long_tags_are_left_out_and_take_no_room():
    attributes = " ".join(f"a{number}" for number in range(50_000))
    page = f"<p>Look: <img src='data:{'A' * LONGEST_TAG}'> a <div {attributes}>mill"

    assert bounded(page, length=50_000, tags=10) == "<p>Look:  a mill"


def test_what_stands_behind_too_many_tags_of_a_page_is_not_read():
    early = "<title>Plan</title><a rel=me href='https://a.example/ada'>a</a>"
    late = "<a rel=me href='https://b.example/ada'>b</a>"
    page = early + "<div>" * MOST_TAGS + late

    assert rel_me(page, "https://x.example/") == ["https://a.example/ada"]
    assert preview(page, "https://x.example/").title == "Plan"
