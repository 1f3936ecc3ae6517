import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.plain import Fragment, excerpt, first_words, shortened
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


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("The lane floods.", "The lane floods."),
        ("# A head #\n\n**Bold**, _lean_ and snake_case", "A head Bold, lean and snake_case"),
        ("> asked\n\nAnswered", "Answered"),
        ("[![the weir](/media/a/1)](/m/1/) broke", "the weir broke"),
        ("![](/media/a/1)", ""),
        ("See [the page](https://a.example/x_(y)).", "See the page."),
        ("<https://a.example/> &amp; &lt;b&gt; &#8238;", "https://a.example/ & <b>"),
        ("- [ ] dig\n- [x] carry", "dig carry"),
        ("```python\nprint(1)\n```\ndone", "print(1) done"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("Seen[^1].\n\n[^1]: Twice.", "Seen. Twice."),
        ("<![/# and </# and ![", "and and"),
        ("Hi :wave: at 12:30:Rocket: :no_such: :+1:", "Hi 👋 at 12:30🚀 :no_such: 👍"),
        ("<b>Loud</b> and List<String>", "Loud and List<String>"),
        (r"\*As typed\* 1 < 2 > 0, I <3 it, #lane, C#, [sic]",) * 2,
    ],
)
def test_first_words_are_words(source: str, words: str):
    assert first_words(source) == words.replace("\\", "")


def test_picture_that_is_cut_in_the_middle_is_left_out():
    assert first_words("Look: ![the weir" + " and the river" * 30, 20) == "Look:"


@given(text=st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_first_words_keep_their_length(text):
    assert len(first_words(text, 40)) <= 40


@pytest.mark.parametrize("length", [10, 80])
@given(text=st.one_of(st.text(), st.sampled_from(HOSTILE)), terms=st.lists(st.text(max_size=5)))
def test_excerpt_keeps_its_length(length, text, terms):
    assert len("".join(fragment.text for fragment in excerpt(text, length, terms))) <= length
