"""Moving the rest of large selections, a thousand at a time."""

from django_tasks import task

from groundswell.challenges.actions import go_on
from groundswell.challenges.models import MoveRun, StageMove
from groundswell.core.bus import publish
from groundswell.core.schedule import every


@task()
def go_on_moving(move_id: int) -> None:
    """Moves the rest of a large selection, a thousand at a time, and shows how far it is."""
    move = StageMove.objects.select_related("by", "challenge__topic__space").get(id=move_id)
    while go_on(actor=move.by, move=move):
        publish(f"topic-{move.challenge_id}")
    publish(f"topic-{move.challenge_id}")


@every(minutes=5)
def go_on_with_what_stopped() -> None:
    """A worker may be killed at any moment: what it left is gone on with."""
    for move_id in MoveRun.objects.filter(ended_at=None).values_list("move", flat=True):
        go_on_moving.enqueue(move_id)
