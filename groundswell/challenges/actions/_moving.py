"""Putting ideas into another stage, and saying so in each conversation. Called by actions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from groundswell.activity.log import moment, origin
from groundswell.actors.models import Actor
from groundswell.challenges import sought as lists
from groundswell.challenges.models import Challenge, Idea, MoveRun, Stage, StageChange, StageMove
from groundswell.conversations.actions._words import index_all, words
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Conflict
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_objects
from groundswell.core.text.clean import one_line
from groundswell.core.text.render import RENDERER_VERSION

AT_ONCE = 1_000
"""As many ideas go in one transaction; the worker goes on with the rest."""
Says = Callable[[Stage, Stage], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a move came to: how many went, and how many stayed because somebody was faster."""

    move: StageMove
    count: int
    stayed: int = 0
    run: MoveRun | None = None
    """What the worker goes on with."""
    notes: Mapping[int, int] = field(default_factory=dict)
    """Of each idea, the message that says it."""


def hold_chosen(challenge: Challenge, ids: Iterable[int]) -> list[Idea]:
    """Those of the ideas that are there, their rows locked in the order that holds for all."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("topic")
    chosen = rows.filter(challenge=challenge, topic__in=list(ids), topic__removed_at=None)
    return list(chosen.order_by("topic"))


def stages_by_id(challenge: Challenge) -> dict[int, Stage]:
    """Every stage that the challenge has or had."""
    return {stage.id: stage for stage in Stage.objects.filter(challenge=challenge)}


def begun(actor: Actor, challenge: Challenge, to: Stage, *, reason: str) -> StageMove:
    """A move that has moved nothing yet."""
    why = one_line(reason, most=500, least=1, field="reason")
    move = StageMove(challenge=challenge, to=to, by=actor, reason=why, at=moment(), count=0)
    move.save(force_insert=True)
    return move


def carry(move: StageMove, ideas: list[Idea]) -> dict[int, int]:
    """Moves the held ideas; the notes that say so, by idea."""
    insert_objects(
        StageChange,
        [StageChange(move=move, idea=idea, left_id=idea.stage_id) for idea in ideas],
    )
    StageMove.objects.filter(id=move.id).update(count=F("count") + len(ideas))
    move.count += len(ideas)
    # Whoever moves an idea has looked at it; taking the move back takes that back as well.
    ids = [idea.topic_id for idea in ideas]
    Idea.objects.filter(topic__in=ids, triaged_at=None).update(
        triaged_at=move.at, triaged_by=move.by
    )

    def says(left: Stage, to: Stage) -> str:
        names = {"left": left.name, "to": to.name, "reason": move.reason}
        return _("Moved from “%(left)s” to “%(to)s”: %(reason)s") % names

    return put(move.by, dict.fromkeys(ideas, move.to_id), says, namespace=move.id)


def put(actor: Actor, goes: Mapping[Idea, int], says: Says, *, namespace: int) -> dict[int, int]:
    """Puts each held idea into the stage beside it: rows, then notes, then counters, for all."""
    stages = Stage.objects.in_bulk({*goes.values(), *(idea.stage_id for idea in goes)})
    ways: dict[tuple[int, int], list[Idea]] = defaultdict(list)
    for idea, to in goes.items():
        ways[idea.stage_id, to].append(idea)
    texts: dict[int, str] = {}
    for (left, to), going in ways.items():
        Idea.objects.filter(topic__in=[idea.topic_id for idea in going]).update(stage=to)
        texts |= dict.fromkeys((idea.topic_id for idea in going), says(stages[left], stages[to]))
    notes = note_in_each(actor, texts, namespace=namespace)
    _count(ways, stages)
    for idea, to in goes.items():
        idea.stage = stages[to]
    return notes


def _count(ways: Mapping[tuple[int, int], list[Idea]], stages: Mapping[int, Stage]) -> None:
    deltas: Counter[int] = Counter()
    for (left, to), going in ways.items():
        deltas[left] -= len(going)
        deltas[to] += len(going)
    arrivals = {to for _left, to in ways}
    for stage_id in sorted(deltas):
        rows = Stage.objects.filter(id=stage_id)
        if stage_id in arrivals:
            rows = rows.filter(retired_at=None)
        if not rows.update(idea_count=F("idea_count") + deltas[stage_id]):
            raise retired(stages[stage_id])


def retired(stage: Stage) -> Conflict:
    """Nothing is put into a stage that is no longer used."""
    return Conflict(
        _("The stage “%(stage)s” is no longer used. Bring it back first.") % {"stage": stage.name}
    )


def note_in_each(actor: Actor, texts: Mapping[int, str], *, namespace: int) -> dict[int, int]:
    """Writes a steward's note at the end of each conversation; a few statements for them all."""
    at = moment()
    topics = list(
        Topic.objects.select_for_update()
        .filter(id__in=list(texts))
        .order_by("id")
        .only("id", "last_number")
    )
    found = {
        text: words(text, namespace=namespace, author_id=actor.id)
        for text in dict.fromkeys(texts.values())
    }
    notes = [
        Message(
            id=new_id(at),
            topic=topic,
            number=topic.last_number + 1,
            author=actor,
            kind=Message.Kind.NOTE,
            text=texts[topic.id],
            html=found[texts[topic.id]].rendered.html,
            renderer=RENDERER_VERSION,
            published_at=at,
            source=origin().source,
        )
        for topic in topics
    ]
    insert_objects(Message, notes)
    index_all([(note, found[note.text]) for note in notes])
    Topic.objects.filter(id__in=[topic.id for topic in topics]).update(
        last_number=F("last_number") + 1, last_message_at=Greatest(F("last_message_at"), at)
    )
    return {note.topic_id: note.id for note in notes}


def narrowed(challenge: Challenge, sought: Mapping[str, str]) -> QuerySet[Idea]:
    """The standing ideas that a list shows when it is narrowed so."""
    rows = Idea.objects.filter(challenge=challenge, topic__removed_at=None).unfolded()
    return lists.narrowed(rows, challenge.topic_id, sought)
