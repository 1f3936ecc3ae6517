"""Putting right what the machine found: names, splits, joins, single ideas. Later runs keep it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._theming import (
    count_themes,
    hold_themes,
    move_ideas,
    note_edit,
    standing_theme,
)
from groundswell.challenges.activities.theme import (
    IDEA_PINNED,
    THEME_RENAMED,
    THEME_SPLIT,
    THEMES_JOINED,
)
from groundswell.challenges.models import Challenge, Idea, Theme, ThemeEdit
from groundswell.challenges.rules import require_standing
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line

LONGEST_NAME = 100


@action
def rename_theme(*, actor: Actor, theme: Theme, name: str) -> Theme:
    """Calls a theme something; an empty name gives it its own words back."""
    challenge = theme.challenge
    hold_themes(actor, challenge)
    held = standing_theme(theme)
    before, held.name = held.name, one_line(name, most=LONGEST_NAME, field="name")
    held.save(update_fields=["name"])
    data = {"before": before, "after": held.name}
    edit = note_edit(actor, challenge, ThemeEdit.Kind.RENAME, theme=held, data=data)
    _record(THEME_RENAMED, actor, challenge, edit)
    return held


@action
def split_theme(*, actor: Actor, theme: Theme, ideas: Sequence[int], name: str) -> Theme:
    """Takes ideas of a theme out into a new one."""
    challenge = theme.challenge
    hold_themes(actor, challenge)
    held = standing_theme(theme)
    called = one_line(name, most=LONGEST_NAME, least=1, field="name")
    part = Theme(challenge=challenge, label=called, name=called, shape=_part_shape(held, ideas))
    part.save(force_insert=True)
    moved = move_ideas(ideas, part, only_from=held)
    if not moved or not Idea.objects.unfolded().filter(theme=held).exists():
        raise Invalid(_("Choose some ideas of this theme for the new one, and leave it some."))
    count_themes(held, part)
    data = {"ideas": [str(id_) for id_ in ideas]}
    edit = note_edit(actor, challenge, ThemeEdit.Kind.SPLIT, theme=held, other=part, data=data)
    _record(THEME_SPLIT, actor, challenge, edit)
    return part


@action
def join_themes(*, actor: Actor, theme: Theme, into: Theme) -> Theme:
    """Makes one theme of two: `into` keeps its name and address, the other leads there."""
    challenge = theme.challenge
    hold_themes(actor, challenge)
    if theme.id == into.id or into.challenge_id != theme.challenge_id:
        raise Invalid(_("Choose another theme of this challenge."), field="into")
    source, goal = standing_theme(theme), standing_theme(into)
    ids = list(Idea.objects.filter(theme=source).values_list("topic_id", flat=True))
    move_ideas(ids, goal, only_from=source)
    count_themes(source, goal)
    Theme.objects.filter(id=source.id).update(joined_into=goal)
    data = {"ideas": [str(id_) for id_ in ids]}
    edit = note_edit(actor, challenge, ThemeEdit.Kind.JOIN, theme=source, other=goal, data=data)
    _record(THEMES_JOINED, actor, challenge, edit)
    return goal


@action
def pin_idea(*, actor: Actor, idea: Idea, theme: Theme | None) -> Idea:
    """Puts an idea into a theme, or out of all; no later run moves it."""
    challenge = idea.challenge
    hold_themes(actor, challenge)
    require_standing(idea)
    goal = standing_theme(theme) if theme else None
    held = Idea.objects.select_for_update(of=("self",)).get(topic=idea.pk)
    if goal is not None and goal.challenge_id != challenge.topic_id:
        raise Invalid(_("Choose a theme of this challenge."), field="theme")
    if held.theme_pinned_at is not None and held.theme_id == (goal.id if goal else None):
        raise Conflict(_("The idea is there already."))
    data = {
        "idea": str(held.topic_id),
        "pinned": held.theme_pinned_at is not None,
    }
    origin, held.theme, held.theme_pinned_at = held.theme, goal, moment()
    held.save(update_fields=["theme", "theme_pinned_at"])
    count_themes(origin, goal)
    edit = note_edit(actor, challenge, ThemeEdit.Kind.PIN, theme=goal, other=origin, data=data)
    record(
        IDEA_PINNED,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=held.topic_id,
        data={"edit": str(edit.id)},
    )
    return held


def _part_shape(theme: Theme, ideas: Sequence[int]) -> dict[str, object]:
    """Until the next run: a few of the ideas stand for it, and it lies where the whole did."""
    place = {key: theme.shape[key] for key in ("x", "y") if key in theme.shape}
    return {**place, "central": [str(id_) for id_ in ideas[:3]], "words": []}


def _record(kind: Kind, actor: Actor, challenge: Challenge, edit: ThemeEdit) -> None:
    record(
        kind,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        data={"edit": str(edit.id), "theme": str(edit.theme_id)},
    )
