"""What follows for a challenge from what happens to its ideas."""

from groundswell.challenges.projections.waking import wake_challenge
from groundswell.challenges.projections.wording import index, index_ideas, index_imports

__all__ = ["index", "index_ideas", "index_imports", "wake_challenge"]
