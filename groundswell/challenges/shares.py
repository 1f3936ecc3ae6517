"""Parts of a whole in thousandths: pure functions."""

from collections.abc import Mapping, Sequence

from groundswell.challenges.models.growing import WHOLE


def equal_shares(count: int) -> list[int]:
    """Parts of so many holders, in their order; what cannot be divided goes to the first."""
    if count == 0:
        return []
    each, left = divmod(WHOLE, count)
    return [each + (place < left) for place in range(count)]


def shares_in_force(holders: Sequence[int], agreed: Mapping[int, int]) -> dict[int, int]:
    """What was agreed while these are still its holders and it is still a whole; equal parts
    otherwise."""
    if set(agreed) == set(holders) and sum(agreed.values()) == WHOLE:
        return {holder: agreed[holder] for holder in holders}
    return dict(zip(holders, equal_shares(len(holders)), strict=True))
