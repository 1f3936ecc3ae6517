"""How well a message fits a question: by its own words alone.

The databases' own ranks weigh a word by how rare it is in the whole index. Then what is said where
one cannot see would move what one finds, so neither is used.
"""

from groundswell.search.rules.question import Question, Term

TITLE = 8.0
SATURATION = 1.2
USUAL_LENGTH = 300
"""Characters of a message of usual length; in longer ones a word counts for less."""


def score(question: Question, title: str, text: str) -> float:
    """The larger the better; `title` and `text` are folded."""
    title, text = f" {title} ", f" {text} "
    wanted = [_needle(term) for term in question.terms if not term.excluded]
    stretch = SATURATION * (0.25 + 0.75 * len(text) / USUAL_LENGTH)
    total = 0.0
    for needle in wanted:
        inside = text.count(needle)
        total += inside / (inside + stretch)
        if needle in title:
            total += TITLE
    return total


def _needle(term: Term) -> str:
    words = " ".join(term.words)
    return f" {words}" if term.prefix else f" {words} "
