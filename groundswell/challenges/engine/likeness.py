"""How alike two short texts are, cheaply, for putting a few candidates in order."""

from groundswell.challenges.engine.wording import normalise, spread

_PIECE = 3


def similarity(first: str, second: str) -> float:
    """From 0 to 1: half by the pieces shared of all, half by how far the shorter is in the longer.

    Pieces are of three signs. The second half lets a few words typed so far find a whole idea.
    """
    one, other = _pieces(first), _pieces(second)
    shared = len(one & other)
    if not shared:
        return 0.0
    jaccard = shared / (len(one) + len(other) - shared)
    return (jaccard + shared / min(len(one), len(other))) / 2


def _pieces(text: str) -> set[str]:
    plain = spread(normalise(text))
    padded = f" {plain} ".ljust(_PIECE)
    return {padded[place : place + _PIECE] for place in range(len(padded) - _PIECE + 1)} - {"   "}
