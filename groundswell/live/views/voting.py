"""The vote for a question: by itself, or with the others that a hall sends at the same instant."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.limits import ROOM_ALL, ROOM_VOTE, allow, peek
from groundswell.core.together import Together, is_gathered
from groundswell.live.actions import vote, vote_together, withdraw_vote
from groundswell.live.keys import key_to
from groundswell.live.models import Session
from groundswell.live.selectors.question import bare_question_of
from groundswell.live.selectors.voters import Voter, Wish, voters_of
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

Answer = dict[str, Any]


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
    found: dict[int, Answer | None] = {}
    places = sorted(range(len(wishes)), key=lambda place: _of(wishes[place]))
    for (topic, question), some in groupby(places, key=lambda place: _of(wishes[place])):
        there = list(some)
        answers = _votes_for(topic, question, [wishes[place] for place in there])
        found.update(zip(there, answers, strict=True))
    return [found[place] for place in range(len(wishes))]


def _votes_for(topic: int, question_id: int, wishes: list[Wish]) -> list[Answer | None]:
    voters = voters_of(topic, wishes)
    session = next((voter[0] for voter in voters if voter), None)
    question = bare_question_of(session, question_id) if session else None
    if session is None or question is None or not peek(f"session:{topic}", ROOM_ALL).ok:
        return [None] * len(wishes)
    places = [at for at in _that_only_want(wishes) if _is_let(voters[at])]
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
            allow(f"participant:{own.id}", ROOM_VOTE)
            allow(f"session:{topic}", ROOM_ALL)
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


def _is_let(voter: Voter | None) -> bool:
    return voter is not None and peek(f"participant:{voter[1].id}", ROOM_VOTE).ok


def _told(question: int, count: int | str, *, voted: bool) -> Answer:
    return {"question": str(question), "count": count, "voted": voted}


def _of(wish: Wish) -> tuple[int, int]:
    return wish.topic, wish.question
