"""Moving ideas between themes, and what hangs on it. Called by actions, inside them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Theme, ThemeEdit, ThemeRun
from groundswell.challenges.rules import require_may_run
from groundswell.core.errors import Conflict

TOGETHER = 5_000
MOST_SECTORS = 40
BUSY = (ThemeRun.State.WAITING, ThemeRun.State.RUNNING)


def hold_themes(actor: Actor, challenge: Challenge) -> None:
    """One change to a challenge's themes at a time, by who runs it, and none during a run."""
    require_may_run(actor, challenge)
    Challenge.objects.select_for_update().get(topic=challenge.topic_id)
    if ThemeRun.objects.filter(challenge=challenge, state__in=BUSY).exists():
        raise Conflict(
            _("Themes are being found just now, so they cannot be changed. Try again after that.")
        )


def standing_theme(theme: Theme) -> Theme:
    """The theme as it is now, if it is still one."""
    now = Theme.objects.get(id=theme.id)
    if now.retired_at is not None or now.joined_into_id is not None:
        raise Conflict(_("This theme is not there any more. Reload and look again."))
    return now


def move_ideas(ids: Iterable[int], theme: Theme | None, *, only_from: Theme | None) -> int:
    """Puts ideas into a theme, as far as they are still where they are taken from; gives how many
    were."""
    moved = 0
    listed = list(ids)
    for start in range(0, len(listed), TOGETHER):
        rows = Idea.objects.filter(topic__in=listed[start : start + TOGETHER], theme=only_from)
        moved += rows.update(theme=theme)
    return moved


def count_themes(*themes: Theme | None) -> None:
    """Counts what is in each of these now, folded ideas with the one that is shown for them."""
    for theme in themes:
        if theme is None:
            continue
        runs = ThemeRun.objects.filter(challenge=theme.challenge_id, state=ThemeRun.State.DONE)
        total = runs.order_by("-id").values_list("ideas", flat=True).first() or 0
        held = Theme.objects.get(id=theme.id)
        sectors, disciplines = _tally(held, "sector"), _tally(held, "discipline")
        held.idea_count = sum(sectors.values())
        held.coverage = held.idea_count / max(1, total)
        held.shape = {**held.shape, "sectors": sectors, "disciplines": disciplines}
        held.save(update_fields=["idea_count", "coverage", "shape"])


def _tally(theme: Theme, column: str) -> dict[str, int]:
    tally: Counter[str] = Counter()
    # What is combined is folded under nothing.
    for rows in (
        Idea.objects.unfolded().filter(theme=theme),
        Idea.objects.filter(folded_under__theme=theme),
    ):
        for word, count in rows.order_by().values_list(column).annotate(n=Count("topic")):
            tally[word] += count
    return dict(tally.most_common(MOST_SECTORS))


def note_edit(
    actor: Actor,
    challenge: Challenge,
    kind: str,
    *,
    theme: Theme | None = None,
    other: Theme | None = None,
    data: dict[str, Any],
) -> ThemeEdit:
    """The row that later runs keep to, and that undoing reads."""
    edit = ThemeEdit(
        challenge=challenge, kind=kind, theme=theme, other=other, by=actor, at=moment(), data=data
    )
    edit.save(force_insert=True)
    return edit
