"""How words are folded, and how a question is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.search.rules import Term, folded, for_postgresql, for_sqlite, parsed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Überflutung am Fluß", "uberflutung am fluss"),
        ("CAFÉ-Treff, 2026!", "cafe treff 2026"),
        ("学校の道", "学 校 の 道"),
        ("snake_case", "snake case"),
        ("<![/#", ""),
    ],
)
def test_text_is_folded(text: str, words: str) -> None:
    assert folded(text) == words


def test_words_phrases_and_exclusions_are_read() -> None:
    assert parsed('lane "mill leat" -parking floo').terms == (
        Term(words=("lane",)),
        Term(words=("mill", "leat")),
        Term(words=("parking",), excluded=True),
        Term(words=("floo",), prefix=True),
    )


def test_question_in_both_languages() -> None:
    question = parsed('lane "mill leat" -parking floo')

    assert for_sqlite(question) == '("lane" AND "mill leat" AND "floo"*) NOT ("parking")'
    assert for_postgresql(question) == (
        "('lane') & ('mill' <-> 'leat') & !('parking') & ('floo':*)"
    )


@given(st.text(max_size=200))
def test_what_is_typed_never_reaches_the_index_as_syntax(typed: str) -> None:
    question = parsed(typed)

    assert all(word.isalnum() for term in question.terms for word in term.words)
