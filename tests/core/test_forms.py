import pytest

from groundswell.core.errors import Conflict, Invalid
from groundswell.core.forms import CleanText, Handle, OneLine, PlainForm, fresh_nonce
from tests.core.hostile import HOSTILE


class Letter(PlainForm):
    title = OneLine(most=20)
    body = CleanText(most=100)
    handle = Handle(required=False)


def test_form_gives_tidy_text():
    form = Letter({"title": " A\u202e  title ", "body": "\r\none\r\ntwo ", "handle": "@Ada"})

    assert form.is_valid()
    assert form.cleaned_data == {"title": "A title", "body": "one\ntwo", "handle": "ada"}


def test_form_says_what_to_change_in_whole_sentences():
    form = Letter({"title": "\u200b", "body": "a\0b", "handle": "a b"})

    assert form.errors == {
        "title": ["Nothing is written here yet. Please write something."],
        "body": [
            (
                "This text contains characters that cannot be stored. "
                "Please remove them, for example by typing the text afresh."
            )
        ],
        "handle": [
            (
                "A handle is made of the letters a to z, digits, and single dots, dashes or "
                "underscores between them. Please choose another."
            )
        ],
    }


def test_form_shows_a_long_text_again_with_its_length():
    form = Letter({"title": "a" * 21, "body": "b"})

    assert form.errors == {
        "title": [
            "This is 21 characters long, but at most 20 characters fit. Please shorten it by 1."
        ]
    }
    assert form["title"].value() == "a" * 21


def test_form_shows_a_refusal_where_it_belongs():
    form = Letter({"title": "a", "body": "b"})
    form.refuse(Invalid("This title is taken.", "title"))
    form.refuse(Invalid("Unknown field.", "colour"))
    form.refuse(Conflict("This topic was closed."))

    assert form.errors == {
        "title": ["This title is taken."],
        "__all__": ["Unknown field.", "This topic was closed."],
    }


def test_text_fields_follow_the_direction_of_what_is_typed():
    assert 'dir="auto"' in str(Letter()["title"])


@pytest.mark.parametrize("field", ["title", "body", "handle"])
def test_form_survives_every_hostile_text(field):
    for text in HOSTILE:
        form = Letter({"title": "a", "body": "b", field: text})
        assert form.is_valid() == (field not in form.errors)


def test_fresh_nonce_is_fresh():
    assert len({fresh_nonce() for _ in range(100)}) == 100
