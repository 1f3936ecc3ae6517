"""Counting what large challenges come to, beside those who read."""

from datetime import timedelta
from typing import Final

from groundswell.activity.models import Activity
from groundswell.challenges.counting import counts_of, is_large
from groundswell.challenges.models import Challenge, CountedFigures
from groundswell.core.bus import publish
from groundswell.core.clock import now
from groundswell.core.ids import time_of
from groundswell.core.schedule import every

FRESH: Final = timedelta(minutes=10)
OF: Final = "ideas"
"""How many ideas there were: an import tells nothing else, since it comes with its own dates."""
AT_LEAST: Final = timedelta(days=1)
"""Even where nothing happens: some figures count the days since."""


@every(minutes=2)
def count_figures() -> None:
    """Counts the large challenges where something happened since they were counted."""
    for challenge in Challenge.objects.filter(topic__removed_at=None).select_related("topic"):
        if is_large(challenge) and _due(challenge):
            _count(challenge)
            publish(f"figures-{challenge.topic_id}")


def _count(challenge: Challenge) -> None:
    moment = now()
    counts = {**counts_of(challenge), OF: challenge.idea_count}
    CountedFigures.objects.update_or_create(
        challenge=challenge, defaults={"counts": counts, "at": moment}
    )


def _due(challenge: Challenge) -> bool:
    kept = CountedFigures.objects.filter(challenge=challenge).first()
    if kept is None or kept.counts[OF] != challenge.idea_count:
        return True
    here = Activity.objects.filter(space_id=challenge.topic.space_id).order_by("-id")
    latest = here.values_list("id", flat=True).first() or 0
    age = now() - kept.at
    return age > AT_LEAST or (age > FRESH and time_of(latest) >= kept.at)
