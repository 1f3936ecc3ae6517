import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.errors import Invalid
from groundswell.core.text.handles import clean_handle, handle_from
from tests.core.hostile import HOSTILE

SIZE = "A handle has 2 to 30 characters. Please choose another."
RULE = (
    "A handle is made of the letters a to z, digits, and single dots, dashes or "
    "underscores between them. Please choose another."
)
KEPT = "This handle is kept for the site itself. Please choose another."


@pytest.mark.parametrize(
    ("text", "handle"),
    [(" Ada ", "ada"), ("@ada", "ada"), ("a.b-c_d", "a.b-c_d"), ("42", "42"), ("x" * 30, "x" * 30)],
)
def test_clean_handle_is_lower_case(text, handle):
    assert clean_handle(text) == handle


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a", SIZE),
        ("x" * 31, SIZE),
        ("-ada", RULE),
        ("ada.", RULE),
        ("a--b", RULE),
        ("ad\u00e0", RULE),
        ("\u0430dmin", RULE),
        ("ad\u0131", RULE),
        ("ada\n", "ada"),
        ("a/b", RULE),
        ("Admin", KEPT),
        ("no-reply", KEPT),
    ],
)
def test_clean_handle_says_which_rule_is_broken(text, sentence):
    try:
        answer = clean_handle(text)
    except Invalid as refusal:
        answer = str(refusal)

    assert answer == sentence


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("Núria Solé i Puig", "nuria-sole-i-puig"),
        ("O'Brien", "obrien"),
        ("Jürgen Weiß", "jurgen-weiss"),
        ("Łukasz Ørsted", "lukasz-orsted"),
        ("Ольга", "person"),
        ("", "person"),
        ("Admin", "admin-2"),
        ("x" * 90, "x" * 24),
    ],
)
def test_handle_from_resembles_the_name(name, handle):
    assert handle_from(name) == handle


def test_handle_from_counts_past_taken_ones():
    assert handle_from("Ada", taken={"ada", "ada-2"}.__contains__) == "ada-3"


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_handle_from_anything_is_a_handle(name):
    handle = handle_from(name)

    assert clean_handle(handle) == handle
