"""What is done for challenges outside of requests."""

from groundswell.challenges.tasks.figures import count_figures
from groundswell.challenges.tasks.moving import go_on_moving, go_on_with_what_stopped
from groundswell.challenges.tasks.theme_parts import propose_parts
from groundswell.challenges.tasks.theme_runs import find_themes, find_themes_again, resume_themes

__all__ = [
    "count_figures",
    "find_themes",
    "find_themes_again",
    "go_on_moving",
    "go_on_with_what_stopped",
    "propose_parts",
    "resume_themes",
]
