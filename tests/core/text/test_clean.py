import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.errors import Invalid
from groundswell.core.text.clean import clean, is_visible, one_line, storable
from tests.core.hostile import HOSTILE, UNSTORABLE


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("e\u0301", "\u00e9"),
        ("\n\n  code\n\ntext  \n\n", "  code\n\ntext"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        (
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467",
        ),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (" \n\t\n ", ""),
    ],
)
def test_clean_gives_one_form(given_text, expected):
    assert clean(given_text) == expected


@pytest.mark.parametrize("text", UNSTORABLE)
@pytest.mark.parametrize("function", [clean, one_line])
def test_unstorable_characters_are_refused(function, text):
    with pytest.raises(Invalid) as refusal:
        function(text, field="body")

    assert (refusal.value.field, str(refusal.value)) == (
        "body",
        (
            "This text contains characters that cannot be stored. "
            "Please remove them, for example by typing the text afresh."
        ),
    )


def test_clean_says_how_much_too_long_a_text_is():
    with pytest.raises(Invalid) as refusal:
        clean("a" * 10_012, most=10_000)

    assert str(refusal.value) == (
        "This is 10,012 characters long, but at most 10,000 characters fit. "
        "Please shorten it by 12."
    )


def test_clean_counts_characters_as_people_do_after_composing():
    assert clean("e\u0301" * 10, most=10) == "\u00e9" * 10


def test_one_line_says_that_nothing_is_there():
    with pytest.raises(Invalid) as refusal:
        one_line("\u200b \u3164", least=1)

    assert str(refusal.value) == "Nothing is written here yet. Please write something."


def test_one_line_says_what_is_missing():
    with pytest.raises(Invalid) as refusal:
        one_line("ab", least=3)

    assert str(refusal.value) == (
        "This is 2 characters long, but it needs at least 3. Please write a little more."
    )


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  A\n\n title \t here ", "A title here"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("ad\u200bmin\u00ad", "admin"),
        ("Z" + "\u0335" * 40, "Z" + "\u0335" * 4),
        (
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc",
        ),
        ("\U0001f9d1\u200d\U0001f4bb", "\U0001f9d1\u200d\U0001f4bb"),
    ],
)
def test_one_line_hides_nothing(given_text, expected):
    assert one_line(given_text) == expected


def test_is_visible_needs_something_to_see():
    assert [is_visible(text) for text in ("a", "\U0001f600", "!", "", " ", "\u3164\u200d")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("function", [clean, one_line])
def test_hostile_text_is_taken_or_refused_quickly(function):
    started = time.process_time()
    for text in HOSTILE:
        try:
            taken = function(text)
        except Invalid:
            continue
        assert function(taken) == taken

    assert len(HOSTILE) >= 530
    assert time.process_time() - started < 30


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_clean_twice_is_clean_once(text):
    assert clean(clean(text)) == clean(text)


def test_one_line_leaves_one_space_where_something_hidden_stood_between_two():
    assert one_line("0\r\x08\r0") == "0 0"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=150))
def test_one_line_twice_is_once(text):
    try:
        line = one_line(text)
    except Invalid:
        return
    assert one_line(line) == line


@given(st.text(st.characters()))
def test_storable_text_is_never_refused_for_its_characters(text):
    assert isinstance(clean(storable(text)), str)
