"""Holding ideas still while something is done with them. Called by actions, inside them."""

from django.utils.translation import gettext as _

from groundswell.challenges.models import Idea
from groundswell.core.errors import Conflict


def hold_standing(idea: Idea) -> Idea:
    """The idea that stands for this one now, its row locked: a merge waits, or has been."""
    at = idea.topic_id
    while True:
        held = (
            Idea.objects.select_for_update(of=("self",))
            .select_related("topic__space", "topic__author", "stage", "challenge__topic")
            .get(topic=at)
        )
        if held.root_id is None:
            return held
        at = held.root_id


def hold(*ideas: Idea) -> list[Idea]:
    """These ideas, their rows locked in one order for everybody; in the order asked for."""
    ids = sorted(idea.topic_id for idea in ideas)
    rows = (
        Idea.objects.select_for_update(of=("self",))
        .select_related("topic__space", "topic__author", "stage", "challenge__topic")
        .filter(topic__in=ids)
        .order_by("topic")
    )
    held = {row.topic_id: row for row in rows}
    if len(held) != len(set(ids)):
        raise Conflict(_("One of these ideas is not there any more. Reload and look again."))
    return [held[idea.topic_id] for idea in ideas]
