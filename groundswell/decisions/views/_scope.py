"""Finding the decision that a request is about."""

from django.http import Http404
from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.errors import Conflict
from groundswell.decisions.models import Decision, Shape
from groundswell.decisions.rules import require_may_run
from groundswell.decisions.selectors.decision import decision_seen


def visible_decision(request: Request, topic_id: int) -> Decision:
    """The decision, or 404 for those who may not see it."""
    found = decision_seen(topic_id, request.viewer) if topic_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def own_decision(request: Request, topic_id: int) -> tuple[Actor, Decision]:
    """Who runs the decision, and it; 404 for strangers to it, 403 with the reason for others."""
    decision = visible_decision(request, topic_id)
    person = signed_in(request)
    require_may_run(person, decision)
    return person, decision


def visible_map(request: Request, topic_id: int) -> Decision:
    """The same of an opinion map."""
    decision = visible_decision(request, topic_id)
    if decision.shape != Shape.STANCE:
        raise Conflict(_("This decision is no opinion map: it is voted on in another way."))
    return decision


def number_in(text: str | None) -> int | None:
    """A number as it stands in an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
