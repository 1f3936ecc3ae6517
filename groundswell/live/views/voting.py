"""The vote for a question: by itself, or with the others that a hall sends at the same instant."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.limits import ROOM_VOTE
from groundswell.core.together import Answer, Together, is_gathered
from groundswell.live.actions import vote, vote_together, withdraw_vote
from groundswell.live.keys import key_to
from groundswell.live.models import Session
from groundswell.live.selectors.question import bare_question_of
from groundswell.live.selectors.voters import Wish, voters_of
from groundswell.live.views._crowd import each_thing, is_calm, is_let, note
from groundswell.live.views._scope import (
    acting,
    back_to_room,
    guest_named,
    kept_by,
    own_question,
    pace,
    room_session,
    taking_part,
)


@require_POST
def question_vote(request: Request, topic_id: int, question_id: int) -> HttpResponse:
    """Adds one's voice to a question, or takes it back; the button says which."""
    wants = request.POST.get("vote") != "off"
    by_script = "application/json" in request.headers.get("Accept", "")
    if by_script and is_gathered(request) and max(topic_id, question_id) <= LAST_ID:
        wish = Wish(
            topic=topic_id,
            question=question_id,
            wants=wants,
            viewer=request.viewer,
            guest=guest_named(request, topic_id),
            kept=kept_by(request),
        )
        return Together(votes, wish)
    session, who = room_session(request, topic_id)
    question = own_question(session, question_id, bare=True)
    own = taking_part(request, session, who)
    pace(own, session, ROOM_VOTE)
    work = partial(vote, key=who.key_to(question)) if wants else withdraw_vote
    found = work(actor=acting(own), question=question, participant=own)
    if by_script:
        # Taking back what one never gave must not tell what only voters see.
        seen = wants or session.totals == Session.Totals.OPEN
        return JsonResponse(_told(found.id, found.vote_count if seen else "", voted=wants))
    return back_to_room(session, f"#q{found.id}", request)


def votes(wishes: Sequence[Wish]) -> list[Answer | None]:
    """Counts them all; None for whoever has to be told something else than the count."""
    return each_thing(wishes, lambda wish: (wish.topic, wish.question), _votes_for)


def _votes_for(topic: int, question_id: int, wishes: list[Wish]) -> list[Answer | None]:
    voters = voters_of(topic, wishes)
    session = next((voter[0] for voter in voters if voter), None)
    question = bare_question_of(session, question_id) if session else None
    if session is None or question is None or not is_calm(topic):
        return [None] * len(wishes)
    places = [at for at in _that_only_want(wishes) if is_let(voters[at])]
    asked = [
        (voter[1], key_to(wishes[at].kept, question) if wishes[at].kept else "")
        for at in places
        if (voter := voters[at])
    ]
    answers: list[Answer | None] = [None] * len(wishes)
    if not asked:
        return answers
    count, counted = vote_together(actor=None, question=question, participants=asked)
    told = _told(question.id, count, voted=True)
    for at, (own, _key), may in zip(places, asked, counted, strict=True):
        if may:
            note(topic, own)
            answers[at] = told
    return answers


def _that_only_want(wishes: list[Wish]) -> list[int]:
    """Places of those who want it. Whoever takes it back, and what they send after that, is met
    alone, one after the other: what they did last is what holds."""
    back: set[tuple[int, int]] = set()
    found = []
    for at, wish in enumerate(wishes):
        who = (wish.viewer.id if wish.viewer else 0, wish.guest)
        if not wish.wants:
            back.add(who)
        elif who not in back:
            found.append(at)
    return found


def _told(question: int, count: int | str, *, voted: bool) -> dict[str, Any]:
    return {"question": str(question), "count": count, "voted": voted}
