"""Figures as a page shows them: counted now where that is quick, else as the worker counted."""

from datetime import datetime

from groundswell.challenges.counting import is_large
from groundswell.challenges.models import Challenge, CountedFigures
from groundswell.challenges.selectors.figures import Figures, figures_from, figures_of


def figures_shown(challenge: Challenge) -> tuple[Figures | None, datetime | None]:
    """The figures and when they were counted, if not this moment. None while nobody counted."""
    if not is_large(challenge):
        return figures_of(challenge), None
    kept = CountedFigures.objects.filter(challenge=challenge).first()
    return (figures_from(challenge, kept.counts), kept.at) if kept else (None, None)
