"""What happens to an idea changes the pages of its challenge: list, board and queue."""

from groundswell.activity.models import Activity
from groundswell.activity.projector import immediate
from groundswell.core.bus import publish


@immediate
def wake_challenge(activity: Activity) -> None:
    """Tells the open pages of the challenge that the activity names."""
    challenge = activity.data.get("challenge")
    if challenge and challenge != str(activity.topic_id):
        publish(f"topic-{challenge}")
