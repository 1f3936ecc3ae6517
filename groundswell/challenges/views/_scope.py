"""Finding the challenge or idea that a request is about."""

from django.http import Http404

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.challenges.models import Challenge, Idea
from groundswell.challenges.rules import require_may_run
from groundswell.challenges.selectors.challenge import challenge_seen
from groundswell.challenges.selectors.idea import idea_seen
from groundswell.conversations.selectors.topic import LAST_ID


def visible_challenge(request: Request, topic_id: int) -> Challenge:
    """The challenge, or 404 for those who may not see it."""
    found = challenge_seen(topic_id, request.viewer) if topic_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def visible_idea(request: Request, topic_id: int) -> Idea:
    """The idea, or 404 for those who may not see it."""
    found = idea_seen(topic_id, request.viewer) if topic_id <= LAST_ID else None
    if found is None:
        raise Http404
    return found


def own_challenge(request: Request, topic_id: int) -> tuple[Actor, Challenge]:
    """Who runs the challenge, and it; 404 for strangers to it, 403 with the reason for others."""
    challenge = visible_challenge(request, topic_id)
    person = signed_in(request)
    require_may_run(person, challenge)
    return person, challenge
