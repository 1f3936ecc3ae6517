"""A challenge as data: its head, and its ideas one by one, however many there are.

Ideas are read in pieces, so that two hundred thousand of them take no more memory than a few
hundred. What a viewer does not see on the pages is not in here: hidden counts are left out, and
reviewers' scores always.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from groundswell.actors.models import Actor, Organisation
from groundswell.challenges.models import Challenge, Criterion, Idea, Outcome
from groundswell.challenges.rules import may_run, stages_of
from groundswell.challenges.selectors.ending import answer_of
from groundswell.challenges.selectors.said import said_in
from groundswell.conversations.models import Contribution, Link, Message, Topic

PER_PIECE: Final = 500
FORMAT: Final = "groundswell-challenge"
VERSION: Final = 1
_LINEAGE: Final = (Link.Kind.DERIVED_FROM, Link.Kind.SPLIT_INTO, Link.Kind.COMBINED_INTO)


@dataclass(slots=True)
class _Piece:
    """What a few hundred ideas have around them, by the ids of their topics."""

    texts: dict[int, str] = field(default_factory=dict)
    said: dict[int, int] = field(default_factory=dict)
    credits: defaultdict[int, list[Contribution]] = field(default_factory=lambda: defaultdict(list))
    links: defaultdict[int, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    outcomes: defaultdict[int, list[Outcome]] = field(default_factory=lambda: defaultdict(list))


def head_of(challenge: Challenge) -> dict[str, Any]:
    """What the challenge says of itself."""
    topic = challenge.topic
    opening = Message.objects.filter(topic=topic, number=1).first()
    licence = topic.space.licence_under(Organisation.current())
    return {
        "id": str(topic.id),
        "url": _url(challenge.get_absolute_url()),
        "title": topic.title,
        "purpose": challenge.purpose,
        "plain": challenge.plain,
        "text": opening.text if opening else "",
        "asked_by": challenge.asked_by,
        "promise": challenge.promise,
        "opened_at": topic.published_at.isoformat(),
        "opened_by": _person(topic.author),
        "space": {"name": topic.space.name, "url": _url(topic.space.get_absolute_url())},
        "licence": licence,
    }


def flow_of(challenge: Challenge) -> list[dict[str, Any]]:
    """The stages in order, with what they open."""
    return [
        {
            "id": str(stage.id),
            "name": stage.name,
            "kind": stage.kind,
            "says": stage.says,
            "opens": stage.opens.split(),
            "starts_on": stage.starts_on.isoformat() if stage.starts_on else None,
            "ends_on": stage.ends_on.isoformat() if stage.ends_on else None,
            "ideas": stage.idea_count,
        }
        for stage in stages_of(challenge)
    ]


def criteria_of(challenge: Challenge) -> list[dict[str, str]]:
    """What ideas are judged by."""
    rows = Criterion.objects.filter(challenge=challenge, retired_at=None)
    return [{"name": it.name, "says": it.says, "least": it.least} for it in rows]


def ideas_of(challenge: Challenge, viewer: Actor | None) -> Iterator[dict[str, Any]]:
    """Every idea that was not removed, in the order they were shared."""
    runs = may_run(viewer, challenge)
    last = 0
    while ideas := _next(challenge, last):
        around = _around(ideas, viewer)
        for idea in ideas:
            yield _idea(idea, around, counts=runs or idea.stage.shows_counts)
        last = ideas[-1].topic_id


def _next(challenge: Challenge, last: int) -> list[Idea]:
    rows = Idea.objects.filter(challenge=challenge, topic__removed_at=None, topic__gt=last)
    shown = rows.select_related(
        "topic__author", "stage", "theme", "answer__owner", "answer__by", "answer__message"
    )
    return list(shown.order_by("topic")[:PER_PIECE])


def _around(ideas: list[Idea], viewer: Actor | None) -> _Piece:
    ids = [idea.topic_id for idea in ideas]
    piece = _Piece()
    openings = Message.objects.filter(topic__in=ids, number=1)
    piece.texts = dict(openings.values_list("topic_id", "text"))
    piece.said = said_in(idea.topic for idea in ideas)
    for credit in Contribution.objects.filter(topic__in=ids).select_related("actor").order_by("id"):
        piece.credits[credit.topic_id].append(credit)
    _link(piece, ids, viewer)
    told = Outcome.objects.filter(idea__in=ids, message__tombstoned_at=None)
    for outcome in told.select_related("message", "by").order_by("id"):
        piece.outcomes[outcome.idea_id].append(outcome)
    return piece


def _link(piece: _Piece, ids: Iterable[int], viewer: Actor | None) -> None:
    """Lineage whose both ends the viewer can see."""
    some = set(ids)
    links = Link.objects.filter(kind__in=_LINEAGE).filter(Q(origin__in=some) | Q(target__in=some))
    seen = Topic.objects.visible_to(viewer)
    for link in links.filter(origin__in=seen, target__in=seen).order_by("id"):
        row = {"kind": link.kind, "from": str(link.origin_id), "to": str(link.target_id)}
        for end in {link.origin_id, link.target_id} & some:
            piece.links[end].append(row)


def _idea(idea: Idea, around: _Piece, *, counts: bool) -> dict[str, Any]:
    topic = idea.topic
    return {
        "id": str(topic.id),
        "url": _url(idea.get_absolute_url()),
        "title": topic.title,
        "text": around.texts.get(topic.id, ""),
        "author": _person(topic.author),
        "shared_at": topic.published_at.isoformat(),
        "stage": idea.stage.name,
        "stage_kind": idea.stage.kind,
        "category": idea.category,
        "sector": idea.sector,
        "discipline": idea.discipline,
        "origin": idea.origin,
        "theme": str(idea.theme) if idea.theme else "",
        "supporters": idea.support_count if counts else None,
        "replies": around.said.get(topic.id, 0),
        "combined_into": str(idea.merged_into_id) if idea.merged_into_id else None,
        "folded_under": str(idea.folded_under_id) if idea.folded_under_id else None,
        "credits": [
            {**_person(it.actor), "role": it.role, "share": it.share}
            for it in around.credits[topic.id]
        ],
        "lineage": around.links[topic.id],
        "answer": _answer(idea),
        "outcomes": [
            {"at": it.at.isoformat(), "by": _person(it.by), "text": it.message.text}
            for it in around.outcomes[topic.id]
        ],
    }


def _answer(idea: Idea) -> dict[str, Any] | None:
    answer = answer_of(idea)
    if answer is None:
        return None
    return {
        "verdict": answer.verdict,
        "text": answer.message.text,
        "at": answer.at.isoformat(),
        "by": _person(answer.by),
        "owner": _person(answer.owner) if answer.owner else None,
        "next_step": answer.next_step,
        "next_step_by": answer.next_step_by.isoformat() if answer.next_step_by else None,
    }


def _person(actor: Actor) -> dict[str, str]:
    return {"name": actor.name, "url": _url(actor.get_absolute_url())}


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
