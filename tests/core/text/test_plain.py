import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.plain import Fragment, excerpt, shortened
from tests.core.hostile import HOSTILE

TEXT = "The mill by the river has stood empty since spring. Who would like to see it open again?"


def test_excerpt_of_a_short_text_is_the_text():
    assert excerpt("One\n line. ") == (Fragment("One line."),)


def test_excerpt_ends_at_a_word():
    assert excerpt(TEXT, 40) == (Fragment("The mill by the river has stood empty…"),)


def test_excerpt_shows_the_first_term_and_marks_it():
    assert excerpt(TEXT, 40, ["OPEN"]) == (
        Fragment("…Who would like to see it "),
        Fragment("open", hit=True),
        Fragment(" again?"),
    )


def test_excerpt_takes_terms_literally():
    assert excerpt("a.b axb (c", terms=["a.b", "(c", " "]) == (
        Fragment("a.b", hit=True),
        Fragment(" axb "),
        Fragment("(c", hit=True),
    )


def test_excerpt_of_nothing_is_nothing():
    assert excerpt("", terms=["x"]) == ()


def test_shortened_ends_at_a_word():
    assert shortened(TEXT, 25) == "The mill by the river…"


@pytest.mark.parametrize("length", [10, 80])
@given(text=st.one_of(st.text(), st.sampled_from(HOSTILE)), terms=st.lists(st.text(max_size=5)))
def test_excerpt_keeps_its_length(length, text, terms):
    assert len("".join(fragment.text for fragment in excerpt(text, length, terms))) <= length
