"""How alike two short texts are, by the runs of three letters that they share."""

from groundswell.core.text.folding import folded


def grams(text: str) -> frozenset[str]:
    """The runs of three letters of its words, as they are told apart."""
    words = f"  {folded(text)} "
    return frozenset(words[at : at + 3] for at in range(len(words) - 2))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing shared, to 1, the same."""
    return 2 * len(one & other) / max(1, len(one) + len(other))
