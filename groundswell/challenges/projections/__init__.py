"""What follows for a challenge from what happens to its ideas."""

from groundswell.challenges.projections.waking import wake_challenge

__all__ = ["wake_challenge"]
"""What is read off the log about challenges and ideas."""

from groundswell.challenges.projections.wording import index, index_ideas, index_imports

__all__ = ["index", "index_ideas", "index_imports"]
