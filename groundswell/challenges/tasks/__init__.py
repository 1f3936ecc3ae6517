"""What is done for challenges outside of requests."""

from groundswell.challenges.tasks.theme_runs import find_themes, find_themes_again, resume_themes

__all__ = ["find_themes", "find_themes_again", "resume_themes"]
