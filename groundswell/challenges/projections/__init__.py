"""What follows for a challenge from what happens to its ideas."""

from groundswell.challenges.projections.waking import wake_challenge

__all__ = ["wake_challenge"]
