"""The short way for plain words gives what the whole parser gives."""

import random

import pytest

from groundswell.core.text.plainly import plainly
from groundswell.core.text.render import _parsed, render
from groundswell.core.text.rules import Found, tag_url
from tests.core.hostile import HOSTILE

PIECES = [
    *("a", "b c", "\n", "\n\n", " ", ".", ":", "smile", ":smile:", "#", "#tag", "1", "1.", "2)"),
    *("-", "+", "=", "é", "\xa0", "#x:+1:y", "'", '"', "!", "?", "(", ")", "/", "{", "}", "$", "%"),
    *("^", ";", "＃x", "\u3000", "http", "www.x.org", "\u200b", "ftp:", "mailto:", "中", "e\u0301"),
    *("\u2003", "##", "# ", "tel:1", "x.com", "//a", "*", "_a_", "`", "[a](/b)", "<b>", "&amp;"),
    *("|", "\n|-|\n", "@ada", "~~", "\\", "\t", "    ", "\n    ", "  \n", "https://a.org", "---"),
]


def both(text: str) -> tuple[object, object] | None:
    found = plainly(text, tag_url)
    if found is None:
        return None
    whole = _parsed(text, Found())
    assert (whole.mentions, whole.links) == ((), ())
    tags = tuple(found.hashtags.values())
    return (found.html, found.text, tags), (whole.html, whole.text, whole.hashtags)


@pytest.mark.parametrize(
    "text",
    [
        "So that one can sit down.\n\n#BonViure #SarriàSantGervasi #citizen",
        'One line\nand another: it\'s "here"!\n\n\n\nMore :tada: of it #1 #２x',
        "\n\nNo\xa0break",
        "",
    ],
)
def test_plain_words_take_the_short_way(text: str) -> None:
    short, whole = both(text) or (None, True)

    assert short == whole


@pytest.mark.parametrize(
    "text",
    ["*a*", "- a", "a\n===", "1. a", "    code", "a  \nb", "https://a.org", "@ada", "a|b", "&amp;"],
)
def test_what_may_be_markup_goes_to_the_parser(text: str) -> None:
    assert plainly(text, tag_url) is None


def test_short_way_never_differs() -> None:
    chance = random.Random(7)
    drawn = ["".join(chance.choices(PIECES, k=chance.randint(1, 9))) for _ in range(3_000)]
    compared = [it for text in [*HOSTILE, *drawn] if len(text) < 3_000 and (it := both(text))]

    assert [it for it in compared if it[0] != it[1]] == []
    assert len(compared) > 300


def test_tag_without_an_address_stays_as_it_is() -> None:
    found = render("a #tag", resolve_tag=lambda _name: None)

    assert (found.html, found.hashtags) == ('<p dir="auto">a #tag</p>\n', ())
