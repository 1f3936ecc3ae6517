"""A session's recap, read off what was asked and said: by rule, with nothing stored twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.live.growth import Growth, growth_of
from groundswell.live.likeness import alike, grams
from groundswell.live.models import Prompt, Question, Session, Takeaway, TakeawayItem, Wording
from groundswell.live.selectors.people import AT_ONCE, came, median_of, spoke
from groundswell.live.selectors.poll import Shown, polls_of_recap
from groundswell.live.selectors.pulse import Pulse, pulse_of
from groundswell.live.selectors.signs import Moment, moments_of

MOST = 2_000
MOST_TAKEAWAYS = 200
MOST_IN_FEED = 7
BEST = 5
OFFERED = 8
NEAR = 0.55
LINK = re.compile(r"https?://[^\s<>()\"']+[^\s<>()\"'.,;:!?]")
State = Question.State


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRecap:
    """A prompt with the answers that were liked best, and how many there are."""

    prompt: Prompt
    best: list[Message]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A takeaway in everybody's words."""

    takeaway: Takeaway
    wordings: list[Wording]
    items: list[Message]
    """What was said that shows it, as far as it stands."""
    mine: bool
    became: Topic | None
    """What grew out of it, where the viewer sees that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """What came of a session."""

    session: Session
    prompts: list[PromptRecap]
    answered: list[Question]
    carried: list[Question]
    polls: list[Shown]
    moments: list[Moment]
    """When most people gave a sign."""
    links: list[str]
    best: list[Message]
    """Lines that people reacted to or passed on most."""
    pulse: Pulse
    """When most was said, and when nobody wrote."""
    lines: int
    present: int
    spoke: int
    growth: Growth | None
    """What was added since it was over."""
    median_answer: timedelta | None
    median_queue: timedelta | None
    """How long questions waited for a moderator."""

    @property
    def only_read(self) -> int:
        """How many came and read."""
        return self.present - self.spoke


def recap_of(session: Session, *, hosts: bool = False) -> Recap:
    """The recap as it is now: what is answered later stands in it later. Who hosts sees results
    that are theirs alone."""
    said = list(_lines(session)[:MOST])
    rows = Question.objects.shown().filter(session=session)
    # What was taken over from a session before and answered in this one stands in both.
    over = Q(carried_to=session.topic_id, taken_up=None)
    here = Question.objects.shown().filter(Q(session=session) | over)
    answered = list(here.filter(state=State.ANSWERED).order_by("answered_at", "id")[:MOST])
    own = [one for one in answered if one.session_id == session.topic_id]
    waits = [one.answered_at - one.asked_at for one in own if one.answered_at]
    carried = list(rows.filter(state=State.CARRIED).order_by("-vote_count", "id")[:MOST])
    for one in (*answered, *carried):
        one.session = session
    let_in = rows.filter(opened_at__gt=F("asked_at") + AT_ONCE)
    people = came(session)
    return Recap(
        session=session,
        prompts=_prompts(session),
        answered=answered,
        carried=carried,
        polls=polls_of_recap(session, hosts=hosts),
        moments=moments_of(session),
        links=_links([*said, *(one.message for one in answered if one.message)]),
        best=_best(said, BEST),
        pulse=pulse_of(session),
        lines=len(said),
        present=people.count(),
        spoke=spoke(people),
        growth=growth_of(session) if session.closed_at else None,
        median_answer=median_of(waits),
        median_queue=median_of([one.opened_at - one.asked_at for one in let_in if one.opened_at]),
    )


def takeaways_of(session: Session, viewer: Actor | None) -> list[Said]:
    """Lifted first, then the strongest, each with every wording."""
    rows = Takeaway.objects.filter(session=session, message__tombstoned_at=None)
    rows = rows.select_related("message__author", "speaker", "prompt")
    found = sorted(
        rows.order_by("-said_count", "message")[:MOST_TAKEAWAYS],
        key=lambda one: one.lifted_at is None,
    )
    by: dict[int, list[Wording]] = {}
    wordings = Wording.objects.filter(takeaway__in=found).select_related("actor").order_by("id")
    for wording in wordings:
        by.setdefault(wording.takeaway_id, []).append(wording)
    shown = _items_of(found)
    mine = viewer.id if viewer else 0
    became = [one.became_id for one in found if one.became_id]
    grown = Topic.objects.visible_to(viewer).in_bulk(became) if became else {}
    return [
        Said(
            takeaway=one,
            became=grown.get(one.became_id or 0),
            wordings=by.get(one.message_id, []),
            items=shown.get(one.message_id, []),
            mine=any(it.actor_id == mine for it in by.get(one.message_id, [])),
        )
        for one in found
    ]


def _items_of(takeaways: list[Takeaway]) -> dict[int, list[Message]]:
    """What shows each of these, in the order in which it was said."""
    rows = TakeawayItem.objects.filter(takeaway__in=takeaways, message__tombstoned_at=None)
    found: dict[int, list[Message]] = {}
    for row in rows.select_related("message__author").order_by("message__number"):
        found.setdefault(row.takeaway_id, []).append(row.message)
    return found


def items_to_choose(session: Session, chosen: Iterable[int] = ()) -> list[Message]:
    """What may show a takeaway: those chosen already, prompts, questions that were taken up, and
    the lines that people liked or passed on most."""
    rows = Message.objects.standing().filter(topic=session.topic_id, kind__in=TakeawayItem.KINDS)
    taken = Question.objects.filter(session=session, state__in=[State.CURRENT, State.ANSWERED])
    first = taken.order_by("-vote_count", "id").values_list("message", flat=True)[:OFFERED]
    named = {*chosen, *(id_ for id_ in first if id_)}
    listed = rows.filter(Q(id__in=named) | Q(kind=Message.Kind.PROMPT)).select_related("author")
    lines = _best(list(_lines(session)[:MOST]), BEST)
    found = {one.id: one for one in (*listed, *lines)}
    return sorted(found.values(), key=lambda one: one.number)


def takeaways_in_feed(sessions: Iterable[int]) -> dict[int, list[str]]:
    """What people took from each of these, lifted first, then the strongest: seven at most."""
    rows = Takeaway.objects.filter(session__in=list(sessions), message__tombstoned_at=None)
    found: dict[int, list[str]] = {}
    ordered = rows.order_by(F("lifted_at").asc(nulls_last=True), "-said_count", "message")
    for session, html in ordered.values_list("session", "message__html"):
        if len(found.setdefault(session, [])) < MOST_IN_FEED:
            found[session].append(html)
    return found


def near_repeat(session: Session, words: str) -> Takeaway | None:
    """The takeaway that says almost the same, which one may say too instead."""
    wanted = grams(words)
    rows = Takeaway.objects.filter(session=session, message__tombstoned_at=None)
    found = rows.select_related("message__author").order_by("-said_count")[:MOST_TAKEAWAYS]
    scored = [(alike(wanted, grams(one.message.text)), one) for one in found]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= NEAR else None


def takeaway_of(session: Session, message_id: int) -> Takeaway | None:
    """One takeaway of this session, unless it was deleted."""
    rows = Takeaway.objects.filter(message__tombstoned_at=None).select_related("message__author")
    found = rows.filter(session=session, message=message_id).first()
    if found is not None:
        found.session = session
    return found


def _lines(session: Session) -> QuerySet[Message]:
    rows = Message.objects.standing().filter(topic=session.topic_id, kind=Message.Kind.REPLY)
    if session.began_at:
        rows = rows.filter(published_at__gte=session.began_at)
    if session.closed_at:
        rows = rows.filter(published_at__lte=session.closed_at)
    return _liked(rows).order_by("number")


def _prompts(session: Session) -> list[PromptRecap]:
    """Late answers stand beneath their prompt like any other."""
    prompts = list(
        Prompt.objects.filter(session=session, message__isnull=False).select_related("message")
    )
    beneath: dict[int, list[Message]] = {}
    replies = Message.objects.standing().filter(parent__in=[one.message_id for one in prompts])
    for one in _liked(replies).order_by("number")[:MOST]:
        beneath.setdefault(one.parent_id or 0, []).append(one)
    return [
        PromptRecap(prompt=prompt, best=_best(found, BEST, least=0), count=len(found))
        for prompt in prompts
        for found in [beneath.get(prompt.message_id or 0, [])]
    ]


def _liked(rows: QuerySet[Message]) -> QuerySet[Message]:
    counted = rows.annotate(
        liked=Count("reactions", distinct=True), passed=Count("reshares", distinct=True)
    )
    return counted.select_related("author")


def _best(lines: list[Message], most: int, least: int = 1) -> list[Message]:
    weighed = [(getattr(one, "liked", 0) + getattr(one, "passed", 0), one) for one in lines]
    chosen = sorted(weighed, key=lambda pair: (-pair[0], pair[1].number))
    return [one for weight, one in chosen if weight >= least][:most]


def _links(messages: list[Message]) -> list[str]:
    found = [address for one in messages for address in LINK.findall(one.text)]
    return list(dict.fromkeys(found))[:50]
