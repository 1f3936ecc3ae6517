"""Counting for pages: they show what was put by here, and count nothing themselves."""

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.decisions.actions._counting import put_count_by
from groundswell.decisions.models import Decision


@unlogged(because="a count is read off the ballots, and can be at any time again")
def keep_count(*, actor: Actor, decision: Decision) -> bool:
    """Whether the count is another than the one that was shown so far."""
    return put_count_by(decision)
