"""Ideas from elsewhere that share a problem, beside an idea's page."""

from groundswell.actors.models import Actor
from groundswell.challenges.models import AdjacentIdea, Idea
from groundswell.spaces.models import seen_by

SHOWN = 3


def adjacent_to(idea: Idea, viewer: Actor | None) -> list[AdjacentIdea]:
    """Three that the worker found, as far as they still stand and the viewer can see them."""
    rows = AdjacentIdea.objects.filter(
        seen_by(viewer, "other__topic__space"),
        idea=idea,
        other__merged_into=None,
        other__topic__removed_at=None,
    )
    related = ("other__topic__author", "other__topic__space__actor", "other__theme")
    return list(rows.select_related(*related).order_by("rank")[:SHOWN])
