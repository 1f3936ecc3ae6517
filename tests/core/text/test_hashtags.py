import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.core.text.hashtags import Hashtag, hashtag, normal_hashtag


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("#Climate", "climate"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
        ("हिन्दी", "हिन्दी"),
        ("日本語", "日本語"),
        ("Café", "café"),
        ("Cafe\u0301", "café"),
        ("snake_case", "snake_case"),
        ("2026goals", "2026goals"),
    ],
)
def test_hashtag_has_one_name_in_every_script(shown, name):
    assert hashtag(shown).name == name


def test_hashtag_keeps_the_form_it_was_written_in():
    assert hashtag("#OpenSource") == Hashtag(name="opensource", shown="OpenSource")


@pytest.mark.parametrize("shown", ["", "#", "42", "#42", "two words", "a-b", "__", "a" * 61, "a/b"])
def test_hashtag_of_something_else_is_nothing(shown):
    assert hashtag(shown) is None


@given(st.text())
def test_normal_hashtag_twice_is_once_for_tags(text):
    tag = hashtag(text)

    assert tag is None or normal_hashtag(tag.name) == tag.name
