"""Combining ideas, and taking them apart again."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._beginning import NewIdea, begin_idea
from groundswell.challenges.actions._holding import hold_families
from groundswell.challenges.actions._joining import count_support, join, part
from groundswell.challenges.activities import IDEAS_COMBINED, MERGE_UNDONE
from groundswell.challenges.models import Idea, Merge, Stage
from groundswell.challenges.rules import (
    require_may_combine,
    require_may_part,
    require_present,
    require_same_terms,
    require_standing,
)
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line

MOST_AT_ONCE = 50


@action
def combine_ideas(
    *, actor: Actor, survivor: Idea | NewIdea, sources: Sequence[Idea], reason: str = ""
) -> Idea:
    """Puts the sources into the survivor, which may be written for the occasion. Gives it.

    Every source stays readable where it is. Supporters and followers are united, authors
    credited; `undo_merge` takes back exactly that.
    """
    said = one_line(reason, most=500, field="reason")
    asked = list(dict.fromkeys(sources))
    chosen = [survivor, *asked] if isinstance(survivor, Idea) else asked
    if len(set(chosen)) < 2 or len(set(chosen)) != len(chosen):
        raise Invalid(_("Choose at least two different ideas to combine."), "with")
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid(_("Combine at most %(most)d ideas at once.") % {"most": MOST_AT_ONCE}, "with")
    held = hold_families(*chosen)
    ideas = [held[idea.topic_id] for idea in chosen]
    require_may_combine(actor, *ideas)
    require_standing(*ideas)
    require_present(ideas)
    require_same_terms(ideas)
    message_id = None
    if isinstance(survivor, Idea):
        into, joining = ideas[0], ideas[1:]
    else:
        first, joining = ideas[0], ideas
        into, opening = begin_idea(actor, first.challenge, stage=first.stage, new=survivor)
        message_id = opening.id
    merges = [join(source, into, by=actor, reason=said) for source in joining]
    count_support(into)
    _tell_conversations(actor, into, joining, reason=said)
    record(
        IDEAS_COMBINED,
        actor=actor,
        space_id=into.topic.space_id,
        topic_id=into.topic_id,
        message_id=message_id,
        target_actor_id=into.topic.author_id,
        data={
            "sources": [str(source.topic_id) for source in joining],
            "merges": [str(merge.id) for merge in merges],
        },
    )
    into.refresh_from_db(fields=["support_count", "fold_size", "folded_under"])
    return into


@action
def undo_merge(*, actor: Actor, merge: Merge, reason: str) -> Idea:
    """Takes one combined idea out again: every count, follow, credit and link as without it."""
    said = one_line(reason, most=500, least=1, field="reason")
    held = hold_families(Idea(topic_id=merge.source_id))
    undone = Merge.objects.select_for_update().get(id=merge.id)
    undone.source = held[merge.source_id]
    if undone.undone_at is not None:
        raise Conflict(
            _("“%(title)s” was taken out again already.") % {"title": undone.source.topic.title}
        )
    undone.survivor = held[merge.survivor_id]
    require_may_part(actor, undone)
    undone.undone_at, undone.undone_by = moment(), actor
    undone.save(update_fields=["undone_at", "undone_by"])
    source, top = undone.source, held[undone.source.root_id or 0]
    _find_stage(source, undone.survivor)
    part(undone, source, _below(source, held.values()))
    count_support(source)
    count_support(top)
    _tell_of_parting(actor, undone, said)
    record(
        MERGE_UNDONE,
        actor=actor,
        space_id=undone.survivor.topic.space_id,
        topic_id=undone.survivor_id,
        target_actor_id=source.topic.author_id,
        data={"source": str(source.topic_id), "merge": str(undone.id)},
    )
    source.refresh_from_db(fields=["merged_into", "root", "support_count", "fold_size"])
    return source


def _below(idea: Idea, family: Iterable[Idea]) -> list[int]:
    """What was combined into the idea, near and far."""
    found: list[int] = []
    ring = {idea.topic_id}
    members = list(family)
    while ring:
        ring = {member.topic_id for member in members if member.merged_into_id in ring}
        found += ring
    return found


def _find_stage(source: Idea, survivor: Idea) -> None:
    """A stage that was retired meanwhile takes nothing back: the idea goes where the other is."""
    if source.stage.retired_at is None:
        return
    stage: Stage | None = survivor.stage
    if survivor.challenge_id != source.challenge_id:
        stage = Stage.objects.filter(challenge=source.challenge_id, retired_at=None).first()
    if stage is not None:
        source.stage = stage
        source.save(update_fields=["stage"])


def _tell_conversations(actor: Actor, into: Idea, sources: list[Idea], *, reason: str) -> None:
    """Says in every conversation what was done, with the way to the others."""
    names = ", ".join(_linked(source.topic) for source in sources)
    here = _("%(name)s combined %(ideas)s into this idea.")
    _note(into.topic, actor, here % {"name": actor.name, "ideas": names}, reason=reason)
    away = _("%(name)s combined this idea into %(idea)s. The conversation goes on there.")
    for source in sources:
        text = away % {"name": actor.name, "idea": _linked(into.topic)}
        _note(source.topic, actor, text, reason=reason)


def _tell_of_parting(actor: Actor, merge: Merge, reason: str) -> None:
    source, survivor = merge.source.topic, merge.survivor.topic
    here = _("%(name)s took %(idea)s out of this idea again.")
    _note(survivor, actor, here % {"name": actor.name, "idea": _linked(source)}, reason=reason)
    away = _("%(name)s took this idea out of %(idea)s again. It stands for itself.")
    _note(source, actor, away % {"name": actor.name, "idea": _linked(survivor)}, reason=reason)


def _linked(topic: Topic) -> str:
    title = topic.title.replace("[", "(").replace("]", ")")
    return f"[{title}]({topic.get_absolute_url()})"


def _note(topic: Topic, actor: Actor, text: str, *, reason: str) -> None:
    why = _("The reason: %(reason)s") % {"reason": reason} if reason else ""
    append(topic, author=actor, text=f"{text} {why}".strip(), kind=Message.Kind.NOTE)
