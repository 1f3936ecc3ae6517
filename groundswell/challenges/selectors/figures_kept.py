"""Figures as a page shows them: counted now where that is quick, else as the worker counted."""

from datetime import datetime
from typing import Final

from django.db.models import Sum

from groundswell.challenges.models import Challenge, CountedFigures
from groundswell.challenges.selectors.figures import Figures, figures_from, figures_of
from groundswell.conversations.models import Topic

FEW_IDEAS: Final = 1_000
FEW_MESSAGES: Final = 5_000


def figures_shown(challenge: Challenge) -> tuple[Figures | None, datetime | None]:
    """The figures and when they were counted, if not this moment. None while nobody counted."""
    if not is_large(challenge):
        return figures_of(challenge), None
    kept = CountedFigures.objects.filter(challenge=challenge).first()
    return (figures_from(challenge, kept.counts), kept.at) if kept else (None, None)


def is_large(challenge: Challenge) -> bool:
    """Whether counting it would keep somebody waiting."""
    if challenge.idea_count > FEW_IDEAS:
        return True
    said = Topic.objects.filter(within=challenge.topic_id).aggregate(said=Sum("last_number"))
    return (said["said"] or 0) > FEW_MESSAGES
