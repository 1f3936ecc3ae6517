import time

from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.diff import Segment, compare, condensed


def shown(old, new):
    signs = {"same": "", "added": "+", "removed": "-"}
    return [signs[segment.op] + segment.text for segment in compare(old, new)]


def test_compare_shows_the_words_that_changed():
    assert shown("We meet on Monday at noon.", "We meet on Friday at noon.") == [
        "We meet on ",
        "-Monday",
        "+Friday",
        " at noon.",
    ]


def test_compare_joins_neighbouring_changes():
    assert shown("the old red house", "the new blue house") == [
        "the ",
        "-old red",
        "+new blue",
        " house",
    ]


def test_compare_shows_an_added_line():
    assert shown("one\ntwo\n", "one\nhalf\ntwo\n") == ["one\n", "+half\n", "two\n"]


def test_compare_of_equal_texts_is_one_segment():
    assert compare("Same.", "Same.") == (Segment("same", "Same."),)


def test_compare_of_nothing_is_nothing():
    assert compare("", "") == ()


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_compare_keeps_both_texts(old, new):
    segments = compare(old, new)

    assert "".join(part.text for part in segments if part.op != "added") == old
    assert "".join(part.text for part in segments if part.op != "removed") == new


@given(st.text(), st.text())
def test_compare_takes_any_text(old, new):
    segments = compare(old, new)

    assert "".join(part.text for part in segments if part.op != "added") == old
    assert "".join(part.text for part in segments if part.op != "removed") == new


def test_compare_is_bounded_on_the_longest_texts():
    pairs = [
        ("a b " * 2_500, "b a " * 2_500),
        ("a " * 5_000, "a" * 10_000),
        ("a\n" * 5_000, "b\na\n" * 2_500),
        ("".join(map(str, range(2_700))), "ab" * 5_000),
        (" ".join(map(str, range(2_000))), " ".join(map(str, range(2_000, 0, -1)))),
    ]
    started = time.process_time()
    for old, new in pairs:
        compare(old, new)

    assert time.process_time() - started < 60


def test_condensed_keeps_what_stands_next_to_a_change():
    segments = compare("x" * 50 + " a " + "y" * 50 + " b", "x" * 50 + " c " + "y" * 50 + " d")

    assert [segment.text for segment in condensed(segments, around=5)] == [
        "\u2026 xxxx ",
        "a",
        "c",
        " yyyy \u2026 yyyy ",
        "b",
        "d",
    ]
