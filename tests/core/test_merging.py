"""Two changes of the same words: together where they do not touch, none where they meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.merging import merged

words = st.lists(st.sampled_from(["a", "b", "c", "\n", "d."]), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE"),
        ("one two three", "one TWO three", "one 2 three", None),
        ("one two three", "one TWO three", "one TWO three", "one TWO three"),
        ("one two three", "one three", "one two three four", "one three four"),
        ("a\nb\nc\n", "a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("", "mine", "theirs", None),
        ("same", "same", "other", "other"),
    ],
)
def test_changes_come_together(base: str, mine: str, theirs: str, together: str | None) -> None:
    assert merged(base, mine, theirs) == together


@given(words, words)
def test_one_change_alone_is_that_change(base: str, mine: str) -> None:
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


@given(words, words, words)
def test_order_does_not_matter(base: str, mine: str, theirs: str) -> None:
    assert merged(base, mine, theirs) == merged(base, theirs, mine)
