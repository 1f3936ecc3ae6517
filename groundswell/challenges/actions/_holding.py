"""Holding ideas still while something is done with them. Called by actions, inside them.

Rows are locked in one order for everybody. The locks leave keys alone (`no_key`), so that a row
that only points to an idea, such as a support, never waits for one.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.challenges.models import Idea
from groundswell.challenges.models.idea import IdeaQuerySet
from groundswell.conversations.models import Topic
from groundswell.core.errors import Conflict


class _Moved(Exception):  # noqa: N818 - read as what happened
    """A merge was made or undone while we waited: what is held is not what was asked for."""


def hold_standing(idea: Idea) -> Idea:
    """The idea that stands for this one now, its row locked: a merge waits, or has been."""
    while True:
        at = _roots([idea.topic_id])[0]
        try:
            # Locks of an attempt that came too late end with it.
            with transaction.atomic():
                held = _locked().get(topic=at)
                _stay([idea.topic_id], [at])
                return held
        except _Moved:
            continue


def hold(*ideas: Idea) -> list[Idea]:
    """These ideas, their rows locked in one order for everybody; in the order asked for."""
    ids = sorted(idea.topic_id for idea in ideas)
    rows = _locked().filter(topic__in=ids).order_by("topic")
    held = {row.topic_id: row for row in rows}
    if len(held) != len(set(ids)):
        raise Conflict(_("One of these ideas is not there any more. Reload and look again."))
    return [held[idea.topic_id] for idea in ideas]


def hold_families(*ideas: Idea) -> dict[int, Idea]:
    """These ideas with everything they were combined with, by id, and their conversations."""
    ids = sorted({idea.topic_id for idea in ideas})
    while True:
        tops = _roots(ids)
        try:
            with transaction.atomic():
                family = Q(topic__in=tops) | Q(root__in=tops)
                held = {row.topic_id: row for row in _locked().filter(family).order_by("topic")}
                _stay(ids, tops)
        except _Moved:
            continue
        list(Topic.objects.select_for_update().filter(id__in=[*held]).order_by("id"))
        return held


def _locked() -> IdeaQuerySet:
    related = ("topic__space__actor", "topic__author", "challenge__topic__space__actor")
    return Idea.objects.select_for_update(of=("self",), no_key=True).select_related(*related)


def _roots(ids: list[int]) -> list[int]:
    """What stands for each of these ideas at this moment, in the order asked for."""
    found = dict(Idea.objects.filter(topic__in=ids).values_list("topic_id", "root_id"))
    if len(found) != len(set(ids)):
        raise Conflict(_("One of these ideas is not there any more. Reload and look again."))
    return [found[at] or at for at in ids]


def _stay(ids: list[int], tops: list[int]) -> None:
    if _roots(ids) != tops:
        raise _Moved
