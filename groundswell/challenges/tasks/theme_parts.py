"""What a theme might be split into, on a steward's wish."""

from django_tasks import task

from groundswell.challenges.models import Idea, Theme
from groundswell.core.bus import publish

MOST_IDEAS = 3_000
MOST_PARTS = 8
FEWEST_IDEAS = 4


@task()
def propose_parts(theme_id: str) -> None:
    """Divides the theme's ideas by themselves, and keeps the larger parts with the theme."""
    theme = Theme.objects.filter(id=int(theme_id), retired_at=None).first()
    if theme is None:
        return
    parts = _parts(theme)
    Theme.objects.filter(id=theme.id).update(parts=parts)
    publish(f"themes-{theme.challenge_id}")


def _parts(theme: Theme) -> list[dict[str, object]]:
    # It brings the libraries of the engine, which nothing else in a worker needs.
    from groundswell.challenges.engine import themes  # noqa: PLC0415 - said above
    from groundswell.challenges.tasks.finding.gathering import whole  # noqa: PLC0415

    ideas = Idea.objects.filter(theme=theme, topic__messages__number=1).unfolded()
    columns = ("topic_id", "topic__title", "topic__messages__text")
    rows = list(ideas.order_by("draw", "topic_id").values_list(*columns)[:MOST_IDEAS])
    if len(rows) < FEWEST_IDEAS:
        return []
    found = themes([whole(title, text) for _id, title, text in rows])
    return [
        {"label": part.label[:100], "ideas": [str(rows[each][0]) for each in part.members]}
        for part in list(found)[:MOST_PARTS]
        if len(part.members) < len(rows)
    ]
