"""How words become what is indexed and asked: the same on both databases.

Words are folded by us (case, accents) rather than by the database, so that SQLite and PostgreSQL
find the same. Scripts written without spaces are indexed character by character and asked as
phrases.
"""

import re
from dataclasses import dataclass

from groundswell.core.text.folding import folded

MOST_TERMS = 12

_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing asked for: words that follow one another; `prefix` leaves the last one open."""

    words: tuple[str, ...]
    excluded: bool = False
    prefix: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody typed into the search field."""

    terms: tuple[Term, ...]

    @property
    def answerable(self) -> bool:
        """At least one thing to find; leaving out alone finds nothing."""
        return any(not term.excluded for term in self.terms)


def parsed(typed: str) -> Question:
    """Words that must all occur; "in quotation marks" as a phrase; -word to leave out.

    The last bare word may still be incomplete, because people look while they type.
    """
    found = list(_TERM.finditer(typed))[:MOST_TERMS]
    terms = []
    for number, match in enumerate(found):
        words = tuple(folded(match[2] if match[2] is not None else match[3]).split())
        last = number == len(found) - 1
        if words:
            terms.append(
                Term(
                    words=words,
                    excluded=bool(match[1]),
                    prefix=last and match[2] is None and not typed.endswith(" "),
                )
            )
    return Question(terms=tuple(terms))


def for_sqlite(question: Question, *, title: bool = False) -> str:
    """The question in FTS5's language, of titles only or of everything.

    Words hold letters and digits only, so none can escape.
    """
    wanted = [_fts5(term) for term in question.terms if not term.excluded]
    unwanted = [_fts5(term) for term in question.terms if term.excluded]
    whole = f"({' AND '.join(wanted)})"
    if title:
        whole = f"({{title}} : {whole})"
    elif not unwanted:
        whole = whole[1:-1]
    return f"{whole} NOT ({' OR '.join(unwanted)})" if unwanted else whole


def for_postgresql(question: Question, *, title: bool = False) -> str:
    """The question in the language of `to_tsquery`; titles bear the weight A."""
    return " & ".join(_tsquery(term, weight="A" if title else "") for term in question.terms)


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def _tsquery(term: Term, *, weight: str) -> str:
    if term.excluded:
        weight = ""
    marks = ["*" * (term.prefix and word is term.words[-1]) + weight for word in term.words]
    words = [
        f"'{word}'" + (f":{mark}" if mark else "")
        for word, mark in zip(term.words, marks, strict=True)
    ]
    phrase = " <-> ".join(words)
    return f"!({phrase})" if term.excluded else f"({phrase})"
