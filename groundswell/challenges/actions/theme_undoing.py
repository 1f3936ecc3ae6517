"""Undoing a change to themes. The row stays, with who undid it and when."""

from collections.abc import Callable

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._theming import count_themes, hold_themes, move_ideas
from groundswell.challenges.activities.theme import THEME_EDIT_UNDONE
from groundswell.challenges.models import Idea, Theme, ThemeEdit
from groundswell.core.errors import Conflict


@action
def undo_theme_edit(*, actor: Actor, edit: ThemeEdit) -> ThemeEdit:
    """Takes one change back, if nothing since was built on it."""
    challenge = edit.challenge
    hold_themes(actor, challenge)
    held = ThemeEdit.objects.select_for_update(of=("self",)).get(id=edit.id)
    held = ThemeEdit.objects.select_related("theme", "other").get(id=held.id)
    if held.undone_at is not None:
        raise Conflict(_("This was undone already."))
    _WAYS[ThemeEdit.Kind(held.kind)](held)
    held.undone_at, held.undone_by = moment(), actor
    held.save(update_fields=["undone_at", "undone_by"])
    record(
        THEME_EDIT_UNDONE,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        data={"edit": str(edit.id)},
    )
    return held


def _refuse() -> Conflict:
    return Conflict(_("Something else was changed there since. Undo that first."))


def _rename(edit: ThemeEdit) -> None:
    found = Theme.objects.filter(id=edit.theme_id or 0, name=edit.data["after"], retired_at=None)
    if not found.update(name=edit.data["before"]):
        raise _refuse()


def _split(edit: ThemeEdit) -> None:
    whole, part = _both(edit)
    if part.joined_into_id is not None or whole.joined_into_id is not None:
        raise _refuse()
    # What runs put into the part since goes back too.
    ids = list(Idea.objects.filter(theme=part).values_list("topic_id", flat=True))
    move_ideas(ids, whole, only_from=part)
    count_themes(part, whole)
    Theme.objects.filter(id=part.id).update(joined_into=whole)


def _join(edit: ThemeEdit) -> None:
    source, goal = _both(edit)
    if source.joined_into_id != goal.id or goal.joined_into_id is not None:
        raise _refuse()
    ids = [int(id_) for id_ in edit.data["ideas"]]
    move_ideas(ids, source, only_from=goal)
    count_themes(goal, source)
    Theme.objects.filter(id=source.id).update(joined_into=None, retired_at=None)


def _pin(edit: ThemeEdit) -> None:
    mine = Idea.objects.filter(topic=int(edit.data["idea"]), theme=edit.theme)
    idea = mine.exclude(theme_pinned_at=None).first()
    back = edit.other
    if idea is None or (back is not None and (back.joined_into_id or back.retired_at)):
        raise _refuse()
    pinned = idea.theme_pinned_at if edit.data["pinned"] else None
    Idea.objects.filter(topic=idea.topic_id).update(theme=back, theme_pinned_at=pinned)
    count_themes(edit.theme, back)


def _apart(edit: ThemeEdit) -> None:
    """Folded again, if the one it was under still stands for others."""
    idea = Idea.objects.filter(topic=int(edit.data["idea"])).exclude(kept_apart_at=None)
    if not idea.update(kept_apart_at=None):
        raise _refuse()
    leader = Idea.objects.unfolded().filter(topic=int(edit.data["under"])).first()
    alone = Idea.objects.unfolded().filter(topic=int(edit.data["idea"]), fold_size=1)
    if leader is not None and alone.update(folded_under=leader):
        Idea.objects.filter(topic=leader.topic_id).update(fold_size=F("fold_size") + 1)


def _both(edit: ThemeEdit) -> tuple[Theme, Theme]:
    if edit.theme is None or edit.other is None:
        raise _refuse()
    return edit.theme, edit.other


_WAYS: dict[ThemeEdit.Kind, Callable[[ThemeEdit], None]] = {
    ThemeEdit.Kind.RENAME: _rename,
    ThemeEdit.Kind.SPLIT: _split,
    ThemeEdit.Kind.JOIN: _join,
    ThemeEdit.Kind.PIN: _pin,
    ThemeEdit.Kind.APART: _apart,
}
